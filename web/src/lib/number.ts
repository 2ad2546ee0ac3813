/** Numbers as people read them: exact while short, then "12.6k"; bytes with their unit. */
import { numberFormat } from "./intl";

const exact_below = 10_000;

export function toNumber(value: string | number | null | undefined): number {
  const n = typeof value === "string" ? Number.parseInt(value, 10) : (value ?? 0);
  return Number.isFinite(n) ? n : 0;
}

export function exactNumber(value: string | number | null | undefined): string {
  return numberFormat().format(toNumber(value));
}

export function compact(value: string | number | null | undefined): string {
  const n = toNumber(value);
  const abs = Math.abs(n);
  if (abs < exact_below) return exactNumber(n);
  const one = numberFormat({ maximumFractionDigits: 1 });
  // "k" is understood in every language and narrower than what some write for a thousand.
  if (abs < 999_950) return `${one.format(n / 1000)}k`;
  return numberFormat({ notation: "compact", maximumFractionDigits: 1 }).format(n);
}

export function percent(part: number, whole: number): string {
  if (whole <= 0) return "0 %";
  const p = (part / whole) * 100;
  if (p > 0 && p < 0.01) return `<${numberFormat().format(0.01)} %`;
  const digits = p >= 10 ? (p > 99.9 && p < 100 ? 2 : p % 1 < 0.05 ? 0 : 1) : p >= 0.1 ? 1 : 2;
  return `${numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(p)} %`;
}

/** Whole percent for bars with labels. */
export function wholePercent(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 100) : 0;
}

export function bytes(value: number | null | undefined): string {
  let n = value ?? 0;
  for (const unit of ["B", "kB", "MB", "GB", "TB"]) {
    if (Math.abs(n) < 1000 || unit === "TB") {
      const digits = Math.abs(n) < 10 && unit !== "B" ? 1 : 0;
      return `${numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }).format(n)} ${unit}`;
    }
    n /= 1000;
  }
  return "";
}
