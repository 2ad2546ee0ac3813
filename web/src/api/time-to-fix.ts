/** How long problems wait and how long their fixes take. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Filters, periodParams } from "~/lib/filters";
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

export const timeToFixQuery = (org: string, { project, environment, ...rest }: Filters) => {
  const params = { project, environment, ...periodParams(rest) };
  return queryOptions({
    queryKey: ["time-to-fix", org, params],
    queryFn: ({ signal }) => get<TimeToFix>(`/api/native/organizations/${encodeURIComponent(org)}/time-to-fix`, params, signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
};
