import type { System } from "~/api/system";

const least_days = 2;

/** Whole days until the free space is down to its reserve, at the mean growth of the days stored; null while too few are. */
export function daysLeft({ disk, events, meta }: Pick<System, "disk" | "events" | "meta">): number | null {
  const perDay = (events.bytes + meta.bytes) / events.days;
  if (events.days < least_days || !(perDay > 0)) return null;
  return Math.max(0, Math.floor((disk.freeBytes - disk.reserveBytes) / perDay));
}
