import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { EventDetail } from "~/api/event-types";
import type { IssueDetail } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { useCommands } from "~/ui/commands";
import { copyText, copyWithToast } from "~/ui/copy-button";
import { useHotkeys } from "~/ui/hotkeys";
import { Bar, useTitle } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { toast } from "~/ui/toast-store";
import { phone, useMedia } from "~/ui/use-width";
import { useIssueActions } from "./actions";
import { Activities } from "./activity/activities";
import { findListed } from "./cache";
import { issueCommands } from "./commands";
import { EnvironmentFilter } from "./environment-filter";
import { Facts } from "./facts";
import { HintBar } from "./hint-bar";
import { IssueActionsBar } from "./issue-actions-bar";
import { IssueChart } from "./issue-chart";
import { IssueHead } from "./issue-head";
import type { IssueTab, TabPlace } from "./issue-tabs";
import type { IssueView } from "./issue-view";
import { lastList, neighbours } from "./last-list";
import { MergeDialog } from "./merge-dialog";
import { eventQuery, issueQuery } from "./queries";
import { Seen } from "./seen";
import { SpecialCard } from "./special-card";
import { titleParts } from "./status";
import { TabStrip } from "./tab-strip";
import { Tickets } from "./tickets/tickets";
import { useLive } from "./use-live";
import { useMe } from "./use-me";
import { useMarkSeen } from "./use-mark-seen";

export interface IssuePageProps {
  org: string;
  id: string;
  view: IssueView;
  onView: (change: Partial<IssueView>) => void;
  /** The first is shown when the address names none. */
  tabs: readonly IssueTab[];
  markdown: (issue: IssueDetail, event: EventDetail) => string;
  /** What a phone shows of the event before everything that is below the fold there. */
  glance: (event: EventDetail) => ReactNode;
}

export function IssuePage(props: IssuePageProps) {
  const { org, id } = props;
  const client = useQueryClient();
  const issue = useQuery({ ...issueQuery(org, id), placeholderData: () => findListed(client, org, id) });
  useTitle(issue.data ? `${titleParts(issue.data).type} ${issue.data.shortId}` : id);
  const list = <Link key="l" to="/organizations/$org/issues" params={{ org }} search={lastList()?.search ?? {}}>{t("issues")}</Link>;
  if (issue.data) return <Loaded {...props} issue={issue.data} list={list} />;
  return (
    <>
      <Bar path={[list]} title={id} />
      <main className="wrap">{issue.isError ? <Failed error={issue.error} retry={() => void issue.refetch()} /> : <Loading />}</main>
    </>
  );
}

function Loaded({ org, issue, view, onView, tabs, markdown, glance, list }: IssuePageProps & { issue: IssueDetail; list: ReactNode }) {
  const navigate = useNavigate();
  const event = useQuery(eventQuery(org, issue.id, view.event ?? "latest", view));
  const actions = useIssueActions(org);
  const live = useLive(org, [issue.project.id]);
  const [assigning, setAssigning] = useState(false);
  const [prioritising, setPrioritising] = useState(false);
  const [linking, setLinking] = useState(false);
  useMarkSeen(org, issue);
  const near = neighbours(issue.id);
  const go = (to: string | null | undefined) => to && void navigate({ to: "/organizations/$org/issues/$issueId", params: { org, issueId: to } });
  const copyMarkdown = async () => {
    if (!event.data) return;
    toast((await copyText(markdown(issue, event.data))) ? { text: t("copy.markdownDone") } : { text: t("copy.failed"), icon: "warning" });
  };
  const small = useMedia(phone);
  const closed = issue.status !== "unresolved";
  const [merging, setMerging] = useState(false);
  const share = () => void copyWithToast(location.href, t("copy.linkDone"));
  useCommands(issueCommands([issue], actions, {
    me: useMe(), assign: () => setAssigning(true), priority: () => setPrioritising(true),
    more: [
      { id: "comment", label: t("comment.label"), icon: "comment", key: "comment", run: () => document.getElementById("comment")?.focus() },
      { id: "watch", label: t(issue.isSubscribed ? "issue.unwatch" : "issue.watch"), icon: "eye", run: () => actions.subscribe(issue, !issue.isSubscribed) },
      { id: "mergeWith", label: t("merge.with"), icon: "merge", key: "merge", run: () => setMerging(true) },
      { id: "copyLink", label: t("copy.link"), icon: "link", key: "link", run: share },
      { id: "ticket", label: t("ticket.link"), icon: "external", run: () => setLinking(true) },
      { id: "markdown", label: t("issue.copyMarkdown"), icon: "copy", key: "markdown", run: () => void copyMarkdown() },
    ],
  }));
  const step = (to: string | null | undefined) => to && onView({ event: to, tab: undefined });
  useHotkeys({
    j: () => go(near?.next),
    k: () => go(near?.previous),
    e: () => (closed ? actions.reopen([issue]) : actions.resolve([issue])),
    i: () => (issue.status === "ignored" ? actions.reopen([issue]) : actions.archive([issue])),
    a: () => setAssigning(true),
    p: () => setPrioritising(true),
    m: () => setMerging(true),
    y: () => void copyMarkdown(),
    ArrowLeft: () => step(event.data?.previousEventID),
    ArrowRight: () => step(event.data?.nextEventID),
    c: () => document.getElementById("comment")?.focus(),
    Escape: () => void navigate({ to: "/organizations/$org/issues", params: { org }, search: lastList()?.search ?? {} }),
  });
  const place: TabPlace = { org, issue, view, onView };
  const tab = tabs.find((each) => each.id === view.tab) ?? tabs[0];
  return (
    <>
      <IssueActionsBar org={org} issue={issue} list={list} near={near} go={go} actions={actions} live={live.state} assigning={assigning} onAssigning={setAssigning} onMarkdown={() => void copyMarkdown()} onMerge={() => setMerging(true)} />
      <main className="wrap">
        <IssueHead issue={issue} event={event.data} />
        <Facts org={org} issue={issue} actions={actions} prioritising={prioritising} onPrioritising={setPrioritising} onAssigning={setAssigning} />
        {small && event.data && tab === tabs[0] && glance(event.data)}
        <div className="cols">
          <div className="mcol">
            <IssueChart {...place} />
            <TabStrip tabs={tabs} current={tab?.id ?? ""} place={place}><EnvironmentFilter {...place} /></TabStrip>
            {tab?.render(place)}
          </div>
          <aside className="rail" aria-label={t("issue.summary")}>
            <Seen org={org} issue={issue} />
            <Tickets org={org} issue={issue} linking={linking} onLinking={setLinking} />
            <SpecialCard org={org} issue={issue} view={view} />
            <Activities org={org} issue={issue} />
          </aside>
        </div>
      </main>
      {merging && <MergeDialog org={org} issue={issue} onClose={() => setMerging(false)} onMerged={(id) => go(id)} />}
      <HintBar keys={["j k issue", "← → event", "e resolve", "i archive", "a assign", "p priority", "c comment", "s frames", "y markdown", "? all"]} note="" />
    </>
  );
}
