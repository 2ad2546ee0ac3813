import { useNavigate } from "@tanstack/react-router";
import type { Actor, Issue } from "~/api/types";
import { type Bindings, useHotkeys } from "~/ui/hotkeys";
import type { IssueActions } from "./actions";
import type { Selection } from "./selection";

export interface ListKeys {
  org: string;
  issues: readonly Issue[];
  focus: number;
  setFocus: (index: number) => void;
  selection: Selection;
  actions: IssueActions;
  me: Actor | null;
  /** The issue in the panel at the side, if one is. */
  peeked: boolean;
  onPeek: (open: boolean) => void;
  openAssign: () => void;
  openPriority: () => void;
  onMerge: (issues: readonly Issue[]) => void;
  onFresh: () => void;
  onView: (step: number) => void;
  onSave: () => void;
  onLink: () => void;
}

/** What keys act on: the checked rows, else the row in focus. */
export function subjectOf({ issues, focus, selection }: Pick<ListKeys, "issues" | "focus" | "selection">): readonly Issue[] {
  const checked = issues.filter((issue) => selection.ids.has(issue.id));
  const row = issues[focus];
  return checked.length > 0 ? checked : row ? [row] : [];
}

function press(event: KeyboardEvent, otherwise: () => void): void {
  const control = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("a,button") : null;
  if (control) control.click();
  else otherwise();
}

/** Keys of the list. */
export function useListKeys(options: ListKeys): void {
  const { org, issues, focus, setFocus, selection, actions, me } = options;
  const navigate = useNavigate();
  const row = issues[focus];
  const act = (run: (issues: readonly Issue[]) => void) => () => {
    run(subjectOf(options));
    selection.clear();
  };
  const move = (to: number) => setFocus(Math.max(0, Math.min(issues.length - 1, to)));
  const open = () => row && void navigate({ to: "/organizations/$org/issues/$issueId", params: { org, issueId: row.id } });
  const openTab = () => row && window.open(`/organizations/${encodeURIComponent(org)}/issues/${row.id}`, "_blank", "noopener");
  const bindings: Bindings = {
    j: () => move(focus + 1),
    k: () => move(focus - 1),
    ArrowDown: () => move(focus + 1),
    ArrowUp: () => move(focus - 1),
    Home: () => move(0),
    End: () => move(issues.length - 1),
    x: () => row && selection.toggle(row.id, false),
    "Shift+x": () => row && selection.toggle(row.id, true),
    " ": () => row && options.onPeek(!options.peeked),
    e: act((list) => actions.resolve(list)),
    "Shift+e": act((list) => actions.resolve(list, { inNextRelease: true })),
    i: act((list) => actions.archive(list)),
    a: () => row && options.openAssign(),
    "Shift+a": act((list) => me && actions.assign(list, me)),
    p: () => row && options.openPriority(),
    m: () => options.onMerge(subjectOf(options)),
    v: () => options.onSave(),
    Enter: (event) => press(event, open),
    "Mod+Enter": openTab,
    Escape: () => (options.peeked ? options.onPeek(false) : selection.clear()),
    ".": () => options.onFresh(),
    "]": () => options.onView(1),
    "[": () => options.onView(-1),
    "Shift+l": () => options.onLink(),
  };
  useHotkeys(bindings);
}
