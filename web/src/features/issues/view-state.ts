/** What of the address a saved view keeps, and whether the list shows just that. */
import type { ViewState } from "~/api/views";
import { default_query, type IssueSearch } from "./search";

export function stateOf(search: IssueSearch): ViewState {
  return {
    query: search.query ?? default_query, sort: search.sort ?? null, group: search.group ?? null, project: search.project ?? [], environment: search.environment ?? [],
    statsPeriod: search.statsPeriod ?? null, start: search.start ?? null, end: search.end ?? null,
  };
}

const text = (state: ViewState) => JSON.stringify([
  state.query.trim(), state.sort ?? null, state.group ?? null, (state.project ?? []).toSorted(), (state.environment ?? []).toSorted(), state.statsPeriod ?? null, state.start ?? null, state.end ?? null,
]);

export function isShown(state: ViewState, search: IssueSearch): boolean {
  return text(state) === text(stateOf(search));
}
