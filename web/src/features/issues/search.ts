/** The list's part of the URL and the views over it. */
import { viewPart } from "~/lib/query";
import { choice, many, one } from "~/lib/search-params";
import type { IssueCounts } from "~/api/types";
import type { MessageKey } from "~/lib/i18n/index";
import type { IconName } from "~/ui/icon-paths";

export const sorts = ["date", "new", "freq", "user"] as const;
export type Sort = (typeof sorts)[number];

export interface IssueSearch {
  project?: string[];
  environment?: string[];
  statsPeriod?: string;
  query?: string;
  sort?: Sort;
  cursor?: string;
}

export const default_query = "is:unresolved";
export const default_period = "14d";

export function parseIssueSearch(raw: Record<string, unknown>): IssueSearch {
  const out: IssueSearch = {};
  const project = many(raw.project);
  const environment = many(raw.environment);
  const statsPeriod = one(raw.statsPeriod);
  const query = one(raw.query);
  const sort = choice(raw.sort, sorts);
  const cursor = one(raw.cursor);
  if (project) out.project = project;
  if (environment) out.environment = environment;
  if (statsPeriod && /^\d+[smhdw]$/.test(statsPeriod)) out.statsPeriod = statsPeriod;
  if (query !== undefined) out.query = query;
  if (sort) out.sort = sort;
  if (cursor) out.cursor = cursor;
  return out;
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
