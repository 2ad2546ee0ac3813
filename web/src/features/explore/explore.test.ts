import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "~/lib/search-params";
import { csvAddress } from "./queries";
import { draftOf, isSame, searchOf } from "./saved";
import { chartOf, columnsOf, drill, intervalOf, parseExploreSearch, sortOf } from "./search";

describe("the URL", () => {
  it("says everything and reads back", () => {
    const search = parseExploreSearch(parseSearch("?query=level:error&group=release&group=os.name&show=count()&show=p95(size)&sort=-p95(size)&chart=p95(size)&statsPeriod=24h&project=7"));
    expect(search).toEqual({ query: "level:error", group: ["release", "os.name"], show: ["count()", "p95(size)"], sort: "-p95(size)", chart: "p95(size)", statsPeriod: "24h", project: ["7"] });
    expect(parseExploreSearch(parseSearch(stringifySearch({ ...search })))).toEqual(search);
    expect(columnsOf(search)).toEqual(["release", "os.name", "count()", "p95(size)"]);
  });

  it("leaves out what it cannot read", () => {
    expect(parseExploreSearch({ saved: "12", query: "level:error" })).toEqual({ saved: "12" });
    expect(parseExploreSearch({ saved: "twelve" })).toEqual({});
    expect(parseExploreSearch({ statsPeriod: "soon", mode: "dreams", show: "", sort: "" })).toEqual({});
  });

  it("knows a single group of everything", () => {
    const search = parseExploreSearch(parseSearch("?group="));
    expect(columnsOf(search)).toEqual(["count()", "count_unique(user)", "last_seen()"]);
  });
});

describe("order and chart", () => {
  it("fall back to what is shown", () => {
    expect(sortOf({ sort: "-release" })).toBe("-count()");
    expect(sortOf({ show: ["failure_rate()", "epm()"] })).toBe("-epm()");
    expect(sortOf({ mode: "events", sort: "title" })).toBe("-timestamp");
    expect(sortOf({ mode: "events", field: ["title", "release"], sort: "-release" })).toBe("-release");
    expect(sortOf({ mode: "events", field: ["title"], sort: "-release" })).toBe("-timestamp");
    expect(sortOf({ mode: "events", field: ["title"], sort: "-title" })).toBe("-timestamp");
    expect(chartOf({ show: ["last_seen()", "epm()"], chart: "count()" })).toBe("epm()");
  });

  it("draws at most sixty points", () => {
    expect(intervalOf({ statsPeriod: "1h" })).toBe(60);
    expect(intervalOf({})).toBe(21_600);
    expect(intervalOf({ start: "2026-01-01T00:00:00Z", end: "2026-03-01T00:00:00Z" })).toBe(86_400);
  });
});

it("a group's events are found by its values", () => {
  expect(drill({ query: "level:error", group: ["release", "os.name", "timestamp.to_day"] }, { release: "a b", "os.name": null })).toBe('level:error release:"a b" !has:os.name');
  expect(drill({ group: ["title"] }, { title: 'say "x"' })).toBe('title:"say \\"x\\""');
});

it("the file has the columns shown", () => {
  expect(csvAddress("a b", { mode: "events", field: ["title"] })).toBe("/api/native/organizations/a%20b/events.csv?statsPeriod=14d&field=title&sort=-timestamp&dataset=errors");
});

describe("a saved question", () => {
  const asks = (text: string) => parseExploreSearch(parseSearch(text));
  const kept = (text: string) => ({ ...draftOf(asks(text), "x"), id: "1", dateCreated: "", dateUpdated: "", createdBy: null });
  it.each([
    "", "?group=release&show=count()&show=p95(size)&sort=-p95(size)&chart=p95(size)&statsPeriod=24h&project=7&environment=production", "?group=&show=count()",
    "?mode=events&field=title&field=user&query=level:error", "?start=2026-11-01T00:00:00Z&end=2026-11-02T00:00:00Z",
  ])("is read as it was kept: %s", (text) => {
    expect(isSame(kept(text), asks(text))).toBe(true);
    expect(draftOf(searchOf(kept(text)), "x")).toEqual(draftOf(asks(text), "x"));
  });
  it("is another one once something is asked otherwise", () => {
    expect(isSame(kept("?query=level:error"), asks("?query=level:fatal"))).toBe(false);
    expect(isSame(kept("?statsPeriod=24h"), asks("?statsPeriod=7d"))).toBe(false);
    expect(isSame(kept("?mode=events"), asks(""))).toBe(false);
  });
  it("says what the public API calls its parts", () => {
    expect(draftOf(asks("?group=release&show=count()&project=7"), "x")).toEqual({
      name: "x", fields: ["release", "count()"], query: "", orderby: "-count()", projects: [7], environment: [], yAxis: ["count()"], display: "top5", range: "14d",
    });
  });
});
