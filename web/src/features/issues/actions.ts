/** What a person may do to issues: acts at once, shows it, can be undone for six seconds. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "~/api/http";
import type { Actor, Issue, IssueUpdate, PriorityLevel } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { toast, toast_shown_ms } from "~/ui/toast-store";
import { dropFromLists, patchIssues } from "./cache";
import { issueBase } from "./queries";

export interface IssueActions {
  resolve: (issues: readonly Issue[], how?: IssueUpdate["statusDetails"]) => void;
  archive: (issues: readonly Issue[], how?: IssueUpdate["statusDetails"]) => void;
  reopen: (issues: readonly Issue[]) => void;
  assign: (issues: readonly Issue[], to: Actor | null) => void;
  prioritise: (issues: readonly Issue[], level: PriorityLevel) => void;
  subscribe: (issue: Issue, on: boolean) => void;
}

const put = (org: string, ids: readonly string[], body: IssueUpdate) =>
  request<unknown>("PUT", issueBase(org), { params: { id: ids }, body });

const actorCode = (actor: Actor | null) => (actor ? `${actor.type}:${actor.id}` : "");

/** Takes back the last change of each on the server, which remembers exactly what it replaced. */
const takeBack = (org: string, ids: readonly string[]) =>
  request<{ undone: string[] }>("POST", `/api/native/organizations/${encodeURIComponent(org)}/issues-undo`, { params: { id: ids } });

/** True where the change makes a difference: what was so already leaves nothing to take back. */
export function makesDifference(issue: Issue, change: IssueUpdate): boolean {
  if (change.status) return issue.status !== change.status || change.statusDetails !== undefined || change.substatus !== undefined || Object.keys(issue.statusDetails ?? {}).length > 0;
  if (change.assignedTo !== undefined) return actorCode(issue.assignedTo) !== change.assignedTo;
  return true;
}

async function reverse(org: string, step: Step): Promise<void> {
  const { change } = step;
  const issues = step.issues.filter((issue) => makesDifference(issue, change));
  if (issues.length === 0) return;
  if (change.isSubscribed !== undefined) {
    await put(org, issues.map((issue) => issue.id), { isSubscribed: issues[0]?.isSubscribed ?? false });
    return;
  }
  const { undone } = await takeBack(org, issues.map((issue) => issue.id));
  const left = issues.filter((issue) => !undone.includes(issue.id));
  if (left.length > 0) toast({ text: t("action.notUndone", { n: left.length }), icon: "warning" });
}

interface Step {
  issues: readonly Issue[];
  change: IssueUpdate;
  show: Partial<Issue>;
  text: string;
  leaves?: boolean;
}

async function perform(client: QueryClient, org: string, step: Step): Promise<void> {
  const before = new Map(step.issues.map((issue) => [issue.id, issue]));
  const restore = () => patchIssues(client, org, (issue) => {
    const old = before.get(issue.id);
    return old ? { status: old.status, substatus: old.substatus, statusDetails: old.statusDetails ?? {}, assignedTo: old.assignedTo, priority: old.priority, isSubscribed: old.isSubscribed ?? false } : null;
  });
  const settle = () => {
    void client.invalidateQueries({ queryKey: ["issue", org] });
    void client.invalidateQueries({ queryKey: ["issue-counts", org] });
    void client.invalidateQueries({ queryKey: ["issue-groups", org] });
  };
  patchIssues(client, org, (issue) => (before.has(issue.id) ? step.show : null));
  try {
    await put(org, [...before.keys()], step.change);
  } catch (error) {
    restore();
    toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    return;
  }
  settle();
  const leave = step.leaves ? setTimeout(() => dropFromLists(client, org, (issue) => before.has(issue.id) && issue.status === step.show.status && before.get(issue.id)?.status !== issue.status), toast_shown_ms) : undefined;
  const undo = async () => {
    clearTimeout(leave);
    restore();
    try {
      await reverse(org, step);
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    }
    settle();
  };
  toast({ text: step.text, undo: () => void undo() });
}

export function useIssueActions(org: string): IssueActions {
  const client = useQueryClient();
  return useMemo(() => {
    const run = (step: Step) => {
      if (step.issues.length > 0) void perform(client, org, step);
    };
    const subject = (issues: readonly Issue[]) => (issues.length === 1 ? (issues[0]?.shortId ?? "") : t("issues.n", { n: issues.length }));
    return {
      resolve: (issues, how) => run({ issues, change: { status: "resolved", ...(how ? { statusDetails: how } : {}) }, show: { status: "resolved", substatus: null, statusDetails: how ?? {} }, text: t("action.resolved", { what: subject(issues) }), leaves: true }),
      archive: (issues, how) => run({ issues, change: { status: "ignored", ...(how ? { statusDetails: how } : { substatus: "archived_until_escalating" }) }, show: { status: "ignored", substatus: !how ? "archived_until_escalating" : Object.keys(how).length > 0 ? "archived_until_condition_met" : "archived_forever", statusDetails: {} }, text: t("action.archived", { what: subject(issues) }), leaves: true }),
      reopen: (issues) => run({ issues, change: { status: "unresolved" }, show: { status: "unresolved", substatus: "ongoing", statusDetails: {} }, text: t("action.reopened", { what: subject(issues) }), leaves: true }),
      assign: (issues, to) => run({ issues, change: { assignedTo: actorCode(to) }, show: { assignedTo: to }, text: to ? t("action.assigned", { what: subject(issues), who: to.name }) : t("action.unassigned", { what: subject(issues) }) }),
      prioritise: (issues, level) => run({ issues, change: { priority: level }, show: { priority: level }, text: t("action.priority", { what: subject(issues), level: t(`priority.${level}`) }) }),
      subscribe: (issue, on) => run({ issues: [issue], change: { isSubscribed: on }, show: { isSubscribed: on }, text: t(on ? "action.watching" : "action.unwatched", { what: issue.shortId }) }),
    };
  }, [client, org]);
}
