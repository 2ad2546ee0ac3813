/** Which sections of the list are folded; of this reader, until the page is loaded anew. */
import { createStore, useStore } from "~/lib/store";

const folds = createStore<ReadonlySet<string>>(new Set());

const name = (by: string, id: string) => `${by}:${id}`;

export function isFolded(by: string, id: string): boolean {
  return folds.get().has(name(by, id));
}

export function useFolds(): ReadonlySet<string> {
  return useStore(folds);
}

/** True when it is folded now. */
export function toggleFold(by: string, id: string): boolean {
  const key = name(by, id);
  const next = new Set(folds.get());
  const folded = !next.delete(key);
  if (folded) next.add(key);
  folds.set(next);
  return folded;
}
