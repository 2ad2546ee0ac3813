/** Renaming, sharing, ordering and deleting saved views: at once, and taken back where the server refuses. */
import { useQueryClient } from "@tanstack/react-query";
import { changeView, createView, deleteView, orderViews, type SavedView } from "~/api/views";
import { no_filters } from "~/lib/filters";
import { t } from "~/lib/i18n/index";
import { toast } from "~/ui/toast-store";

export interface ViewActions {
  rename: (view: SavedView, name: string) => void;
  share: (view: SavedView, shared: boolean) => void;
  /** To that place of the list. */
  move: (id: string, to: number) => void;
  remove: (view: SavedView) => void;
}

/** The address of a view: all it keeps, and nothing of the page before. */
export function viewSearch(view: SavedView) {
  const { query, sort, group, project, environment, statsPeriod, start, end } = view.state;
  const list = (values: string[] | undefined) => (values && values.length > 0 ? values : undefined);
  return {
    ...no_filters, query, view: view.id, sort: (sort ?? undefined) as "date" | undefined, group: (group ?? undefined) as "none" | undefined,
    project: list(project), environment: list(environment), statsPeriod: statsPeriod ?? undefined, start: start ?? undefined, end: end ?? undefined,
  };
}

/** The list with one of it at another place. */
export function moved<T extends { id: string }>(list: readonly T[], id: string, to: number): T[] {
  const one = list.find((each) => each.id === id);
  if (!one) return [...list];
  const rest = list.filter((each) => each.id !== id);
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}

export function useViewActions(org: string, views: readonly SavedView[]): ViewActions {
  const client = useQueryClient();
  const show = (next: SavedView[]) => client.setQueryData<SavedView[]>(["views", org], next);
  const send = async (next: SavedView[], request: () => Promise<unknown>) => {
    show(next);
    try {
      await request();
    } catch (error) {
      toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });
    }
    void client.invalidateQueries({ queryKey: ["views", org] });
  };
  const replaced = (view: SavedView, change: Partial<SavedView>) => views.map((each) => (each.id === view.id ? { ...each, ...change } : each));
  const move = (id: string, to: number) => {
    const next = moved(views, id, to);
    void send(next, () => orderViews(org, next.map((each) => each.id)));
  };
  return {
    move,
    rename: (view, name) => void send(replaced(view, { name }), () => changeView(org, view.id, { name })),
    share: (view, shared) => void send(replaced(view, { shared }), () => changeView(org, view.id, { shared })),
    remove: (view) => {
      void send(views.filter((each) => each.id !== view.id), () => deleteView(org, view.id));
      const back = async () => {
        const again = await createView(org, { name: view.name, shared: view.shared, state: view.state });
        await orderViews(org, views.map((each) => (each.id === view.id ? again.id : each.id)));
        void client.invalidateQueries({ queryKey: ["views", org] });
      };
      toast({ text: t("view.deleted", { name: view.name }), undo: () => void back() });
    },
  };
}
