/** How long problems wait and how long their fixes take. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./http";
import type { Actor } from "./types";

export interface Spread {
  medianSeconds: number;
  p90Seconds: number;
  longestSeconds: number;
}

export interface Figures {
  open: number;
  age: Spread | null;
  arrived: number;
  answered: number;
  response: Spread | null;
  fixed: number;
  cameBack: number;
  fix: Spread | null;
}

export interface TrendPoint {
  start: string;
  arrived: number;
  fixed: number;
  responseMedianSeconds: number | null;
  fixMedianSeconds: number | null;
}

export interface TimeToFix {
  start: string;
  end: string;
  total: Figures;
  projects: Array<{ id: string; slug: string; figures: Figures }>;
  assignees: Array<{ actor: Actor | null; figures: Figures }>;
  ages: Array<{ belowSeconds: number | null; issues: number }>;
  trendWidthSeconds: number;
  trend: TrendPoint[];
  partial: boolean;
}

export interface ReportFilters {
  project?: readonly string[] | undefined;
  statsPeriod?: string;
  start?: string;
  end?: string;
}

export const timeToFixQuery = (org: string, filters: ReportFilters) =>
  queryOptions({
    queryKey: ["time-to-fix", org, filters],
    queryFn: ({ signal }) => get<TimeToFix>(`/api/native/organizations/${encodeURIComponent(org)}/time-to-fix`, { ...filters }, signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
