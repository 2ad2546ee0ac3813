import { useNavigate } from "@tanstack/react-router";
import type { Issue } from "~/api/types";
import { type Bindings, useHotkeys } from "~/ui/hotkeys";
import type { IssueActions } from "./actions";
import type { Selection } from "./selection";

interface Options {
  org: string;
  issues: readonly Issue[];
  focus: number;
  setFocus: (index: number) => void;
  selection: Selection;
  actions: IssueActions;
  openAssign: () => void;
  onFresh: () => void;
  onView: (step: number) => void;
}

/** Keys of the list; they act on what is checked, else on the row in focus. */
export function useListKeys(options: Options): void {
  const { org, issues, focus, setFocus, selection, actions } = options;
  const navigate = useNavigate();
  const row = issues[focus];
  const subject = () => {
    const checked = issues.filter((issue) => selection.ids.has(issue.id));
    return checked.length > 0 ? checked : row ? [row] : [];
  };
  const act = (run: (issues: readonly Issue[]) => void) => () => {
    run(subject());
    selection.clear();
  };
  const move = (to: number) => setFocus(Math.max(0, Math.min(issues.length - 1, to)));
  const open = () => row && void navigate({ to: "/organizations/$org/issues/$issueId", params: { org, issueId: row.id } });
  const bindings: Bindings = {
    j: () => move(focus + 1),
    k: () => move(focus - 1),
    ArrowDown: () => move(focus + 1),
    ArrowUp: () => move(focus - 1),
    Home: () => move(0),
    End: () => move(issues.length - 1),
    x: () => row && selection.toggle(row.id, false),
    "Shift+x": () => row && selection.toggle(row.id, true),
    e: act((list) => actions.resolve(list)),
    i: act((list) => actions.archive(list)),
    a: () => row && options.openAssign(),
    Enter: (event) => (event.target instanceof HTMLElement && event.target.closest("a,button") ? (event.target.closest("a,button") as HTMLElement).click() : open()),
    Escape: () => selection.clear(),
    ".": () => options.onFresh(),
    "]": () => options.onView(1),
    "[": () => options.onView(-1),
  };
  useHotkeys(bindings);
}
