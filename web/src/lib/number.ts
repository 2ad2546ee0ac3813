/** Numbers as people read them: exact while short, then "12.6k"; bytes with their unit. */
import { locale } from "~/lib/i18n/index";

const exact_below = 10_000;

export function toNumber(value: string | number | null | undefined): number {
  const n = typeof value === "string" ? Number.parseInt(value, 10) : (value ?? 0);
  return Number.isFinite(n) ? n : 0;
}

export function exactNumber(value: string | number | null | undefined): string {
  return new Intl.NumberFormat(locale()).format(toNumber(value));
}

export function compact(value: string | number | null | undefined): string {
  const n = toNumber(value);
  if (Math.abs(n) < exact_below) return exactNumber(n);
  return new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(n).replace("K", "k");
}

export function percent(part: number, whole: number): string {
  if (whole <= 0) return "0 %";
  const p = (part / whole) * 100;
  if (p > 0 && p < 0.01) return "<0.01 %";
  return `${p >= 10 ? p.toFixed(p > 99.9 && p < 100 ? 2 : p % 1 < 0.05 ? 0 : 1) : p >= 0.1 ? p.toFixed(1) : p.toFixed(2)} %`;
}

/** Whole percent for bars with labels. */
export function wholePercent(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 100) : 0;
}

export function bytes(value: number | null | undefined): string {
  let n = value ?? 0;
  for (const unit of ["B", "kB", "MB", "GB", "TB"]) {
    if (Math.abs(n) < 1000 || unit === "TB") return `${n < 10 && unit !== "B" ? n.toFixed(1) : Math.round(n)} ${unit}`;
    n /= 1000;
  }
  return "";
}
