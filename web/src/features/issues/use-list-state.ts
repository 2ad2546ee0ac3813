/** All that the list remembers: where one is, what is selected, what is open, and the way back. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { deployMarksQuery, marksByProject, releaseMarksQuery } from "~/api/releases";
import type { Issue } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { withView } from "~/lib/query";
import { markSeen } from "~/ui/attention";
import { useCommands } from "~/ui/commands";
import { copyWithToast } from "~/ui/copy-button";
import { toast } from "~/ui/toast-store";
import { useIssueActions } from "./actions";
import { issueCommands } from "./commands";
import type { ListProps } from "./issue-list";
import { lastList, rememberList } from "./last-list";
import { useListView } from "./list-view";
import { currentView, default_query, views } from "./search";
import { useSelection } from "./selection";
import { useMerge } from "./merge";
import { useMe } from "./use-me";
import { useListKeys, subjectOf } from "./use-list-keys";
import { useLive } from "./use-live";

/** Most issues selected at once: one change names no more. */
const most_selected = 1000;

export function useListState({ org, search, onSearch }: ListProps, small: boolean) {
  const client = useQueryClient();
  const view = useListView(org, search);
  const { list, issues, total } = view;
  const live = useLive(org, search.project);
  const actions = useIssueActions(org);
  const me = useMe();
  const listKey = JSON.stringify([org, search]);
  const ids = useMemo(() => issues.map((issue) => issue.id), [issues]);
  const selection = useSelection(ids, listKey);
  const place = usePlace(listKey, { search, ids, total });
  const { focus, setFocus, scroller } = place;
  const [open, setOpen] = useState<"assign" | "priority" | null>(null);
  const [saving, setSaving] = useState(false);
  const [peeked, setPeeked] = useState(false);
  const releases = useQuery({ ...releaseMarksQuery(org), enabled: list.isSuccess }).data;
  const deploys = useQuery({ ...deployMarksQuery(org, { environment: search.environment }), enabled: list.isSuccess }).data;
  const marks = useMemo(() => marksByProject(releases ?? [], deploys ?? []), [releases, deploys]);
  // What the list shows has been seen; what waits behind the pill has not.
  useEffect(() => {
    if (list.dataUpdatedAt > 0 && document.visibilityState === "visible" && live.fresh === 0) markSeen();
  }, [list.dataUpdatedAt, live.fresh]);

  const showFresh = () => {
    live.clear();
    markSeen();
    setFocus(0);
    scroller.current?.scrollTo({ top: 0 });
    for (const key of ["issue-groups", "issue-counts"]) void client.invalidateQueries({ queryKey: [key, org] });
    void client.resetQueries({ queryKey: ["issues", org], type: "active" });
  };
  const onView = (step: number) => {
    const query = search.query ?? default_query;
    const current = currentView(query);
    const next = views[((current ? views.indexOf(current) : 0) + step + views.length) % views.length];
    if (next) onSearch({ query: withView(query, next.query), view: undefined });
  };
  const onAssign = useCallback((index: number) => {
    setFocus(index);
    setOpen("assign");
  }, [setFocus]);
  const onSwipe = useCallback((issue: Issue, side: "right" | "left") => (side === "right" ? actions.resolve([issue]) : actions.archive([issue])), [actions]);
  const merge = useMerge(org);
  const onMerge = useCallback((some: readonly Issue[]) => {
    if (merge(some)) selection.clear();
  }, [merge, selection]);

  const { fetchNextPage } = list;
  const selectAll = useCallback(async () => {
    let more = list.hasNextPage;
    let loaded = ids.length;
    while (more && loaded < most_selected) {
      const answer = await fetchNextPage();
      if (answer.isError) return;
      loaded = (answer.data?.pages ?? []).reduce((sum, page) => sum + page.items.length, 0);
      more = answer.hasNextPage;
    }
    if (more) toast({ text: t("bulk.most", { n: most_selected }), icon: "warning" });
    // The rows just fetched are drawn first, and checked then.
    requestAnimationFrame(() => selection.take(most_selected));
  }, [list.hasNextPage, ids.length, fetchNextPage, selection]);

  const keys = {
    org, issues, focus, setFocus, selection, actions, me, peeked: peeked && !small, onPeek: setPeeked, openAssign: () => setOpen("assign"), openPriority: () => setOpen("priority"),
    onMerge, onFresh: showFresh, onView, onSave: () => setSaving(true), onLink: () => void copyWithToast(location.href, t("copy.linkDone")),
  };
  useListKeys(keys);
  useCommands(issueCommands(subjectOf(keys), actions, { me, assign: () => setOpen("assign"), priority: () => setOpen("priority"), merge: onMerge }));
  return { ...view, ...place, live, actions, selection, marks, open, setOpen, saving, setSaving, peeked, setPeeked, showFresh, onAssign, onSwipe, onMerge, selectAll };
}

type Place = Pick<NonNullable<ReturnType<typeof lastList>>, "search" | "ids" | "total">;

/** The row in focus and how far the list is scrolled; found again on the way back, forgotten when the list is another one. */
function usePlace(listKey: string, now: Place) {
  const scroller = useRef<HTMLDivElement>(null);
  const [back] = useState(() => (JSON.stringify([JSON.parse(listKey)[0], lastList()?.search]) === listKey ? lastList() : null));
  const [focus, setFocus] = useState(() => Math.max(0, back?.ids.indexOf(back.focusId ?? "") ?? 0));
  const shownKey = useRef(listKey);
  useEffect(() => {
    if (shownKey.current === listKey) return;
    shownKey.current = listKey;
    setFocus(0);
    scroller.current?.scrollTo({ top: 0 });
  }, [listKey]);
  const latest = useRef({ ...now, focusId: now.ids[focus] ?? null });
  useEffect(() => {
    latest.current = { ...now, focusId: now.ids[focus] ?? null };
    rememberList({ ...latest.current, scrollTop: scroller.current?.scrollTop ?? 0 });
  });
  useEffect(() => {
    const element = scroller;
    return () => rememberList({ ...latest.current, scrollTop: element.current?.scrollTop ?? lastList()?.scrollTop ?? 0 });
  }, []);
  return { focus, setFocus, scroller, startAt: back?.scrollTop ?? 0 };
}
