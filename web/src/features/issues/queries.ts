import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { EventDetail } from "~/api/event-types";
import { get, getPage } from "~/api/http";
import type { Attachment, IssueSpecial, ListedEvent, Release, UserReport } from "~/api/issue-types";
import type { IssueDetail, Point, TagKey } from "~/api/types";
import { type IssueView, viewParams } from "./issue-view";

export const issueBase = (org: string) => `/api/0/organizations/${encodeURIComponent(org)}/issues/`;

const one = (org: string, id: string) => `${issueBase(org)}${encodeURIComponent(id)}/`;

export const issueQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue", org, id], queryFn: ({ signal }) => get<IssueDetail>(one(org, id), { expand: "sentryAppIssues" }, signal), staleTime: 10_000 });

export const issueTagsQuery = (org: string, id: string, view: IssueView = {}) =>
  queryOptions({ queryKey: ["issue-tags", org, id, view.environment], queryFn: ({ signal }) => get<TagKey[]>(`${one(org, id)}tags/`, { limit: 9, environment: view.environment }, signal), staleTime: 60_000, placeholderData: keepPreviousData });

/** What is special about the issue's events within the view. */
export const specialQuery = (org: string, id: string, view: IssueView) =>
  queryOptions({
    queryKey: ["issue-special", org, id, viewParams(view)],
    queryFn: ({ signal }) => get<IssueSpecial>(`/api/native/organizations/${encodeURIComponent(org)}/issues/${encodeURIComponent(id)}/special`, viewParams(view), signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });

/** Releases of the issue's project, newest first: marks of the chart, and choices to resolve in. */
export const releasesQuery = (org: string, projectId: string) =>
  queryOptions({ queryKey: ["project-releases", org, projectId], queryFn: ({ signal }) => get<Release[]>(`/api/0/organizations/${encodeURIComponent(org)}/releases/`, { project: projectId, per_page: 100 }, signal), staleTime: 60_000 });

export const issueFilesQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue-files", org, id], queryFn: ({ signal }) => get<Attachment[]>(`${one(org, id)}attachments/`, { per_page: 100 }, signal), staleTime: 60_000 });

export const issueReportsQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue-reports", org, id], queryFn: ({ signal }) => get<UserReport[]>(`${one(org, id)}user-reports/`, { per_page: 100 }, signal), staleTime: 60_000 });

const event_rows = 50;

export const eventListQuery = (org: string, id: string, view: IssueView) =>
  infiniteQueryOptions({
    queryKey: ["issue-events", org, id, viewParams(view), view.query],
    queryFn: ({ pageParam, signal }) => getPage<ListedEvent>(`${one(org, id)}events/`, { ...viewParams(view), query: view.query, per_page: event_rows, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

/** Events of an issue over time: how far back, and how wide a bar is. */
export const ranges = {
  "24h": { spanS: 86_400, resolution: "1h", barS: 3600 },
  "14d": { spanS: 14 * 86_400, resolution: "1h", barS: 6 * 3600 },
  "90d": { spanS: 90 * 86_400, resolution: "1d", barS: 86_400 },
} as const;
export type Range = keyof typeof ranges;

export const issueStatsQuery = (org: string, id: string, range: Range, environment?: string[]) =>
  queryOptions({
    queryKey: ["issue-stats", org, id, range, environment],
    queryFn: async ({ signal }) => {
      const { spanS, resolution, barS } = ranges[range];
      const until = Math.floor(Date.now() / 1000);
      const since = Math.floor(until / barS) * barS + barS - spanS;
      return bars(await get<Point[]>(`${one(org, id)}stats/`, { since, until, resolution, environment }, signal), since, until, barS);
    },
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });

/** Sums points into bars of equal width; every bar is there, also the empty ones. */
export function bars(points: readonly Point[], sinceS: number, untilS: number, barS: number): Point[] {
  const first = Math.floor(sinceS / barS) * barS;
  const out: Point[] = [];
  for (let at = first; at <= untilS; at += barS) out.push([at, 0]);
  for (const [at, count] of points) {
    const bar = out[Math.floor((at - first) / barS)];
    if (bar) bar[1] += count;
  }
  return out;
}

/** `which`: latest, oldest, recommended or an event id; the first three among the events of the view. */
export const eventQuery = (org: string, id: string, which: string, view: IssueView = {}) =>
  queryOptions({
    queryKey: ["event", org, id, which, viewParams(view)],
    queryFn: ({ signal }) => get<EventDetail>(`${one(org, id)}events/${encodeURIComponent(which)}/`, viewParams(view), signal),
    staleTime: which.length === 32 ? Infinity : 10_000,
    placeholderData: keepPreviousData,
  });
