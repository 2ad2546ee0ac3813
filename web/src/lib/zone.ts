/** Moments as the clock of the chosen time zone says them, for forms that are filled in with a date and a time. */
import { timeZone } from "./intl";

/** How far the zone's clock is ahead of UTC at a moment, in milliseconds. */
function aheadMs(atMs: number): number {
  const zone = timeZone.get();
  if (!zone) return -new Date(atMs).getTimezoneOffset() * 60_000;
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" }).formatToParts(atMs);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - Math.floor(atMs / 1000) * 1000;
}

/** "2026-11-27T09:15", as `datetime-local` takes it. */
export function toWallClock(atMs: number): string {
  return new Date(atMs + aheadMs(atMs)).toISOString().slice(0, 16);
}

/** The moment of a date and time as typed; null for what is none. */
export function fromWallClock(text: string): number | null {
  const wall = Date.parse(`${text}Z`);
  if (Number.isNaN(wall)) return null;
  // Near a change of the clock the first guess may have the other side's distance.
  const guess = wall - aheadMs(wall);
  return wall - aheadMs(guess);
}
