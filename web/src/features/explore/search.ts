/** Explore's part of the URL: what is asked, split, counted, ordered. */
import { quote } from "~/lib/query";
import { choice, one } from "~/lib/search-params";

export const modes = ["groups", "events"] as const;
export type Mode = (typeof modes)[number];

export interface ExploreSearch {
  /** Id of a saved question; it alone says all the rest. */
  saved?: string;
  project?: string[];
  environment?: string[];
  statsPeriod?: string;
  start?: string;
  end?: string;
  query?: string;
  mode?: Mode;
  /** What groups are made of; one empty name for a single group of everything. */
  group?: string[];
  /** Functions of a group. */
  show?: string[];
  /** Columns of single events. */
  field?: string[];
  /** A column's name, with "-" for descending. */
  sort?: string;
  /** The function drawn over time. */
  chart?: string;
}

export const default_period = "14d";
export const default_groups = ["title", "project"] as const;
export const default_functions = ["count()", "count_unique(user)", "last_seen()"] as const;
export const default_fields = ["title", "level", "project", "user", "timestamp"] as const;
/** The server's bound. */
export const most_columns = 20;

export const functions = [
  "count()", "count_unique(user)", "last_seen()", "first_seen()", "epm()", "eps()", "failure_rate()", "count_unique(release)", "count_unique(issue)",
  "count_if(level,equals,fatal)", "avg(size)", "max(size)", "p50(size)", "p95(size)", "p99(size)", "sum(attachments)",
] as const;

const list = (value: unknown): string[] | undefined => {
  const all = (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
  return all.length > 0 ? [...new Set(all)].slice(0, most_columns) : undefined;
};

const filled = (value: unknown) => {
  const all = list(value)?.filter(Boolean);
  return all && all.length > 0 ? all : undefined;
};

export function parseExploreSearch(raw: Record<string, unknown>): ExploreSearch {
  const saved = one(raw.saved);
  if (saved && /^\d+$/.test(saved)) return { saved };
  const out: ExploreSearch = {};
  const lists = { project: filled(raw.project), environment: list(raw.environment), group: list(raw.group), show: filled(raw.show), field: filled(raw.field) };
  for (const [name, value] of Object.entries(lists)) if (value) out[name as keyof typeof lists] = value;
  for (const name of ["start", "end", "query", "sort", "chart"] as const) {
    const value = one(raw[name]);
    if (value) out[name] = value;
  }
  const period = one(raw.statsPeriod);
  if (period && /^\d+[smhdw]$/.test(period)) out.statsPeriod = period;
  const mode = choice(raw.mode, modes);
  if (mode === "events") out.mode = mode;
  return out;
}

export const groupsOf = (search: ExploreSearch): string[] => (search.group ?? [...default_groups]).filter(Boolean);
export const functionsOf = (search: ExploreSearch): string[] => search.show ?? [...default_functions];
export const fieldsOf = (search: ExploreSearch): string[] => search.field ?? [...default_fields];
export const isEvents = (search: ExploreSearch): boolean => search.mode === "events";
export const columnsOf = (search: ExploreSearch): string[] => (isEvents(search) ? fieldsOf(search) : [...groupsOf(search), ...functionsOf(search)]);

/** What the server has no order for among single events: whole texts, ids, and what it looks up for each row. */
const unordered = new Set(["id", "title", "message", "error.value", "issue", "issue.id", "project", "project.name", "trace", "span", "trace.span"]);

/** The order in force: the URL's where it names a column that is shown, else the first function, else time. */
export function sortOf(search: ExploreSearch): string {
  const wanted = search.sort?.replace(/^-/, "");
  if (isEvents(search)) {
    return wanted && (wanted === "timestamp" || columnsOf(search).includes(wanted)) && isSortable(search, wanted) ? (search.sort ?? "") : "-timestamp";
  }
  return wanted && columnsOf(search).includes(wanted) ? (search.sort ?? "") : `-${functionsOf(search).find((name) => name !== "failure_rate()") ?? groupsOf(search)[0] ?? ""}`;
}

export const isSortable = (search: ExploreSearch, column: string): boolean => !(isEvents(search) ? unordered.has(column) : column === "failure_rate()");

/** The function drawn over time: dates make no chart. */
export function chartOf(search: ExploreSearch): string {
  const drawn = drawable(search);
  return search.chart && drawn.includes(search.chart) ? search.chart : (drawn[0] ?? "count()");
}

export const drawable = (search: ExploreSearch): string[] => functionsOf(search).filter((name) => !/^(last|first)_seen\(/.test(name));

/** The query that finds one group's events. */
export function drill(search: ExploreSearch, row: Record<string, unknown>): string {
  const terms = groupsOf(search).flatMap((name) => {
    const value = row[name];
    if (name === "title" && typeof row["issue"] === "string") return [`issue:${row["issue"]}`];
    if (name.startsWith("timestamp.")) return [];
    if (value === null || value === undefined) return [`!has:${name}`];
    return [`${name}:${quote(String(value))}`];
  });
  return [search.query ?? "", ...terms].filter(Boolean).join(" ");
}

const widths_s = [60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800] as const;
const most_points = 60;
const unit_s: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds a point of the chart stands for: at most sixty of them in the period. */
export function intervalOf(search: ExploreSearch): number {
  const [, count = "14", unit = "d"] = /^(\d+)([smhdw])$/.exec(search.statsPeriod ?? default_period) ?? [];
  const fixed = search.start && search.end ? (Date.parse(search.end) - Date.parse(search.start)) / 1000 : Number.NaN;
  const span = Number.isFinite(fixed) ? fixed : Number(count) * (unit_s[unit] ?? 86_400);
  return widths_s.find((width) => span / width <= most_points) ?? widths_s[widths_s.length - 1] ?? 86_400;
}
