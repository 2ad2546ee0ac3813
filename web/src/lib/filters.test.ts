import { describe, expect, it } from "vitest";
import { parseFilters, periodParams, periodSeconds, periodStart } from "./filters";
import { distance, nearest } from "./nearest";
import { both } from "./query";

describe("filters", () => {
  it("take a fixed period before a relative one, and nothing that is neither", () => {
    const fixed = { start: "2026-11-01T00:00:00Z", end: "2026-11-02T00:00:00Z" };
    expect(parseFilters({ ...fixed, statsPeriod: "7d", project: "1" })).toEqual({ ...fixed, project: ["1"] });
    expect(parseFilters({ start: fixed.end, end: fixed.start, statsPeriod: "7d" })).toEqual({ statsPeriod: "7d" });
    expect(parseFilters({ start: "soon", end: "later", statsPeriod: "1 OR 1", x: "y" })).toEqual({});
    expect([periodParams({}), periodParams(fixed)]).toEqual([{ statsPeriod: "14d" }, fixed]);
  });
  it("know how long a period is", () => {
    expect([periodSeconds("24h"), periodSeconds("2w"), periodSeconds("x")]).toEqual([86_400, 1_209_600, 0]);
    expect(periodStart({ statsPeriod: "1h" }, 7_200_000)).toBe(3600);
    expect(periodStart({ start: "1970-01-01T01:00:00Z", end: "1970-01-02T01:00:00Z" }, 0)).toBe(3600);
  });
});

describe("the nearest name", () => {
  it("counts edits, a swap as one", () => expect([distance("abc", "abc"), distance("brwoser", "browser"), distance("", "ab")]).toEqual([0, 1, 2]));
  it("is near enough, or none", () => {
    expect(nearest("brwoser", ["os", "browser", "browser.name"])).toBe("browser");
    expect(nearest("chekout", ["checkout", "payment"])).toBe("checkout");
    expect(nearest("xyz", ["browser", "os"])).toBeNull();
  });
});

describe("two conditions", () => {
  it("stay whole when one says OR", () => {
    expect(both("a OR b", "is:new")).toBe("(a OR b) is:new");
    expect(both("", "is:new")).toBe("is:new");
    expect(both("a order:b", " ")).toBe("a order:b");
  });
});
