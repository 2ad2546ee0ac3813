/** A period in words and in the forms of a form. */
import { default_period, type Filters } from "~/lib/filters";
import { t } from "~/lib/i18n/index";
import { dateFormat } from "~/lib/intl";
import { fromWallClock, toWallClock } from "~/lib/zone";

export const periods = ["1h", "24h", "7d", "14d", "30d", "90d"] as const;
type Period = (typeof periods)[number];

const utc = (text: string) => new Date(text.length > 10 && !text.endsWith("Z") ? `${text}Z` : text);

export function periodLabel(filters: Filters): string {
  if (filters.start && filters.end) {
    const format = dateFormat({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
    return format.formatRange(utc(filters.start), utc(filters.end));
  }
  const period = filters.statsPeriod ?? default_period;
  return periods.includes(period as Period) ? t(`period.${period as Period}`) : period;
}

/** A moment in UTC as the clock of the chosen zone says it, for `datetime-local`. */
export function toLocal(text: string): string {
  return toWallClock(utc(text).getTime());
}

/** Back to UTC; null for what is no moment. */
export function fromLocal(text: string): string | null {
  const at = fromWallClock(text);
  return at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
