/** Breadcrumbs by kind, in words, in time. */
import type { Breadcrumb } from "~/api/event-types";
import { toMs } from "~/lib/time";
import type { IconName } from "~/ui/icon-paths";

export const kinds = ["log", "query", "http", "ui", "nav", "other"] as const;
export type Kind = (typeof kinds)[number];
export const crumbLevels = ["fatal", "error", "warning", "info", "debug"] as const;

export const kindIcons: Record<Kind, IconName> = { log: "lines", query: "database", http: "globe", ui: "code", nav: "chevronRight", other: "circle" };

export function kindOf(crumb: Breadcrumb): Kind {
  const text = `${crumb.type} ${crumb.category ?? ""}`.toLowerCase();
  if (/http|fetch|xhr/.test(text)) return "http";
  if (/navigation|history|route/.test(text)) return "nav";
  if (/query|sql|\bdb\b|redis|cache/.test(text)) return "query";
  if (/\bui\b|\buser\b|click|touch|input/.test(text)) return "ui";
  return /console|log|debug|default|message|print/.test(text) || crumb.message ? "log" : "other";
}

export function levelOf(crumb: Breadcrumb): string {
  return crumb.level === "critical" ? "fatal" : crumb.level || "info";
}

const text_chars = 4000;

/** What happened, in one line: the message, the request or the way, then the rest of the data. */
export function say(crumb: Breadcrumb): string {
  const data = crumb.data ?? {};
  const text = (name: string) => (data[name] === undefined || data[name] === null ? "" : String(data[name]));
  const rest = Object.entries(data).filter(([k]) => !/^(method|url|status_code|from|to|__span)$/.test(k)).map(([k, v]) => `${k}=${typeof v === "object" ? JSON.stringify(v) : String(v)}`).join(" ");
  const main = data.url === undefined ? (data.to === undefined ? "" : `${text("from")} → ${text("to")}`) : `${text("method")} ${text("url")} ${text("status_code")}`;
  const line = [crumb.message, main.trim(), rest].filter(Boolean).join("  ");
  return line.length > text_chars ? `${line.slice(0, text_chars)}…` : line;
}

/** How long before the event: "−8.21 s". */
export function offset(crumb: Breadcrumb, eventMs: number | null): string {
  const at = toMs(crumb.timestamp);
  if (at === null || eventMs === null) return "";
  const s = (eventMs - at) / 1000;
  const size = Math.abs(s);
  const text = size < 100 ? `${size.toFixed(2)} s` : size < 7200 ? `${Math.round(size / 60)} min` : `${Math.round(size / 3600)} h`;
  return size < 0.005 ? "0" : `${s > 0 ? "−" : "+"}${text}`;
}

export interface CrumbFilter {
  kind: Kind | "all";
  level: string;
  text: string;
}

/** The crumbs that fit, each with its place in the event. */
export function matching(crumbs: readonly Breadcrumb[], filter: CrumbFilter): Array<{ crumb: Breadcrumb; at: number }> {
  const wanted = filter.text.trim().toLowerCase();
  return crumbs
    .map((crumb, at) => ({ crumb, at }))
    .filter(({ crumb }) => (filter.kind === "all" || kindOf(crumb) === filter.kind) && (filter.level === "" || levelOf(crumb) === filter.level) && (wanted === "" || `${crumb.category ?? ""} ${say(crumb)}`.toLowerCase().includes(wanted)));
}
