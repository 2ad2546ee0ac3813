import type { ReactNode } from "react";
import type { IssueDetail, Point } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { exact } from "~/lib/time";
import { Avatar, PriorityBars } from "~/ui/badges";
import { Kbd } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Num, Time } from "~/ui/text";
import type { IssueActions } from "./actions";
import { statusLook } from "./status";

interface Props {
  org: string;
  issue: IssueDetail;
  actions: IssueActions;
  prioritising: boolean;
  onPrioritising: (open: boolean) => void;
  onAssigning: (open: boolean) => void;
}

const levels = ["high", "medium", "low"] as const;

/** How it stands: status, priority, assignee, how much, whom; each with its reason. */
export function Facts({ issue, actions, prioritising, onPrioritising, onAssigning }: Props) {
  const look = statusLook(issue);
  const busy = isBusy(issue);
  const today = (issue.stats?.["24h"] ?? []).reduce((sum: number, [, n]: Point) => sum + n, 0);
  return (
    <div className="facts">
      <div>
        <span className="lab">{t("fact.status")}</span>
        <div className={`v ${look.tone}`}>{look.icon && <Icon name={look.icon} />}{t(look.label)}</div>
        <span className="why ell"><StatusReason issue={issue} /></span>
      </div>
      <div>
        <span className="lab">{t("fact.priority")}</span>
        <Menu
          label={t("fact.priority")} open={prioritising} onOpenChange={onPrioritising}
          trigger={<button type="button" className="v fact-b"><PriorityBars level={issue.priority} label="" /><span>{issue.priority ? t(`priority.${issue.priority}`) : t("priority.none")}</span><Kbd>P</Kbd></button>}
          items={levels.map((level) => ({ id: level, label: t(`priority.${level}`), checked: level === issue.priority, onSelect: () => actions.prioritise([issue], level) }))}
        />
        <span className="why ell">{issue.priorityLockedAt ? <>{t("priority.set")} <Time value={issue.priorityLockedAt} /></> : t("priority.byLevel", { level: issue.level })}</span>
      </div>
      <div className="wide">
        <span className="lab">{t("fact.assignee")}</span>
        <button type="button" className="v fact-b" onClick={() => onAssigning(true)}>
          <Avatar name={issue.assignedTo?.name ?? null} team={issue.assignedTo?.type === "team"} nobody={t("assign.none")} />
          <span className="ell" aria-hidden={issue.assignedTo ? true : undefined}>{issue.assignedTo?.name ?? t("assign.none")}</span>
          <Kbd>A</Kbd>
        </button>
        <span className="why ell">{assignReason(issue)}</span>
      </div>
      <div>
        <span className="lab">{t("fact.events")}</span>
        <div className="big"><Num value={issue.count} /></div>
        <span className={`why ${busy ? "c-error" : ""}`}>{t("fact.today", { n: exactNumber(today) })}</span>
      </div>
      <div>
        <span className="lab">{t("fact.users")}</span>
        <div className="big"><Num value={issue.userCount} /></div>
        <span className="why">{issue.userCount === 0 ? t("fact.noUsers") : t("fact.distinct")}</span>
      </div>
    </div>
  );
}

const busy_factor = 3;

/** Far more events in the last day than on the days before it. */
function isBusy(issue: IssueDetail): boolean {
  const days = (issue.stats?.["30d"] ?? []).map(([, n]: Point) => n);
  const before = days.slice(0, -2).filter((n) => n > 0);
  const usual = before.reduce((sum, n) => sum + n, 0) / Math.max(1, before.length);
  return before.length > 0 && Math.max(...days.slice(-2)) > busy_factor * usual;
}

function release(version: unknown): string {
  return typeof version === "string" ? version.replace(/^[^@]*@/, "") : "";
}

function StatusReason({ issue }: { issue: IssueDetail }): ReactNode {
  const details = issue.statusDetails ?? {};
  const last = issue.activity?.find((each) => /^(set_|auto_set)/.test(each.type));
  if (issue.status === "resolved") {
    if (details.inNextRelease) return t("reason.inNext");
    if (details.inRelease) return t("reason.inRelease", { release: release(details.inRelease) });
    return last ? <Time value={last.dateCreated} /> : "";
  }
  if (issue.status === "ignored") {
    if (details.ignoreUntil) return t("reason.until", { when: exact(details.ignoreUntil) });
    if (details.ignoreCount) return t("archive.times", { n: details.ignoreCount });
    if (details.ignoreUserCount) return t("archive.users", { n: details.ignoreUserCount });
    return t(issue.substatus === "archived_forever" ? "reason.forever" : "archive.escalates");
  }
  if (issue.substatus === "regressed" && last?.type === "set_regression") {
    const before = release(last.data?.resolved_in_version);
    const now = release(last.data?.version);
    return <><Time value={last.dateCreated} />{now && ` ${t("reason.inVersion", { release: now })}`}{before && `, ${t("reason.resolvedIn", { release: before })}`}</>;
  }
  return <>{t("seen.first")} <Time value={issue.firstSeen} /></>;
}

function assignReason(issue: IssueDetail): ReactNode {
  const given = issue.activity?.find((each) => each.type === "assigned");
  if (!issue.assignedTo) return t("assign.hint");
  if (given) return <>{given.user?.name ? t("assign.by", { who: given.user.name }) : t("assign.rule")}, <Time value={given.dateCreated} /></>;
  return issue.assignedTo.type === "team" ? t("assign.team") : (issue.assignedTo.email ?? "");
}
