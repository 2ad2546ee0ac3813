import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { LiveState } from "~/api/stream";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Button, IconButton } from "~/ui/button";
import { copyWithToast } from "~/ui/copy-button";
import { Menu, type MenuItem } from "~/ui/menu";
import { Bar } from "~/ui/page";
import { Picker } from "~/ui/picker";
import { Time } from "~/ui/text";
import { phone, useMedia } from "~/ui/use-width";
import type { IssueActions } from "./actions";
import { ArchiveUntil } from "./archive-until";
import { AssignPicker } from "./assign-picker";
import { DeleteIssue } from "./delete-issue";
import type { neighbours } from "./last-list";
import { LiveDot } from "./live-dot";
import { releasesQuery } from "./queries";

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
  onMarkdown: () => void;
  onMerge: () => void;
}

const day_min = 1440;

export function IssueActionsBar({ org, issue, list, near, go, actions, live, assigning, onAssigning, onMarkdown, onMerge }: Props) {
  const small = useMedia(phone);
  const [deleting, setDeleting] = useState(false);
  const watch = () => actions.subscribe(issue, !issue.isSubscribed);
  const share = () => void copyWithToast(location.href, t("copy.linkDone"));
  const more: MenuItem[] = [
    ...(small ? [{ id: "share", icon: "link" as const, label: t("copy.link"), onSelect: share }, { id: "watch", icon: "eye" as const, label: t(issue.isSubscribed ? "issue.unwatch" : "issue.watch"), onSelect: watch }] : []),
    { id: "markdown", icon: "copy", label: t("issue.copyMarkdown"), hotkey: "Y", onSelect: onMarkdown },
    { id: "id", icon: "tag", label: t("issue.copyId"), hint: issue.shortId, onSelect: () => void copyWithToast(issue.shortId, t("copy.done")) },
    { id: "merge", icon: "merge", label: t("merge.with"), hotkey: "M", onSelect: onMerge },
    { id: "delete", icon: "x", label: t("delete.menu"), danger: true, parted: true, onSelect: () => setDeleting(true) },
  ];
  const verbs = <Verbs org={org} issue={issue} actions={actions} assigning={assigning} onAssigning={onAssigning} />;
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
            {!small && <IconButton icon="link" label={t("copy.link")} onClick={share} />}
            {!small && <IconButton icon="eye" label={t(issue.isSubscribed ? "issue.unwatch" : "issue.watch")} aria-pressed={issue.isSubscribed ?? false} className={issue.isSubscribed ? "c-accent on-w" : ""} onClick={watch} />}
            <Menu label={t("issue.more")} align="end" items={more} trigger={<IconButton icon="dots" label={t("issue.more")} />} />
            {!small && verbs}
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
      {small && <div className="act2">{verbs}</div>}
      <DeleteIssue org={org} issue={issue} open={deleting} onOpenChange={setDeleting} />
    </>
  );
}

function Verbs({ org, issue, actions, assigning, onAssigning }: Pick<Props, "org" | "issue" | "actions" | "assigning" | "onAssigning">) {
  const [custom, setCustom] = useState(false);
  const one = [issue];
  const archiveItems: MenuItem[] = [
    { id: "esc", label: t("archive.escalates"), onSelect: () => actions.archive(one) },
    { id: "forever", label: t("archive.forever"), onSelect: () => actions.archive(one, {}) },
    { id: "day", label: t("archive.day"), parted: true, onSelect: () => actions.archive(one, { ignoreDuration: day_min }) },
    { id: "week", label: t("archive.week"), onSelect: () => actions.archive(one, { ignoreDuration: 7 * day_min }) },
    { id: "times", label: t("archive.times", { n: 100 }), onSelect: () => actions.archive(one, { ignoreCount: 100 }) },
    { id: "users", label: t("archive.users", { n: 10 }), onSelect: () => actions.archive(one, { ignoreUserCount: 10 }) },
    { id: "custom", label: t("archive.custom"), parted: true, onSelect: () => setCustom(true) },
  ];
  return (
    <>
      <AssignPicker org={org} align="end" current={issue.assignedTo} open={assigning} onOpenChange={onAssigning} onAssign={(actor) => actions.assign(one, actor)} trigger={<Button icon="user" hotkey="A">{t("do.assign")}</Button>} />
      {issue.status === "unresolved" ? (
        <>
          <span className="split">
            <Button icon="archive" hotkey="I" onClick={() => actions.archive(one)}>{t("do.archive")}</Button>
            <Menu label={t("archive.until")} align="end" items={archiveItems} trigger={<Button icon="chevronDown" aria-label={t("archive.until")} />} />
          </span>
          <span className="split">
            <Button tone="pri" icon="resolve" hotkey="E" onClick={() => actions.resolve(one)}>{t("do.resolve")}</Button>
            <ResolveIn org={org} issue={issue} actions={actions} />
          </span>
        </>
      ) : (
        <Button tone="pri" icon="regressed" hotkey="E" onClick={() => actions.reopen(one)}>{t("do.reopen")}</Button>
      )}
      <ArchiveUntil issue={issue} open={custom} onOpenChange={setCustom} onArchive={(how) => actions.archive(one, how)} />
    </>
  );
}

/** Now, in the next release, or in one of the releases there are. */
function ResolveIn({ org, issue, actions }: Pick<Props, "org" | "issue" | "actions">) {
  const [open, setOpen] = useState(false);
  const releases = useQuery({ ...releasesQuery(org, issue.project.id), enabled: open }).data ?? [];
  const pick = (value: string) => {
    if (value === "now") actions.resolve([issue]);
    else actions.resolve([issue], value === "next" ? { inNextRelease: true } : { inRelease: value.replace(/^in:/, "") });
  };
  return (
    <Picker
      label={t("resolve.when")} align="end" open={open} onOpenChange={setOpen} selected={[]} onPick={pick}
      items={[{ value: "now", label: t("resolve.now") }, { value: "next", label: t("resolve.next") }, ...releases.map((release) => ({ value: `in:${release.version}`, label: t("resolve.in", { release: release.shortVersion || release.version }), ...(release.version === issue.lastRelease?.version ? { hint: t("resolve.lastSeen") } : {}) }))]}
      trigger={<Button tone="pri" icon="chevronDown" aria-label={t("resolve.when")} />}
    />
  );
}
