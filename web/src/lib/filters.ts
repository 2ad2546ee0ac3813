/** The filters that follow the reader over all pages: projects, environments, and a period, relative or fixed. */
import { many, one } from "./search-params";

export interface Filters {
  project?: string[] | undefined;
  environment?: string[] | undefined;
  statsPeriod?: string | undefined;
  start?: string | undefined;
  end?: string | undefined;
}

export const default_period = "14d";
export const filter_keys = ["project", "environment", "statsPeriod", "start", "end"] as const;

/** Names every filter, so that none of the page before is kept. */
export const no_filters: Filters = { project: undefined, environment: undefined, statsPeriod: undefined, start: undefined, end: undefined };

const moment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$/;

/** Takes from the URL what is a filter; a fixed period wins over a relative one. */
export function parseFilters(raw: Record<string, unknown>): Filters {
  const out: Filters = {};
  const project = many(raw.project);
  const environment = many(raw.environment);
  const statsPeriod = one(raw.statsPeriod);
  const start = one(raw.start);
  const end = one(raw.end);
  if (project) out.project = project;
  if (environment) out.environment = environment;
  if (start && end && moment.test(start) && moment.test(end) && start < end) Object.assign(out, { start, end });
  else if (statsPeriod && /^\d+[smhdw]$/.test(statsPeriod)) out.statsPeriod = statsPeriod;
  return out;
}

/** The period as a request names it. */
export function periodParams(filters: Filters): { statsPeriod?: string; start?: string; end?: string } {
  if (filters.start && filters.end) return { start: filters.start, end: filters.end };
  return { statsPeriod: filters.statsPeriod ?? default_period };
}

/** `14d` in seconds, 0 for anything else. */
export function periodSeconds(period: string): number {
  const m = /^(\d+)([smhdw])$/.exec(period);
  const unit = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[m?.[2] ?? ""] ?? 0;
  return Number(m?.[1] ?? 0) * unit;
}

/** From when on the filters look, in seconds. */
export function periodStart(filters: Filters, nowMs: number): number {
  if (filters.start && filters.end) return Date.parse(filters.start.endsWith("Z") || filters.start.length === 10 ? filters.start : `${filters.start}Z`) / 1000;
  return nowMs / 1000 - periodSeconds(filters.statsPeriod ?? default_period);
}
