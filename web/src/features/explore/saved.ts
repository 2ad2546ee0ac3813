/** Saved questions: how one is kept and read again. */
import { queryOptions } from "@tanstack/react-query";
import { get, request } from "~/api/http";
import { chartOf, columnsOf, default_period, type ExploreSearch, isEvents, parseExploreSearch, sortOf } from "./search";

/** As the public API has it. */
export interface SavedQuery {
  id: string;
  name: string;
  projects: number[];
  fields: string[];
  query: string;
  orderby?: string;
  yAxis?: string[];
  display?: string;
  range?: string;
  start?: string;
  end?: string;
  environment?: string[];
  dateCreated: string;
  dateUpdated: string;
  createdBy: { id: string; name: string } | null;
}

export type SavedQueryDraft = Omit<SavedQuery, "id" | "dateCreated" | "dateUpdated" | "createdBy">;

const saved_per_page = 100;
const base = (org: string) => `/api/0/organizations/${encodeURIComponent(org)}/discover/saved/`;
const one = (org: string, id: string) => `${base(org)}${encodeURIComponent(id)}/`;

export const savedQueriesQuery = (org: string) =>
  queryOptions({ queryKey: ["saved-queries", org], queryFn: ({ signal }) => get<SavedQuery[]>(base(org), { sortBy: "name", per_page: saved_per_page }, signal), staleTime: 60_000 });

export const savedQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["saved-query", org, id], queryFn: ({ signal }) => get<SavedQuery>(one(org, id), {}, signal), staleTime: 60_000 });

export const createSaved = (org: string, body: SavedQueryDraft) => request<SavedQuery>("POST", base(org), { body });
export const changeSaved = (org: string, id: string, body: SavedQueryDraft) => request<SavedQuery>("PUT", one(org, id), { body });
export const deleteSaved = (org: string, id: string) => request<undefined>("DELETE", one(org, id));

const isFunction = (column: string) => column.endsWith(")");
/** Said of groups drawn as lines of their own; a list of events has none. */
const grouped = "top5";

/** The question on the screen under a name. */
export function draftOf(search: ExploreSearch, name: string): SavedQueryDraft {
  const fixed = search.start && search.end;
  return {
    name, fields: columnsOf(search), query: search.query ?? "", orderby: sortOf(search), projects: (search.project ?? []).map(Number).filter(Number.isSafeInteger),
    environment: search.environment ?? [], ...(isEvents(search) ? {} : { yAxis: [chartOf(search)], display: grouped }),
    ...(fixed ? { start: search.start as string, end: search.end as string } : { range: search.statsPeriod ?? default_period }),
  };
}

/** The address that asks it; functions among the columns make it one of groups. */
export function searchOf(saved: SavedQueryDraft): ExploreSearch {
  const groups = saved.fields.filter((column) => !isFunction(column));
  const functions = saved.fields.filter(isFunction);
  return parseExploreSearch({
    query: saved.query, sort: saved.orderby, project: saved.projects.map(String), environment: saved.environment, statsPeriod: saved.range, start: saved.start, end: saved.end,
    ...(functions.length > 0 ? { group: groups.length > 0 ? groups : [""], show: functions, chart: saved.yAxis?.[0] } : { mode: "events", field: saved.fields }),
  });
}

/** Both ask the same, in whatever order the address says it. */
export function isSame(saved: SavedQuery, search: ExploreSearch): boolean {
  const told = (draft: SavedQueryDraft) => JSON.stringify(draftOf(searchOf(draft), ""));
  return told(saved) === told(draftOf(search, ""));
}
