import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, getBody, type Params, withParams } from "~/api/http";
import { chartOf, columnsOf, default_period, type ExploreSearch, groupsOf, intervalOf, isEvents, most_columns, sortOf } from "./search";

const page_rows = 50;
/** Groups with a line of their own. */
const top_lines = 5;

export type Row = Record<string, unknown>;

export interface Table {
  data: Row[];
  meta: { fields: Record<string, string> };
}

export interface Series {
  yAxis: string;
  values: Array<{ timestamp: number; value: number }>;
  groupBy?: Array<{ key: string; value: unknown }>;
  meta: { isOther: boolean; valueType: string };
}

const base = (org: string) => `/api/0/organizations/${encodeURIComponent(org)}`;

function windowParams(search: ExploreSearch): Params {
  const fixed = search.start && search.end;
  return {
    project: search.project, environment: search.environment, query: search.query,
    ...(fixed ? { start: search.start, end: search.end } : { statsPeriod: search.statsPeriod ?? default_period }),
  };
}

const exportParams = (search: ExploreSearch): Params => ({ ...windowParams(search), field: columnsOf(search), sort: sortOf(search), dataset: "errors" });

/** A row of an event leads to its issue's page, shown as a column or not. */
function tableParams(search: ExploreSearch): Params {
  const params = exportParams(search);
  const field = columnsOf(search).slice(0, most_columns - 1);
  return isEvents(search) && !field.includes("issue") ? { ...params, field: [...field, "issue"] } : params;
}

export const tableQuery = (org: string, search: ExploreSearch) =>
  infiniteQueryOptions({
    queryKey: ["explore-table", org, tableParams(search)],
    queryFn: ({ pageParam, signal }) => getBody<Table>(`${base(org)}/events/`, { ...tableParams(search), per_page: page_rows, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const chartQuery = (org: string, search: ExploreSearch) => {
  const groups = isEvents(search) ? [] : groupsOf(search);
  const params: Params = {
    ...windowParams(search), yAxis: isEvents(search) ? "count()" : chartOf(search), interval: intervalOf(search), dataset: "errors",
    ...(groups.length > 0 ? { groupBy: groups, topEvents: top_lines, sort: `-${chartOf(search)}` } : {}),
  };
  // Groups cannot be ordered by a share: their lines are those of the largest groups.
  if (params.sort === "-failure_rate()") params.sort = "-count()";
  return queryOptions({
    queryKey: ["explore-chart", org, params],
    queryFn: async ({ signal }) => (await get<{ timeSeries: Series[] }>(`${base(org)}/events-timeseries/`, params, signal)).timeSeries,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
};

/** Names that columns and groups can have. */
export const attributesQuery = (org: string) =>
  queryOptions({
    queryKey: ["explore-attributes", org],
    queryFn: ({ signal }) => get<Array<{ key: string; attributeType: string }>>(`${base(org)}/trace-items/attributes/`, { itemType: "occurrences", statsPeriod: "14d" }, signal),
    staleTime: 60_000,
  });

export const csvAddress = (org: string, search: ExploreSearch): string =>
  withParams(`/api/native/organizations/${encodeURIComponent(org)}/events.csv`, exportParams(search));
