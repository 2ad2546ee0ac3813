import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { EventDetail } from "~/api/event-types";
import { get } from "~/api/http";
import type { IssueDetail, Point, TagKey } from "~/api/types";

export const issueBase = (org: string) => `/api/0/organizations/${encodeURIComponent(org)}/issues/`;

const one = (org: string, id: string) => `${issueBase(org)}${encodeURIComponent(id)}/`;

export const issueQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue", org, id], queryFn: ({ signal }) => get<IssueDetail>(one(org, id), {}, signal), staleTime: 10_000 });

export const issueTagsQuery = (org: string, id: string) =>
  queryOptions({ queryKey: ["issue-tags", org, id], queryFn: ({ signal }) => get<TagKey[]>(`${one(org, id)}tags/`, { limit: 5 }, signal), staleTime: 60_000 });

/** Events of an issue over time: how far back, and how wide a bar is. */
export const ranges = {
  "24h": { spanS: 86_400, resolution: "1h", barS: 3600 },
  "14d": { spanS: 14 * 86_400, resolution: "1h", barS: 6 * 3600 },
  "90d": { spanS: 90 * 86_400, resolution: "1d", barS: 86_400 },
} as const;
export type Range = keyof typeof ranges;

export const issueStatsQuery = (org: string, id: string, range: Range) =>
  queryOptions({
    queryKey: ["issue-stats", org, id, range],
    queryFn: async ({ signal }) => {
      const { spanS, resolution, barS } = ranges[range];
      const until = Math.floor(Date.now() / 1000);
      const since = Math.floor(until / barS) * barS + barS - spanS;
      return bars(await get<Point[]>(`${one(org, id)}stats/`, { since, until, resolution }, signal), since, until, barS);
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

/** `which`: latest, oldest, recommended or an event id. */
export const eventQuery = (org: string, id: string, which: string) =>
  queryOptions({
    queryKey: ["event", org, id, which],
    queryFn: ({ signal }) => get<EventDetail>(`${one(org, id)}events/${encodeURIComponent(which)}/`, {}, signal),
    staleTime: which.length === 32 ? Infinity : 10_000,
    placeholderData: keepPreviousData,
  });
