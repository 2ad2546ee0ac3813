/** What happened to an issue, each kind in plain words. */
import type { Activity } from "~/api/types";
import { type MessageKey, t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { exact } from "~/lib/time";
import type { IconName } from "~/ui/icon-paths";
import type { Person } from "./people";

const looks: Record<string, [IconName, string]> = {
  set_resolved: ["resolve", "ok"], set_resolved_in_release: ["resolve", "ok"], set_resolved_by_age: ["resolve", "ok"], set_resolved_in_commit: ["resolve", "ok"], set_resolved_in_pull_request: ["resolve", "ok"],
  set_regression: ["regressed", "reg"], set_escalating: ["trend", "esc"], set_unresolved: ["regressed", ""], set_ignored: ["archive", ""], auto_set_ongoing: ["clock", ""],
  assigned: ["user", ""], unassigned: ["user", ""], first_seen: ["plus", ""], set_priority: ["bars", ""], merge: ["layers", ""], unmerge_source: ["layers", ""], unmerge_destination: ["layers", ""], regroup_source: ["layers", ""], regroup_destination: ["layers", ""], create_issue: ["external", ""], unlink_issue: ["external", ""],
  mark_reviewed: ["check", ""], release_deployed: ["send", ""], deleted_attachment: ["disk", ""], reprocess: ["settings", ""],
};

export function look(kind: string): [icon: IconName, tone: string] {
  return looks[kind] ?? ["circle", ""];
}

const plain = ["set_resolved", "set_resolved_by_age", "set_unresolved", "set_escalating", "unassigned", "first_seen", "auto_set_ongoing", "mark_reviewed", "reprocess", "deleted_attachment"] as const;

export function say(item: Activity, people: readonly Person[]): string {
  const data = item.data ?? {};
  const text = (name: string) => (typeof data[name] === "string" || typeof data[name] === "number" ? String(data[name]) : "");
  const version = release(text("version"));
  switch (item.type) {
    case "set_resolved_in_release": return version ? t("act.resolvedIn", { release: version }) : t("act.resolvedNext");
    case "set_resolved_in_commit": case "set_resolved_in_pull_request": return text("commit") || text("title") ? t("act.resolvedBy", { what: text("title") || text("commit").slice(0, 8) }) : t("act.set_resolved_in_commit");
    case "set_regression": return version ? t("act.regressedIn", { release: version }) : t("act.set_regression");
    case "set_ignored": return archived(data);
    case "assigned": return assigned(item, people);
    case "set_priority": return t("act.set_priority", { level: priority(text("priority")) }) + (data.reason === "manual" ? "" : ` (${t("priority.auto")})`);
    case "merge": return merged(item);
    case "unmerge_source": case "unmerge_destination": return t("act.unmerge");
    case "regroup_source": case "regroup_destination": return t(item.type === "regroup_source" ? "act.regroupTo" : "act.regroupFrom", { n: issueNumber(data.issue) });
    case "create_issue": case "unlink_issue": return t(item.type === "create_issue" ? "act.ticket" : "act.unticket", { what: text("title") || text("label") || text("location") });
    case "release_deployed": return t("act.deployed", { release: version, where: text("environment") });
    default: return plain.some((kind) => kind === item.type) ? t(`act.${item.type}` as MessageKey) : item.type.replaceAll("_", " ");
  }
}

export interface MergedIssue {
  id: string;
  title: string;
  /** Number of the merge, by which it is taken back; empty for one of old. */
  merge: string;
  undone: boolean;
}

export function mergesOf(item: Activity): MergedIssue[] {
  const issues: unknown = item.data?.issues;
  if (!Array.isArray(issues)) return [];
  return issues.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null)
    .map((each) => ({ id: String(each.id ?? ""), title: String(each.title ?? each.id ?? ""), merge: typeof each.merge === "string" ? each.merge : "", undone: each.undone === true }));
}

function merged(item: Activity): string {
  const n = mergesOf(item).length;
  if (n === 0) return t("act.merge");
  const reason = item.data?.reason;
  return t(reason === "frames" ? "act.mergedFrames" : reason === "regroup" ? "act.mergedRegroup" : "act.mergedN", { n });
}

function issueNumber(issue: unknown): string {
  const number = typeof issue === "object" && issue !== null && "number" in issue ? issue.number : null;
  return typeof number === "number" ? `#${number}` : t("act.otherIssue");
}

export function release(version: string): string {
  return version.replace(/^[^@\s]*@(?=\d)/, "");
}

function priority(level: string): string {
  return level === "high" || level === "medium" || level === "low" ? t(`priority.${level}`) : level;
}

function archived(data: Record<string, unknown>): string {
  const number = (name: string) => (typeof data[name] === "number" ? (data[name] as number) : 0);
  if (typeof data.ignoreUntil === "string") return t("act.archivedUntil", { when: exact(data.ignoreUntil).replace(/:\d\d [^ ]*$/, "") });
  if (number("ignoreCount") > 0) return t("act.archivedTimes", { n: exactNumber(number("ignoreCount")) });
  if (number("ignoreUserCount") > 0) return t("act.archivedUsers", { n: exactNumber(number("ignoreUserCount")) });
  return t(data.ignoreUntilEscalating === true ? "act.archivedEscalating" : "act.set_ignored");
}

function assigned(item: Activity, people: readonly Person[]): string {
  const data = item.data ?? {};
  if (data.selfAssigned === true) return t("act.assignedSelf");
  const id = `${String(data.assigneeType ?? "user")}:${String(data.assignee ?? "")}`;
  const person = people.find((each) => each.id === id);
  return t("act.assigned", { who: person ? (person.team ? person.handle : person.name) : typeof data.assigneeEmail === "string" ? data.assigneeEmail : id });
}
