import { describe, expect, it } from "vitest";
import { errorFrom } from "~/api/errors";
import { tokenize } from "~/lib/query";
import { type Filter, operatorsOf, readFilter, withOperator, withValue, writeFilter } from "./filter-parts";
import { faultOf, faultyToken } from "./search-fault";

describe("a filter", () => {
  it.each([
    ["level:error", { key: "level", operator: "is", values: ["error"] }],
    ["!level:error", { key: "level", operator: "not", values: ["error"] }],
    ["level:[error,fatal]", { key: "level", operator: "is", values: ["error", "fatal"] }],
    ['!user.email:["a, b",c]', { key: "user.email", operator: "not", values: ["a, b", "c"] }],
    ['title:"it said \\"no\\""', { key: "title", operator: "is", values: ['it said "no"'] }],
    ["url:*cart*", { key: "url", operator: "contains", values: ["cart"] }],
    ['title:"*not found*"', { key: "title", operator: "contains", values: ["not found"] }],
    ["timesSeen:>100", { key: "timesSeen", operator: "more", values: ["100"] }],
    ["firstSeen:<2026-11-01T10:00:00", { key: "firstSeen", operator: "less", values: ["2026-11-01T10:00:00"] }],
    ["timesSeen:>=100", { key: "timesSeen", operator: "is", values: [">=100"] }],
    ["has:release", { key: "release", operator: "has", values: [] }],
    ["!has:user.id", { key: "user.id", operator: "hasNot", values: [] }],
    ["tags[a.b]:x", { key: "tags[a.b]", operator: "is", values: ["x"] }],
    ['release:""', { key: "release", operator: "is", values: [""] }],
    ["url:*cart", { key: "url", operator: "is", values: ["*cart"] }],
  ] as Array<[string, Filter]>)("%s is read and written alike", (raw, filter) => {
    expect(readFilter(raw)).toEqual(filter);
    expect(writeFilter(filter)).toBe(raw);
    expect(tokenize(`a ${raw} b`).map((each) => each.raw)).toEqual(["a", raw, "b"]);
  });

  it("is none where the text is free, and nothing before it has a value", () => {
    expect(readFilter("some")).toBeNull();
    expect(readFilter("https://x.example/a")).toBeNull();
    expect(writeFilter({ key: "level", operator: "is", values: [] })).toBeNull();
    expect(writeFilter({ key: "url", operator: "contains", values: [""] })).toBeNull();
  });

  it("takes several values, or one where several mean nothing", () => {
    const level: Filter = { key: "level", operator: "is", values: ["error"] };
    expect(withValue(level, "fatal").values).toEqual(["error", "fatal"]);
    expect(withValue(level, "error").values).toEqual([]);
    expect(withValue({ key: "is", operator: "is", values: ["new"] }, "regressed").values).toEqual(["regressed"]);
    expect(withValue({ key: "url", operator: "contains", values: ["a"] }, "b").values).toEqual(["b"]);
    expect(withValue({ key: "timesSeen", operator: "is", values: [] }, ">100")).toEqual({ key: "timesSeen", operator: "more", values: ["100"] });
  });

  it("keeps what fits when it is compared otherwise", () => {
    const two: Filter = { key: "url", operator: "is", values: ["a", "b"] };
    expect(withOperator(two, "not").values).toEqual(["a", "b"]);
    expect(withOperator(two, "contains").values).toEqual(["a"]);
    expect(withOperator(two, "has").values).toEqual([]);
    expect(operatorsOf("words", "is")).toEqual(["is", "not"]);
    expect(operatorsOf("words", "has")).toEqual(["is", "not", "has"]);
  });
});

describe("the fault of a search", () => {
  const query = "is:unresolved  timesSeen:abc timesSeen:abc";
  const at = (position: unknown) => faultyToken(query, tokenize(query), faultOf(errorFrom(400, "/", { detail: "no number", position, length: 3 }, null)));
  it("is found at its filter, also where another reads the same", () => {
    expect([at(3), at(25), at(39), at(14), at(undefined)]).toEqual([0, 1, 2, -1, -1]);
  });
  it("is only what the server refused to read", () => {
    expect(faultOf(errorFrom(500, "/", { detail: "x" }, null))).toBeNull();
    expect(faultOf(new Error("x"))).toBeNull();
    expect(faultOf(errorFrom(400, "/", { detail: "no number", position: 25, length: 3 }, null))).toEqual({ text: "no number", at: { start: 25, end: 28 } });
  });
});
