import { expect, it } from "vitest";
import { jsonLines, visibleLines } from "./json-lines";

const value = { a: 1, list: [true, { "x\"y": null }], none: {}, text: "<b>" };
const lines = jsonLines(value);
const draw = (at: readonly number[]) => at.map((i) => `${" ".repeat((lines[i]?.depth ?? 0) * 2)}${lines[i]?.name ? `${lines[i]?.name}: ` : ""}${lines[i]?.text ?? ""}${lines[i]?.comma ? "," : ""}`).join("\n");

it("writes what JSON.stringify writes", () => {
  expect(draw(visibleLines(lines, new Set(), ""))).toBe(JSON.stringify(value, null, 2));
});

it("folds what is between brackets, and finds lines by name and value", () => {
  const list = lines.findIndex((line) => line.name === '"list"');
  expect(draw(visibleLines(lines, new Set([list]), "")).split("\n")).toEqual(["{", '  "a": 1,', '  "list": [', '  "none": {},', '  "text": "<b>"', "}"]);
  expect(visibleLines(lines, new Set([0]), "NULL").length).toBe(1);
});

it("takes large events", () => {
  expect(jsonLines(Array.from({ length: 100_000 }, (_, i) => ({ i }))).length).toBe(300_002);
});
