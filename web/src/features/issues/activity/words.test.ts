import { expect, test } from "vitest";
import type { Activity } from "~/api/types";
import { mergesOf, say } from "./words";

const entry = (type: string, data: Record<string, unknown>): Activity => ({ id: "1", type, user: null, data, dateCreated: "2026-11-27T00:00:00Z" });

test("merges say why they were made", () => {
  const issues = [{ id: "7", number: 3, title: "KeyError: sku", merge: "12" }];
  expect(say(entry("merge", { issues, reason: "frames" }), [])).toContain("the same types and frames");
  expect(say(entry("merge", { issues, reason: "regroup" }), [])).toContain("grouping rules");
  expect(say(entry("merge", { issues, reason: "person" }), [])).toBe("merged 1 issue into it");
  expect(say(entry("merge", {}), [])).toBe("merged others into it");
});

test("merges of old cannot be taken back, those taken back say so", () => {
  expect(mergesOf(entry("merge", { issues: [{ id: "7", title: "a" }, { id: "8", title: "b", merge: "2", undone: true }, null] }))).toEqual([
    { id: "7", title: "a", merge: "", undone: false }, { id: "8", title: "b", merge: "2", undone: true },
  ]);
  expect(mergesOf(entry("merge", { issues: "odd" }))).toEqual([]);
});

test("tickets are told by their names", () => {
  expect(say(entry("create_issue", { title: "PROJ-1", location: "https://acme.example/1" }), [])).toBe("linked PROJ-1");
  expect(say(entry("unlink_issue", { title: "PROJ-1" }), [])).toBe("unlinked PROJ-1");
});

test("events that moved name the other issue", () => {
  expect(say(entry("regroup_source", { issue: { id: "9", number: 4 } }), [])).toContain("#4");
  expect(say(entry("regroup_destination", {}), [])).toContain("another issue");
});
