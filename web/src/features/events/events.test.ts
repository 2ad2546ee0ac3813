import { describe, expect, it } from "vitest";
import type { Breadcrumb, ExceptionValue, Frame, RequestData } from "~/api/event-types";
import { highlight } from "~/lib/highlight";
import { languageOf, linesOf } from "~/lib/highlighter";
import { underline } from "./code-lines";
import { matching, offset } from "./crumbs";
import { curl, fullUrl, shell } from "./curl";
import { exceptionTree } from "./exception-tree";
import { below, explain, remarkOf } from "./meta";
import { inline } from "./value";
import { firstToOpen, frameFile, framePackage, pieces, traceText } from "./frames";

const frame = (name: string, inApp: boolean): Frame => ({
  filename: `${name}.ts`, absPath: null, module: null, function: name, lineNo: 3, colNo: null, inApp, context: [], vars: null,
});

describe("frames", () => {
  const frames = [frame("lib1", false), frame("lib2", false), frame("mine1", true), frame("lib3", false), frame("mine2", true)];
  it("puts the newest first and folds what is not ours", () => {
    expect(pieces(frames, "app").map((piece) => (piece.kind === "frame" ? piece.shown.frame.function : piece.count))).toEqual(["mine2", "lib3", "mine1", 2]);
  });
  it("shows all when asked, or when nothing is ours", () => {
    expect(pieces(frames, "all")).toHaveLength(5);
    expect(pieces([frame("a", false), frame("b", false)], "app")).toHaveLength(2);
  });
  it("keeps a library frame that crashed", () => {
    const list = [frame("mine", true), frame("inner", false), frame("crash", false)];
    expect(pieces(list, "app").map((piece) => (piece.kind === "frame" ? piece.shown.frame.function : piece.count))).toEqual(["crash", 1, "mine"]);
  });
  it("opens the newest of ours", () => {
    expect(firstToOpen(frames)).toBe(4);
    expect(firstToOpen([])).toBe(-1);
  });
  it("names file and package", () => {
    expect(frameFile(frame("a", true))).toBe("a.ts:3");
    expect(framePackage({ ...frame("a", false), absPath: "/srv/node_modules/@x/y/index.js" }, { "@x/y": "2.0.0" })).toBe("@x/y 2.0.0");
    expect(framePackage(frame("a", false), null)).toBe("");
  });
  it("writes the chain as text, what was thrown last first", () => {
    const value = (type: string): ExceptionValue => ({ type, value: "v", module: null, mechanism: null, stacktrace: { frames: [frame(type, true)] } });
    expect(traceText([value("Cause"), value("Outer")])).toBe("Outer: v\n    at Outer (Outer.ts:3)\nCaused by: Cause: v\n    at Cause (Cause.ts:3)");
  });
});

describe("curl", () => {
  const request: RequestData = { method: "POST", url: "https://h/p", query: [["a", "it's"]], data: { x: 1 }, headers: [["Host", "h"], ["Accept", "*/*"]], cookies: [["s", "[Filtered]"]] };
  it("cannot be broken out of by a quote", () => {
    expect(fullUrl(request)).toBe("https://h/p?a=it's");
    expect(curl(request)).toContain(String.raw`'https://h/p?a=it'\''s'`);
  });
  it("keeps options, files, patterns and further lines out of reach", () => {
    const evil: RequestData = { method: "GE'T; rm", url: "-o/etc/passwd?[1-9]", query: null, data: "@/etc/passwd", headers: [["X", "a\r\nEvil: 1"]], cookies: null };
    const text = curl(evil);
    expect(text).toContain(String.raw`-X 'GE'\''T; rm' --url '-o/etc/passwd?[1-9]'`);
    expect(text).toContain("--globoff");
    expect(text).toContain("--data-raw '@/etc/passwd'");
    expect(text).toContain("-H 'x: a Evil: 1'");
    expect(shell("a\u001b[31m\u0000b")).toBe("'a[31mb'");
  });
  it("leaves out what curl sets itself", () => {
    expect(curl(request)).not.toContain("host:");
    expect(curl(request)).toContain("cookie: s=[Filtered]");
    expect(curl(request)).toContain(`--data-raw '{"x":1}'`);
  });
});

describe("exceptions", () => {
  const thrown = (type: string, exception_id?: number, parent_id?: number, group = false): ExceptionValue => ({
    type, value: null, module: null, stacktrace: null,
    mechanism: exception_id === undefined ? null : { type: "generic", exception_id, ...(parent_id === undefined ? {} : { parent_id }), is_exception_group: group },
  });
  const shape = (values: ExceptionValue[]) => exceptionTree(values).map((each) => `${"-".repeat(each.depth)}${each.value.type ?? ""}:${each.role}`);
  it("follow one another where nobody numbered them", () => {
    expect(shape([thrown("Cause"), thrown("Top")])).toEqual(["Top:top", "Cause:cause"]);
  });
  it("stand under their group and their cause where they are numbered", () => {
    expect(shape([thrown("Deep", 3, 1), thrown("B", 2, 0), thrown("A", 1, 0), thrown("Group", 0, undefined, true)])).toEqual(["Group:top", "-A:member", "--Deep:cause", "-B:member"]);
  });
  it("are all shown whatever the numbers say", () => {
    expect(shape([thrown("A", 1, 2), thrown("B", 2, 1), thrown("C", 3, 3), thrown("D", 4, 99)]).length).toBe(4);
  });
});

describe("values", () => {
  it("are cut before they cost anything", () => {
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, "x".repeat(100)]));
    expect(inline(wide).length).toBeLessThan(700);
    expect(inline("y".repeat(1_000_000)).length).toBeLessThan(500);
    expect(inline([1, { a: null }, "b"])).toBe('[1, { a: null }, "b"]');
  });
  it("say which rule changed them and how long they were", () => {
    const tree = { values: { 0: { value: { "": { rem: [["@email:replace", "s", 0, 5] as [string, string, number, number]], len: 900 } } } } };
    const remark = remarkOf(below(tree, "values", 0, "value"));
    expect(remark && explain(remark, "short")).toContain("@email:replace");
    expect(remark && explain(remark, "short")).toContain("900");
    expect(remarkOf(below(tree, "values", 7))).toBeNull();
  });
});

describe("breadcrumbs", () => {
  const crumb = (category: string, level: string, message: string): Breadcrumb => ({ type: "default", category, level, message, timestamp: "2026-11-27T00:00:00Z", data: null });
  const crumbs = [crumb("ui.click", "info", "button"), crumb("console", "warning", "careful"), crumb("query", "info", "SELECT 1")];
  it("are found by kind, level and text, and keep their place", () => {
    const at = (kind: "all" | "ui" | "query", level: string, text: string) => matching(crumbs, { kind, level, text }).map((each) => each.at);
    expect([at("all", "", ""), at("ui", "", ""), at("all", "warning", ""), at("all", "", "select"), at("query", "warning", "")]).toEqual([[0, 1, 2], [0], [1], [2], []]);
  });
  it("tell how long before", () => expect(offset(crumbs[0] as Breadcrumb, Date.parse("2026-11-27T00:00:08.21Z"))).toBe("−8.21 s"));
});

describe("source", () => {
  it("keeps its lines whatever the grammar nests", () => {
    const tree = { type: "root", children: [{ type: "element", properties: { className: ["hljs-comment"] }, children: [{ type: "text", value: "/* a\nb */" }] }, { type: "text", value: " c" }] };
    expect(linesOf(tree)).toEqual([[{ kind: "c", text: "/* a" }], [{ kind: "c", text: "b */" }, { kind: "", text: " c" }]]);
  });
  it("is coloured by its file, else by its platform", () => {
    expect([languageOf("a/b.py", null), languageOf("app.tsx?v=1", "python"), languageOf("noext", "node"), languageOf("x.unknown", "other"), languageOf("Makefile", "constructor")]).toEqual(["python", "typescript", "javascript", null, null]);
  });
  it("marks the word at the column", () => {
    const marked = underline(highlight("  total += rule.price", "a.ts"), 12);
    expect(marked.find((span) => span.mark)?.text).toBe("rule");
    expect(marked.map((span) => span.text).join("")).toBe("  total += rule.price");
    expect(underline([{ kind: "", text: "x" }], 99)).toEqual([{ kind: "", text: "x" }]);
  });
});
