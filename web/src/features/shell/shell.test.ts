import { describe, expect, it } from "vitest";
import { key_groups } from "~/lib/keymap";
import { fitting, marked, type PaletteEntry, rank } from "./palette-match";
import { moved, viewSearch } from "./view-actions";

const entry = (label: string): PaletteEntry => ({ id: label, label, icon: "cube", run: () => undefined });

describe("palette", () => {
  it("ranks the start of the label before the start of a word before the middle", () => {
    expect([rank("Resolve", "res"), rank("Not resolved", "res"), rank("Address", "res"), rank("Other", "res")]).toEqual([0, 1, 2, null]);
    expect(fitting([entry("Address"), entry("Keys"), entry("Resolve")], "res").map((each) => each.label)).toEqual(["Resolve", "Address"]);
    expect(fitting([entry("Keys of web")], "web keys")).toHaveLength(1);
  });
  it("marks what was typed and loses no letter", () => {
    expect(marked("Resolve now", ">res")).toEqual([{ text: "Res", hit: true }, { text: "olve now", hit: false }]);
    expect(marked("abc", "").map((part) => part.text).join("")).toBe("abc");
  });
});

describe("keys", () => {
  it("have one meaning each", () => {
    const all = key_groups.flatMap((group) => group.keys.map((each) => each.keys.join(" ")));
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("saved views", () => {
  const list = [{ id: "a" }, { id: "b" }, { id: "c" }];
  const ids = (id: string, to: number) => moved(list, id, to).map((each) => each.id).join("");
  it("move to a place", () => expect([ids("a", 2), ids("c", 0), ids("b", 1), ids("x", 0)]).toEqual(["bca", "cab", "abc", "abc"]));
  it("name all filters, so that those of the page before are not kept", () => {
    const search = viewSearch({ id: "7", name: "x", shared: false, mine: true, canChange: true, owner: null, dateCreated: "", state: { query: "is:new", project: ["1"], environment: [], sort: null } });
    expect(search).toEqual({ query: "is:new", view: "7", project: ["1"], environment: undefined, sort: undefined, group: undefined, statsPeriod: undefined, start: undefined, end: undefined });
  });
});
