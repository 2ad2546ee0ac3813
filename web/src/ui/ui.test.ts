import { describe, expect, it } from "vitest";
import { cutScale } from "./bar-chart";
import { hotFrom } from "./trend";
import { dismiss, toast, toasts, undoLast } from "./toast-store";

describe("charts", () => {
  it("cuts the axis only for a bar over ten times the rest", () => {
    expect(cutScale([1, 2, 100]).most).toBe(4);
    expect(cutScale([10, 20, 100]).most).toBe(100);
    expect(cutScale([0, 0, 7]).most).toBe(7);
    expect(cutScale([]).most).toBe(1);
  });
  it("marks only a rise at the end", () => {
    expect(hotFrom([1, 1, 1, 1, 1, 1, 1, 20])).toBe(7);
    expect(hotFrom([5, 6, 5, 6, 5, 6, 5, 6])).toBe(8);
    expect(hotFrom([])).toBe(0);
  });
});

describe("toasts", () => {
  it("undoes the newest that can be undone, once", () => {
    const done: string[] = [];
    toast({ text: "a", undo: () => done.push("a") });
    toast({ text: "b", undo: () => done.push("b") });
    toast({ text: "c" });
    expect(undoLast()).toBe(true);
    expect(undoLast()).toBe(true);
    expect(undoLast()).toBe(false);
    expect(done).toEqual(["b", "a"]);
    for (const item of toasts.get()) dismiss(item.id);
    expect(toasts.get()).toEqual([]);
  });
});
