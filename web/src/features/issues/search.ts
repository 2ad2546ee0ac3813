/** The list's part of the URL and the views over it. */
import { viewPart } from "~/lib/query";
import { type Filters, filter_keys, parseFilters } from "~/lib/filters";
import { choice, one } from "~/lib/search-params";
import type { IssueCounts } from "~/api/types";
import type { MessageKey } from "~/lib/i18n/index";
import type { IconName } from "~/ui/icon-paths";

export const sorts = ["priority", "date", "new", "freq", "user"] as const;
export type Sort = (typeof sorts)[number];

export const groupings = ["deploy", "none", "priority", "assignee", "project"] as const;
export type Grouping = (typeof groupings)[number];

export interface IssueSearch extends Filters {
  query?: string | undefined;
  sort?: Sort | undefined;
  group?: Grouping | undefined;
  /** What the small charts show: the period, or the last day. */
  chart?: "24h" | undefined;
  /** The saved view one came by. */
  view?: string | undefined;
  cursor?: string | undefined;
}

export const default_query = "is:unresolved";

export function parseIssueSearch(raw: Record<string, unknown>): IssueSearch {
  const out: IssueSearch = parseFilters(raw);
  const query = one(raw.query);
  const sort = choice(raw.sort, sorts);
  const group = choice(raw.group, groupings);
  const chart = choice(raw.chart, ["24h"] as const);
  const view = one(raw.view);
  const cursor = one(raw.cursor);
  if (query !== undefined) out.query = query;
  if (sort) out.sort = sort;
  if (group) out.group = group;
  if (chart) out.chart = chart;
  if (view && /^\d+$/.test(view)) out.view = view;
  if (cursor) out.cursor = cursor;
  return out;
}

/** The search after a change; what is gone from it is named, so that nothing of the page before is kept. */
export function changed(old: IssueSearch, change: Partial<Record<keyof IssueSearch, unknown>>): IssueSearch {
  const next = parseIssueSearch({ ...old, cursor: undefined, ...change });
  for (const key of filter_keys) next[key] ??= undefined;
  return next;
}

/** Open issues stand by what the last deploy changed, as who is on call asks; other lists do not. */
export function groupingOf(search: IssueSearch): Grouping {
  return search.group ?? (/(^|\s)is:unresolved(\s|$)/.test(search.query ?? default_query) ? "deploy" : "none");
}

export function sortOf(search: IssueSearch): Sort {
  return search.sort ?? (groupingOf(search) === "deploy" ? "priority" : "date");
}

export interface View {
  id: string;
  /** Its number in the counts. */
  count: keyof IssueCounts;
  label: MessageKey;
  query: string;
  icon?: IconName;
  tone?: string;
}

export const views: readonly View[] = [
  { id: "triage", count: "unresolved", label: "view.triage", query: "is:unresolved" },
  { id: "mine", count: "mine", label: "view.mine", query: "is:unresolved assigned:[me,my_teams]" },
  { id: "new", count: "new", label: "view.new", query: "is:new", icon: "plus", tone: "c-info" },
  { id: "regressed", count: "regressed", label: "view.regressed", query: "is:regressed", icon: "regressed", tone: "c-reg" },
  { id: "escalating", count: "escalating", label: "view.escalating", query: "is:escalating", icon: "trend", tone: "c-error" },
  { id: "ongoing", count: "ongoing", label: "view.ongoing", query: "is:ongoing" },
  { id: "archived", count: "archived", label: "view.archived", query: "is:archived" },
  { id: "resolved", count: "resolved", label: "view.resolved", query: "is:resolved" },
];

export function currentView(query: string): View | undefined {
  const part = viewPart(query);
  return views.find((view) => view.query === part);
}
