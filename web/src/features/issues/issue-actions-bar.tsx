import type { ReactNode } from "react";
import type { LiveState } from "~/api/stream";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Button, IconButton } from "~/ui/button";
import { copyWithToast } from "~/ui/copy-button";
import { Menu, type MenuItem } from "~/ui/menu";
import { Bar } from "~/ui/page";
import { Time } from "~/ui/text";
import { phone, useMedia } from "~/ui/use-width";
import type { IssueActions } from "./actions";
import { AssignPicker } from "./assign-picker";
import type { neighbours } from "./last-list";
import { LiveDot } from "./live-dot";

interface Props {
  org: string;
  issue: IssueDetail;
  list: ReactNode;
  near: ReturnType<typeof neighbours>;
  go: (id: string | null) => void;
  actions: IssueActions;
  live: LiveState;
  assigning: boolean;
  onAssigning: (open: boolean) => void;
}

const day_min = 1440;

export function IssueActionsBar({ org, issue, list, near, go, actions, live, assigning, onAssigning }: Props) {
  const small = useMedia(phone);
  const one = [issue];
  const closed = issue.status !== "unresolved";
  const resolveItems: MenuItem[] = [
    { id: "next", label: t("resolve.next"), onSelect: () => actions.resolve(one, { inNextRelease: true }) },
    ...(issue.lastRelease ? [{ id: "in", label: t("resolve.in", { release: issue.lastRelease.shortVersion ?? issue.lastRelease.version }), onSelect: () => actions.resolve(one, { inRelease: issue.lastRelease?.version ?? "latest" }) }] : []),
  ];
  const archiveItems: MenuItem[] = [
    { id: "esc", label: t("archive.escalates"), onSelect: () => actions.archive(one) },
    { id: "day", label: t("archive.day"), onSelect: () => actions.archive(one, { ignoreDuration: day_min }) },
    { id: "week", label: t("archive.week"), onSelect: () => actions.archive(one, { ignoreDuration: 7 * day_min }) },
    { id: "times", label: t("archive.times", { n: 100 }), onSelect: () => actions.archive(one, { ignoreCount: 100 }) },
    { id: "users", label: t("archive.users", { n: 10 }), onSelect: () => actions.archive(one, { ignoreUserCount: 10 }) },
  ];
  const buttons = (
    <>
      <AssignPicker org={org} align="end" current={issue.assignedTo} open={assigning} onOpenChange={onAssigning} onAssign={(actor) => actions.assign(one, actor)} trigger={<Button icon="user" hotkey="A">{t("do.assign")}</Button>} />
      {closed ? (
        <Button tone="pri" icon="regressed" hotkey="E" onClick={() => actions.reopen(one)}>{t("do.reopen")}</Button>
      ) : (
        <>
          <span className="split">
            <Button icon="archive" hotkey="I" onClick={() => actions.archive(one)}>{t("do.archive")}</Button>
            <Menu label={t("archive.until")} align="end" items={archiveItems} trigger={<Button icon="chevronDown" aria-label={t("archive.until")} />} />
          </span>
          <span className="split">
            <Button tone="pri" icon="resolve" hotkey="E" onClick={() => actions.resolve(one)}>{t("do.resolve")}</Button>
            <Menu label={t("resolve.when")} align="end" items={resolveItems} trigger={<Button tone="pri" icon="chevronDown" aria-label={t("resolve.when")} />} />
          </span>
        </>
      )}
    </>
  );
  return (
    <>
      <Bar
        heading={false}
        path={[list]}
        title={<span className="mono">{issue.shortId}</span>}
        actions={
          <>
            <LiveDot state={live}><span className="hide-s">{t("issue.lastEvent")}</span> <Time value={issue.lastSeen} /></LiveDot>
            <span className="sep hide-s" />
            <IconButton icon="link" label={t("copy.link")} onClick={() => void copyWithToast(location.href, t("copy.linkDone"))} />
            <IconButton icon="eye" label={t(issue.isSubscribed ? "issue.unwatch" : "issue.watch")} aria-pressed={issue.isSubscribed ?? false} className={issue.isSubscribed ? "c-accent hide-s" : "hide-s"} onClick={() => actions.subscribe(issue, !issue.isSubscribed)} />
            {!small && buttons}
          </>
        }
      >
        {near && (
          <span className="row-f near">
            <IconButton icon="back" label={t("issue.previous")} disabled={!near.previous} onClick={() => go(near.previous)} />
            <span className="t12 t3 nw">{t("list.position", { n: near.index, total: near.total })}</span>
            <IconButton icon="chevronRight" label={t("issue.next")} disabled={!near.next} onClick={() => go(near.next)} />
          </span>
        )}
      </Bar>
      {small && <div className="act2">{buttons}</div>}
    </>
  );
}
