import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { EventDetail } from "~/api/event-types";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Avatar, Chip, PriorityBars } from "~/ui/badges";
import { Button, IconButton } from "~/ui/button";
import { Keys } from "~/ui/keys";
import { LevelIcon } from "~/ui/level-icon";
import { Failed, Loading } from "~/ui/states";
import { Num, Time } from "~/ui/text";
import { Trend } from "~/ui/trend";
import type { IssueActions } from "./actions";
import { points } from "./issue-row";
import { eventQuery } from "./queries";
import { statusLook, titleParts } from "./status";

interface Props {
  org: string;
  issue: Issue | undefined;
  actions: IssueActions;
  renderEvent: (event: EventDetail) => ReactNode;
  onClose: () => void;
}

/** The issue in focus at the side of the list: enough to decide, without leaving. Keys go on acting on the list. */
export function Peek({ org, issue, actions, renderEvent, onClose }: Props) {
  const event = useQuery({ ...eventQuery(org, issue?.id ?? "", "latest"), enabled: issue !== undefined, placeholderData: keepPreviousData });
  if (!issue) return null;
  const { type, message } = titleParts(issue);
  const look = statusLook(issue);
  const closed = issue.status !== "unresolved";
  const own = event.data && !event.isPlaceholderData;
  return (
    <aside className="peek" aria-label={t("peek.label", { id: issue.shortId })}>
      <div className="pe-h">
        <span className="mono t3">{issue.shortId}</span>
        <Chip icon={look.icon ?? "circle"} tone={look.tone === "c-reg" ? "reg" : look.tone === "c-error" ? "esc" : look.tone === "c-info" ? "new" : look.tone === "c-ok" ? "ok" : ""}>{t(look.label)}</Chip>
        <span className="grow" />
        {closed ? <Button icon="regressed" onClick={() => actions.reopen([issue])}>{t("do.reopen")}</Button> : <Button icon="resolve" hotkey="E" onClick={() => actions.resolve([issue])}>{t("do.resolve")}</Button>}
        <Link className="btn pri" to="/organizations/$org/issues/$issueId" params={{ org, issueId: issue.id }}>{t("peek.open")}<Keys keys={["↵"]} /></Link>
        <IconButton icon="x" label={t("close")} onClick={onClose} />
      </div>
      <div className="pe-b">
        <h2 className="pe-t"><LevelIcon level={issue.level} /><span>{type}</span></h2>
        {message && <p className="pe-m">{message}</p>}
        <p className="mono t3 ell">{issue.culprit}</p>
        <dl className="pe-f">
          <div><dt>{t("col.events")}</dt><dd><Num value={issue.count} /></dd></div>
          <div><dt>{t("col.users")}</dt><dd><Num value={issue.userCount} /></dd></div>
          <div><dt>{t("seen.last")}</dt><dd><Time value={issue.lastSeen} /></dd></div>
          <div><dt>{t("seen.first")}</dt><dd><Time value={issue.firstSeen} /></dd></div>
          <div><dt>{t("do.priority")}</dt><dd className="row-f"><PriorityBars level={issue.priority} label="" />{issue.priority ? t(`priority.${issue.priority}`) : "–"}</dd></div>
          <div><dt>{t("fact.assignee")}</dt><dd className="row-f"><Avatar name={issue.assignedTo?.name ?? null} team={issue.assignedTo?.type === "team"} nobody={t("assign.none")} /><span className="ell">{issue.assignedTo?.name ?? t("assign.none")}</span></dd></div>
        </dl>
        <div className="pe-c"><Trend points={points(issue)} label={t("col.events")} /></div>
        <div className="pe-e">{own ? renderEvent(event.data) : event.isError ? <Failed error={event.error} retry={() => void event.refetch()} /> : <Loading />}</div>
      </div>
    </aside>
  );
}
