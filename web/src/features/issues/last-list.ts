/** The list one came from: its order for next and previous, its place for the way back. */
import type { IssueSearch } from "./search";

interface LastList {
  search: IssueSearch;
  ids: string[];
  /** How many there are in all, when the server said. */
  total: number | null;
  scrollTop: number;
  focusId: string | null;
}

let last: LastList | null = null;

export function rememberList(next: LastList): void {
  last = next;
}

export function lastList(): LastList | null {
  return last;
}

/** What lies before and after an issue in that list. */
export function neighbours(id: string): { index: number; total: number; previous: string | null; next: string | null } | null {
  const at = last?.ids.indexOf(id) ?? -1;
  if (!last || at < 0) return null;
  return { index: at + 1, total: last.total ?? last.ids.length, previous: last.ids[at - 1] ?? null, next: last.ids[at + 1] ?? null };
}
