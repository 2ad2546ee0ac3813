/** Exceptions in the order they are read: what was thrown last first, its causes and members below it, indented. */
import type { ExceptionValue } from "~/api/event-types";

export interface Branch {
  value: ExceptionValue;
  /** Position in the event. */
  at: number;
  depth: number;
  /** `__cause__`, `errors[0]` …: the member of the parent that holds it. */
  source: string;
  /** Why it is here: the outermost, a cause, or one of a group. */
  role: "top" | "cause" | "member";
}

/** Deepest indentation; what lies deeper keeps it. */
const max_depth = 6;

/** A chain without ids is a line of causes; with ids it is the tree the SDK saw. Ids that point nowhere or in circles are kept at the end. */
export function exceptionTree(values: readonly ExceptionValue[]): Branch[] {
  const all = values.map((value, at) => ({ value, at })).toReversed();
  const ids = new Map(all.flatMap(({ value }) => (typeof value.mechanism?.exception_id === "number" ? [[value.mechanism.exception_id, value] as const] : [])));
  const linked = all.some(({ value }) => typeof value.mechanism?.parent_id === "number" && ids.has(value.mechanism.parent_id));
  if (!linked) return all.map(({ value, at }, i) => ({ value, at, depth: 0, source: value.mechanism?.source ?? "", role: i === 0 ? "top" : "cause" }));
  const out: Branch[] = [];
  const seen = new Set<ExceptionValue>();
  const walk = (parent: ExceptionValue | null, depth: number) => {
    for (const { value, at } of all) {
      if (seen.has(value)) continue;
      const over = typeof value.mechanism?.parent_id === "number" ? (ids.get(value.mechanism.parent_id) ?? null) : null;
      if (over !== parent || over === value) continue;
      seen.add(value);
      const role = parent === null ? "top" : parent.mechanism?.is_exception_group ? "member" : "cause";
      out.push({ value, at, depth: Math.min(depth, max_depth), source: value.mechanism?.source ?? "", role });
      walk(value, depth + 1);
    }
  };
  walk(null, 0);
  for (const { value, at } of all) if (!seen.has(value)) out.push({ value, at, depth: 0, source: "", role: "cause" });
  return out;
}
