import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { isStatus } from "~/api/errors";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { withView } from "~/lib/query";
import { IconButton } from "~/ui/button";
import { copyWithToast } from "~/ui/copy-button";
import { Bar, useTitle } from "~/ui/page";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { phone, useMedia } from "~/ui/use-width";
import { useIssueActions } from "./actions";
import { AssignPicker } from "./assign-picker";
import { BulkBar } from "./bulk-bar";
import { HintBar } from "./hint-bar";
import { IssueGrid } from "./issue-grid";
import { lastList, rememberList } from "./last-list";
import { ListEmpty } from "./list-empty";
import { LiveDot, LostBanner } from "./live-dot";
import { issueListQuery } from "./queries";
import { SearchBox } from "./search-box";
import { currentView, default_query, type IssueSearch, views } from "./search";
import { useSelection } from "./selection";
import { SortMenu } from "./sort-menu";
import { useListKeys } from "./use-list-keys";
import { useLive } from "./use-live";
import { NewPill, ViewTabs } from "./view-tabs";

interface Props {
  org: string;
  search: IssueSearch;
  onSearch: (change: Partial<IssueSearch>) => void;
  filters: ReactNode;
  periodLabel: string;
}

const no_issues: Issue[] = [];

export function IssueList({ org, search, onSearch, filters, periodLabel }: Props) {
  const small = useMedia(phone);
  const client = useQueryClient();
  const query = search.query ?? default_query;
  const view = currentView(query);
  const listKey = JSON.stringify([org, search]);
  const list = useInfiniteQuery(issueListQuery(org, search));
  const issues = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? no_issues, [list.data]);
  const total = list.data?.pages[0]?.hits ?? null;
  const live = useLive(org, search.project);
  const actions = useIssueActions(org);
  const ids = useMemo(() => issues.map((issue) => issue.id), [issues]);
  const selection = useSelection(ids, listKey);
  const scroller = useRef<HTMLDivElement>(null);
  const [back] = useState(() => (JSON.stringify([org, lastList()?.search]) === listKey ? lastList() : null));
  const [focus, setFocus] = useState(() => Math.max(0, back?.ids.indexOf(back.focusId ?? "") ?? 0));
  const [assigning, setAssigning] = useState(false);
  useTitle(view ? t(view.label) : null, t("issues"));

  const shownKey = useRef(listKey);
  useEffect(() => {
    if (shownKey.current === listKey) return;
    shownKey.current = listKey;
    setFocus(0);
    scroller.current?.scrollTo({ top: 0 });
  }, [listKey]);
  const place = useRef({ search, ids, total, focusId: ids[focus] ?? null });
  useEffect(() => {
    place.current = { search, ids, total, focusId: ids[focus] ?? null };
    rememberList({ ...place.current, scrollTop: scroller.current?.scrollTop ?? 0 });
  });
  useEffect(() => {
    const element = scroller;
    return () => rememberList({ ...place.current, scrollTop: element.current?.scrollTop ?? lastList()?.scrollTop ?? 0 });
  }, []);

  const showFresh = () => {
    live.clear();
    setFocus(0);
    scroller.current?.scrollTo({ top: 0 });
    void client.resetQueries({ queryKey: ["issues", org], type: "active" });
    void client.invalidateQueries({ queryKey: ["issue-counts", org] });
  };
  const onAssign = useCallback((index: number) => {
    setFocus(index);
    setAssigning(true);
  }, [setFocus, setAssigning]);
  const onView = (step: number) => {
    const next = views[((view ? views.indexOf(view) : 0) + step + views.length) % views.length];
    if (next) onSearch({ query: withView(query, next.query) });
  };
  useListKeys({ org, issues, focus, setFocus, selection, actions, openAssign: () => setAssigning(!small), onFresh: showFresh, onView });
  const { fetchNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);

  const selected = issues.filter((issue) => selection.ids.has(issue.id));
  const focused = issues[focus] ? [issues[focus]] : [];
  const expected = query.includes("is:resolved") ? "resolved" : query.includes("is:archived") ? "ignored" : query.includes("is:") ? "unresolved" : null;
  const fault = isStatus(list.error, 400) ? (list.error?.message ?? null) : null;
  const copyLink = <IconButton icon="link" label={t("copy.view")} onClick={() => void copyWithToast(location.href, t("copy.linkDone"))} />;
  return (
    <>
      <Bar title={t("issues")} actions={<>{small && <NewPill fresh={live.fresh} onFresh={showFresh} />}<LiveDot state={live.state}>{small ? <span className="sr">{t("live.on")}</span> : live.perMinute > 1 ? t("live.rate", { n: live.perMinute }) : null}</LiveDot><span className="sep hide-s" />{copyLink}</>}>
        {filters}
      </Bar>
      <main className="lm">
        <LostBanner state={live.state} />
        <div className="tools">
          <SearchBox org={org} query={query} onQuery={(next) => onSearch({ query: next })} fault={fault} note={total === null ? "" : t("search.matched", { n: exactNumber(total) })} />
        </div>
        <ViewTabs org={org} search={search} ready={list.isSuccess} fresh={small ? 0 : live.fresh} onFresh={showFresh}>
          <SortMenu sort={search.sort ?? "date"} onSort={(sort) => onSearch({ sort })} />
        </ViewTabs>
        {list.isPending ? <SkeletonRows rows={16} /> : fault !== null ? <Empty icon="search" title={t("search.unreadable")}>{fault}</Empty> : list.isError && issues.length === 0 ? <Failed error={list.error} retry={() => void list.refetch()} /> : issues.length === 0 ? <ListEmpty org={org} search={search} onSearch={onSearch} /> : (
          <IssueGrid
            org={org} issues={issues} total={total} small={small} period={periodLabel} sort={search.sort ?? "date"} onSort={(sort) => onSearch({ sort })}
            focus={focus} onFocus={setFocus} onAssign={onAssign} selection={selection} flashes={live.flashes} leaves={(issue) => expected !== null && issue.status !== expected}
            onEnd={onEnd} more={list.hasNextPage} scroller={scroller} startAt={back?.scrollTop ?? 0}
            onSwipe={(issue, side) => (side === "right" ? actions.resolve([issue]) : actions.archive([issue]))}
          />
        )}
        {selected.length > 0 ? (
          <BulkBar org={org} issues={selected} actions={actions} onClear={selection.clear} assigning={assigning} onAssigning={setAssigning} />
        ) : (
          <AssignPicker org={org} align="end" current={focused[0]?.assignedTo ?? null} open={assigning} onOpenChange={setAssigning} onAssign={(actor) => actions.assign(focused, actor)} anchor={() => scroller.current?.querySelector(`[data-row="${focus}"]>:last-child`) ?? null} />
        )}
      </main>
      <HintBar keys={["j k move", "x select", "enter open", "e resolve", "i archive", "a assign", "slash search", "z undo", "? all"]} note={issues.length > 0 ? t("list.position", { n: focus + 1, total: exactNumber(total ?? issues.length) }) : ""} />
    </>
  );
}

