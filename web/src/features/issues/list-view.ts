/** What the list shows right now: its pages as rows, its sections, its totals. */
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Issue } from "~/api/types";
import { groupsQuery, type IssueGroup } from "~/api/views";
import { toggleFold, useFolds } from "./folds";
import { groupParams, issueListQuery } from "./issue-pages";
import { type Row, rowsOf, visibleIssues } from "./rows";
import { groupingOf, type IssueSearch } from "./search";

const no_groups: IssueGroup[] = [];

export function useListView(org: string, search: IssueSearch) {
  const client = useQueryClient();
  const by = groupingOf(search);
  const folds = useFolds();
  const list = useInfiniteQuery(issueListQuery(org, search));
  const groups = useQuery({ ...groupsQuery(org, groupParams(search)), enabled: by !== "none" }).data ?? no_groups;
  const pages = list.data?.pages;
  const folded = useCallback((section: string) => folds.has(`${by}:${section}`), [folds, by]);
  const issues = useMemo<Issue[]>(() => visibleIssues(pages ?? [], folded), [pages, folded]);
  const rows = useMemo<Row[]>(() => {
    const sections = Object.assign({}, ...(pages ?? []).map((page) => page.sections)) as Record<string, string>;
    return rowsOf(issues, (issue) => sections[issue.id], by === "none" ? no_groups : groups, folded);
  }, [pages, issues, groups, by, folded]);
  const { fetchNextPage, isFetchingNextPage } = list;
  const onEnd = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  const onFold = useCallback((section: string) => {
    // What was left out while it was folded is fetched when it opens.
    if (!toggleFold(by, section)) void client.invalidateQueries({ queryKey: ["issues", org], type: "active" });
  }, [client, org, by]);
  return { list, issues, rows, total: pages?.[0]?.hits ?? null, onEnd, onFold };
}
