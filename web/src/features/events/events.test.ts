import { describe, expect, it } from "vitest";
import type { ExceptionValue, Frame, RequestData } from "~/api/event-types";
import { curl, fullUrl } from "./curl";
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
  it("leaves out what curl sets itself", () => {
    expect(curl(request)).not.toContain("host:");
    expect(curl(request)).toContain("cookie: s=[Filtered]");
    expect(curl(request)).toContain(`--data '{"x":1}'`);
  });
});
