import { expect, it } from "vitest";
import { daysLeft } from "./disk-left";

const at = (freeBytes: number, bytes: number, days: number) => daysLeft({ disk: { totalBytes: 1000, freeBytes, reserveBytes: 100 }, events: { documents: 1, bytes, days }, meta: { bytes: 0 } });

it("counts the days until only the reserve is free", () => {
  expect(at(600, 100, 10)).toBe(50);
  expect(at(90, 100, 10)).toBe(0);
});
it("says nothing from a single day, or without growth", () => {
  expect(at(600, 100, 1)).toBeNull();
  expect(at(600, 0, 10)).toBeNull();
  expect(at(600, 0, 0)).toBeNull();
});
