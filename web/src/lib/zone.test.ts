import { afterEach, describe, expect, it } from "vitest";
import { setTimeZone } from "./intl";
import { fromWallClock, toWallClock } from "./zone";

afterEach(() => setTimeZone(null));

describe("moments of the chosen zone", () => {
  it.each([
    ["Asia/Tokyo", "2026-11-27T00:30:00Z", "2026-11-27T09:30"], ["America/New_York", "2026-11-27T03:00:00Z", "2026-11-26T22:00"], ["Asia/Kathmandu", "2026-11-27T00:00:00Z", "2026-11-27T05:45"],
    // Around the change of the clock in autumn and in spring.
    ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30"], ["Europe/Berlin", "2026-10-25T02:30:00Z", "2026-10-25T03:30"], ["Europe/Berlin", "2026-03-29T01:30:00Z", "2026-03-29T03:30"], ["UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00"],
  ])("%s at %s", (zone, moment, wall) => {
    setTimeZone(zone);
    expect(toWallClock(Date.parse(moment))).toBe(wall);
    const back = fromWallClock(wall);
    expect(back === null ? null : toWallClock(back)).toBe(wall);
    if (wall !== "2026-10-25T02:30") expect(back).toBe(Date.parse(moment));
  });
  it("knows what is no moment", () => expect(fromWallClock("2026-13-01T00:00")).toBeNull());
});
