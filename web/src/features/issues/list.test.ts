import { describe, expect, it } from "vitest";
import type { Issue } from "~/api/types";
import type { IssueGroup } from "~/api/views";
import { batch } from "./issue-pages";
import { rowsOf, visibleIssues } from "./rows";
import { changed, groupingOf, sortOf } from "./search";
import { offerKeys, offerOperators, offerValues, parts } from "./suggestions";
import { isShown, stateOf } from "./view-state";

const issue = (id: string) => ({ id }) as Issue;
const group = (id: string, count: number): IssueGroup => ({ id, query: id, project: null, projectSlug: null, count, release: null, actor: null });
const never = () => false;

describe("sections", () => {
  const groups = [group("deploy", 2), group("turned", 0), group("rest", 90)];
  const pages: { items: Issue[]; sections: Record<string, string> }[] = [{ items: [issue("1"), issue("2"), issue("3")], sections: { 1: "deploy", 2: "deploy", 3: "rest" } }, { items: [issue("3"), issue("4")], sections: { 3: "rest", 4: "rest" } }];
  const sectionOf = (each: Issue) => ({ ...pages[0]?.sections, ...pages[1]?.sections })[each.id];
  const shape = (folded: (id: string) => boolean) => rowsOf(visibleIssues(pages, folded), sectionOf, groups, folded).map((row) => (row.kind === "group" ? `${row.group.id}${row.folded ? "-" : ""}` : row.issue.id));
  it("has a head before each that holds issues, and every issue once", () => {
    expect(shape(never)).toEqual(["deploy", "1", "2", "rest", "3", "4"]);
  });
  it("keeps the head of a folded one, without its rows", () => {
    expect(shape((id) => id === "deploy")).toEqual(["deploy-", "rest", "3", "4"]);
  });
  it("has no head where nothing is grouped", () => {
    expect(rowsOf([issue("1")], () => "all", [], never)).toEqual([{ kind: "issue", issue: issue("1"), index: 0 }]);
  });
  it("fills a page with whole sections and at most one that goes over", () => {
    expect(batch(groups, 0, never)).toEqual([0, 2]);
    expect(batch([group("a", 60), group("b", 1)], 0, never)).toEqual([0]);
    expect(batch(groups, 0, (id) => id === "rest")).toEqual([0]);
    expect(batch(groups, 3, never)).toEqual([]);
  });
});

describe("the address of the list", () => {
  it("groups open issues by deploy, others not, and orders them so", () => {
    expect([groupingOf({}), sortOf({})]).toEqual(["deploy", "priority"]);
    expect([groupingOf({ query: "is:resolved" }), sortOf({ query: "is:resolved" })]).toEqual(["none", "date"]);
    expect(sortOf({ sort: "freq" })).toBe("freq");
  });
  it("names the filters that are gone, so that they are not kept", () => {
    const next = changed({ project: ["1"], query: "is:new", cursor: "c" }, { project: undefined });
    expect(next).toEqual({ query: "is:new", project: undefined, environment: undefined, statsPeriod: undefined, start: undefined, end: undefined });
    expect("project" in next).toBe(true);
  });
  it("knows a saved view again, in whatever order its projects stand", () => {
    const search = { query: "is:new", project: ["2", "1"] };
    expect(isShown({ ...stateOf(search), project: ["1", "2"] }, search)).toBe(true);
    expect(isShown(stateOf(search), { ...search, sort: "freq" })).toBe(false);
  });
});

describe("what can follow in the search line", () => {
  const keys = [
    { key: "timesSeen", kind: "issue" as const, valueType: "number", description: "Events ever", count: null },
    { key: "browser", kind: "event" as const, valueType: "text", description: "Browser", count: null },
    { key: "browser.name", kind: "tag" as const, valueType: "text", description: "browser.name", count: 4 },
  ];
  const texts = (list: ReadonlyArray<{ text: string }>) => list.map((each) => each.text);
  it("takes a token apart", () => {
    expect(parts('!a.b:>"x')).toEqual({ sign: "!", key: "a.b", operator: ">", value: "x" });
    expect(parts("lev")).toEqual({ sign: "", key: "lev", operator: "", value: null });
  });
  it("offers keys, those that begin so first", () => expect(texts(offerKeys("!brow", keys))).toEqual(["!browser:", "!browser.name:"]));
  it("offers comparisons that fit the kind of the key", () => {
    expect(texts(offerOperators("timesSeen:", keys))).toEqual(["!timesSeen:", "timesSeen:>", "timesSeen:<"]);
    expect(texts(offerOperators("browser:", keys))).toEqual(["!browser:", "has:browser", "!has:browser"]);
    expect(texts(offerOperators("browser:fire", keys))).toEqual(["browser:*fire*"]);
    expect(offerOperators("timesSeen:>", keys)).toEqual([]);
  });
  it("offers values with their counts, quoted where they must be", () => {
    const values = [{ value: "Mobile Safari", count: 7, lastSeen: null }, { value: ">10", count: null, lastSeen: null }];
    expect(offerValues("!browser:saf", values)).toMatchObject([{ text: '!browser:"Mobile Safari"', hint: "7", done: true }]);
    expect(texts(offerValues("timesSeen:", values))).toContain("timesSeen:>10");
  });
});
