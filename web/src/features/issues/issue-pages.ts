/** The list page by page, section after section. The sections say how many they hold, so a page asks only those it needs. */
import { infiniteQueryOptions, keepPreviousData, type QueryClient } from "@tanstack/react-query";
import { getPage, type Params } from "~/api/http";
import type { Issue, Page } from "~/api/types";
import { groupsQuery, type IssueGroup } from "~/api/views";
import { periodParams } from "~/lib/filters";
import { both } from "~/lib/query";
import { groupingOf, default_query, type IssueSearch, sortOf } from "./search";
import { isFolded } from "./folds";
import { issueBase } from "./queries";

const page_rows = 50;
const most_at_once = 6;

export interface IssuePageOf extends Page<Issue> {
  /** The section of each issue. */
  sections: Record<string, string>;
  following: PageAt | null;
}

/** Where a page begins: in which section, and from which cursor. */
export interface PageAt {
  section: number;
  cursor?: string;
}

/** Filters and search as every request about the list names them. */
export function limits(search: IssueSearch): Params {
  return { project: search.project, environment: search.environment, ...periodParams(search), query: search.query ?? default_query };
}

export const groupParams = (search: IssueSearch): Params => ({ ...limits(search), by: groupingOf(search) });

const whole: IssueGroup = { id: "all", query: "", project: null, projectSlug: null, count: page_rows + 1, release: null, actor: null };

async function sectionsOf(client: QueryClient, org: string, search: IssueSearch): Promise<IssueGroup[]> {
  return groupingOf(search) === "none" ? [whole] : client.fetchQuery(groupsQuery(org, groupParams(search)));
}

/** The sections that fill one page from `at` on: whole ones, and at most one that goes over. */
export function batch(sections: readonly IssueGroup[], at: number, folded: (id: string) => boolean): number[] {
  const out: number[] = [];
  let rows = 0;
  for (let i = at; i < sections.length && out.length < most_at_once && rows < page_rows; i += 1) {
    const section = sections[i];
    if (!section || section.count === 0 || folded(section.id)) continue;
    out.push(i);
    rows += section.count;
  }
  return out;
}

async function fetchPage(client: QueryClient, org: string, search: IssueSearch, at: PageAt, signal: AbortSignal): Promise<IssuePageOf> {
  const sections = await sectionsOf(client, org, search);
  const folded = (id: string) => isFolded(groupingOf(search), id);
  const wanted = batch(sections, at.section, folded);
  const answers = await Promise.all(wanted.map((i) => {
    const section = sections[i] ?? whole;
    const { query, project, ...rest } = limits(search);
    const params: Params = {
      ...rest, project: section.project ?? project, query: both(String(query ?? ""), section.query), sort: sortOf(search),
      limit: page_rows, groupStatsPeriod: search.chart ?? "auto", cursor: i === at.section ? at.cursor : undefined,
    };
    return getPage<Issue>(issueBase(org), params, signal);
  }));
  const out: IssuePageOf = { items: [], next: null, previous: null, hits: null, sections: {}, following: null };
  for (const [n, answer] of answers.entries()) {
    const i = wanted[n] ?? 0;
    for (const issue of answer.items) {
      // An issue that changed section in between is shown once.
      if (out.sections[issue.id]) continue;
      out.sections[issue.id] = sections[i]?.id ?? "all";
      out.items.push(issue);
    }
    if (answer.next) {
      out.following = { section: i, cursor: answer.next };
      break;
    }
    const next = batch(sections, i + 1, folded)[0];
    out.following = next === undefined ? null : { section: next };
  }
  out.hits = groupingOf(search) === "none" ? (answers[0]?.hits ?? 0) : sections.reduce((sum, section) => sum + section.count, 0);
  return out;
}

/** The saved view one came by changes nothing of what is listed. */
const listed = ({ view: _view, ...search }: IssueSearch) => search;

export const issueListQuery = (org: string, search: IssueSearch) =>
  infiniteQueryOptions({
    queryKey: ["issues", org, listed(search)],
    queryFn: ({ client, pageParam, signal }) => fetchPage(client, org, search, pageParam, signal),
    initialPageParam: (search.cursor ? { section: 0, cursor: search.cursor } : { section: 0 }) as PageAt,
    getNextPageParam: (last) => last.following ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
