import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { Issue, Page } from "~/api/types";
import { applyChange, dropFromLists, patchIssues } from "./cache";
import { neighbours, rememberList } from "./last-list";
import { bars } from "./queries";
import { currentView, parseIssueSearch } from "./search";
import { statusLook, titleParts, whereParts } from "./status";

const issue = (id: string): Issue => ({
  id, shortId: `WEB-${id}`, title: "T: v", culprit: "a/b.ts in f", level: "error", status: "unresolved", substatus: "ongoing", priority: "low",
  project: { id: "1", name: "web", slug: "web", platform: null }, type: "error", metadata: { type: "T", value: "v" }, assignedTo: null,
  count: "5", userCount: 2, firstSeen: null, lastSeen: "2026-01-01T00:00:00Z", lifetime: { count: "100", userCount: 40, firstSeen: null, lastSeen: null },
});

const withList = () => {
  const client = new QueryClient();
  const page: Page<Issue> = { items: [issue("1"), issue("2")], next: null, previous: null, hits: 2 };
  client.setQueryData(["issues", "o", {}], { pages: [page], pageParams: [undefined] });
  const items = () => client.getQueryData<{ pages: Array<Page<Issue>> }>(["issues", "o", {}])?.pages[0]?.items ?? [];
  return { client, items };
};

describe("cache", () => {
  const change = { kind: "updated" as const, issueId: "1", projectId: "1", shortId: "WEB-1", title: "", lastSeen: "2026-02-01T00:00:00Z", count: "103", userCount: 41 };
  it("adds only the difference, since a list counts its own period", () => {
    const { client, items } = withList();
    expect(applyChange(client, "o", change)).toBe(true);
    expect(items()[0]).toMatchObject({ count: "8", userCount: 3, lastSeen: change.lastSeen });
    applyChange(client, "o", change);
    expect(items()[0]?.count).toBe("8");
    expect(items()[1]?.count).toBe("5");
  });
  it("says when it does not know the issue", () => {
    const { client } = withList();
    expect(applyChange(client, "o", { ...change, issueId: "9" })).toBe(false);
    expect(applyChange(client, "other", change)).toBe(false);
  });
  it("changes and drops rows in place", () => {
    const { client, items } = withList();
    patchIssues(client, "o", (each) => (each.id === "2" ? { status: "resolved" } : null));
    expect(items().map((each) => each.status)).toEqual(["unresolved", "resolved"]);
    dropFromLists(client, "o", (each) => each.status === "resolved");
    expect(items().map((each) => each.id)).toEqual(["1"]);
    expect(client.getQueryData<{ pages: Array<Page<Issue>> }>(["issues", "o", {}])?.pages[0]?.hits).toBe(1);
  });
});

describe("chart", () => {
  it("sums into bars and keeps the empty ones", () => {
    expect(bars([[0, 1], [3600, 2], [21_600, 4], [90_000, 9]], 0, 43_200, 21_600)).toEqual([[0, 3], [21_600, 4], [43_200, 0]]);
  });
});

describe("search", () => {
  it("takes only what it knows from the URL", () => {
    expect(parseIssueSearch({ project: "1", sort: "drop", group: "moon", view: "x", chart: "24h", statsPeriod: "1 OR 1", query: "", x: "y" })).toEqual({ project: ["1"], query: "", chart: "24h" });
  });
  it("finds the view of a query", () => {
    expect(currentView("level:error is:unresolved")?.id).toBe("triage");
    expect(currentView("level:error")).toBeUndefined();
  });
});

describe("reading an issue", () => {
  it("parts title and place", () => {
    expect(titleParts(issue("1"))).toEqual({ type: "T", message: "v" });
    expect(whereParts(issue("1"))).toEqual({ fn: "f", file: "a/b.ts" });
    expect(whereParts({ culprit: "x", metadata: { filename: "src/a/b/c.ts", function: "g" } })).toEqual({ fn: "g", file: "b/c.ts" });
    expect(statusLook({ status: "ignored", substatus: null }).label).toBe("status.archived");
  });
  it("knows what lies next in the list one came from", () => {
    rememberList({ search: {}, ids: ["a", "b", "c"], total: null, scrollTop: 0, focusId: null });
    expect(neighbours("b")).toEqual({ index: 2, total: 3, previous: "a", next: "c" });
    expect(neighbours("z")).toBeNull();
  });
});
