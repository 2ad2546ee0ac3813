/** Times as people read them: "4 s ago", "11 d"; the exact form is always one hover away. */
import { t } from "./i18n/index";
import { dateFormat, numberFormat, relativeFormat } from "./intl";

type Unit = "y" | "mo" | "w" | "d" | "h" | "m" | "s";

const steps: ReadonlyArray<readonly [unit: Unit, long: Intl.RelativeTimeFormatUnit, seconds: number]> = [
  ["y", "year", 31_557_600],
  ["mo", "month", 2_629_800],
  ["w", "week", 604_800],
  ["d", "day", 86_400],
  ["h", "hour", 3600],
  ["m", "minute", 60],
  ["s", "second", 1],
];

/** The largest fitting unit; weeks only from two on, so that "11 d" stays "11 d". */
function split(seconds: number): readonly [count: number, short: Unit, long: Intl.RelativeTimeFormatUnit] {
  const abs = Math.max(0, seconds);
  for (const [short, long, size] of steps) {
    const least = long === "week" ? 2 * size : long === "month" ? 2 * size : size;
    if (abs >= least) return [Math.floor(abs / size), short, long];
  }
  return [0, "s", "second"];
}

export function toMs(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined || value === "") return null;
  const ms = typeof value === "number" ? value : Date.parse(value);
  return Number.isFinite(ms) ? ms : null;
}

/** "4s", "11d", "2mo": for dense columns. */
export function ageShort(value: string | number | null | undefined, now: number): string {
  const ms = toMs(value);
  if (ms === null) return "–";
  const [count, unit] = split((now - ms) / 1000);
  return t(`age.${unit}`, { n: count });
}

/** "4 seconds ago" in the reader's language. */
export function ago(value: string | number | null | undefined, now: number): string {
  const ms = toMs(value);
  if (ms === null) return "–";
  const [count, , unit] = split((now - ms) / 1000);
  return relativeFormat({ numeric: "always", style: "short" }).format(-count, unit).replaceAll(/\.(?=\s|$)/g, "");
}

/** "Nov 23, 2026, 14:39:08" with the zone, for titles. */
export function exact(value: string | number | null | undefined): string {
  const ms = toMs(value);
  if (ms === null) return "";
  return dateFormat({
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
    hourCycle: "h23", timeZoneName: "short",
  }).format(ms);
}

export function clock(value: string | number | null | undefined): string {
  const ms = toMs(value);
  if (ms === null) return "";
  return dateFormat({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(ms);
}

export function day(value: number): string {
  return dateFormat({ month: "short", day: "numeric" }).format(value);
}

/** A span of time in seconds: "8.21 s", "3 min 20 s", "41 d". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  const abs = Math.abs(seconds);
  if (abs < 0.000_001) return "0";
  if (abs < 0.001) return `${Math.round(abs * 1_000_000)} µs`;
  if (abs < 1) return `${Math.round(abs * 1000)} ms`;
  if (abs < 60) return `${numberFormat({ maximumFractionDigits: abs < 10 ? 2 : 0 }).format(abs)} s`;
  if (abs < 3600) return two("span.min", Math.floor(abs / 60), "span.s", Math.floor(abs % 60));
  if (abs < 86_400) return two("span.h", Math.floor(abs / 3600), "span.min", Math.floor((abs % 3600) / 60));
  return two("span.d", Math.floor(abs / 86_400), "span.h", Math.floor((abs % 86_400) / 3600));
}

type Span = "span.d" | "span.h" | "span.min" | "span.s";

function two(unit: Span, large: number, smallUnit: Span, small: number): string {
  return small === 0 ? t(unit, { n: large }) : `${t(unit, { n: large })} ${t(smallUnit, { n: small })}`;
}
