import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changeView, createView, type SavedView, viewsQuery } from "~/api/views";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Check, Field } from "~/ui/field";
import { toast } from "~/ui/toast-store";
import { currentView, default_query, type IssueSearch } from "./search";
import { isShown, stateOf } from "./view-state";

interface Props {
  org: string;
  search: IssueSearch;
  onSearch: (change: Partial<IssueSearch>) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Without its button: only the dialog. */
  hidden?: boolean;
}

/** Keeps what the list shows under a name; brings a changed view up to date. */
export function SaveView({ org, search, onSearch, open, onOpenChange, hidden }: Props) {
  const client = useQueryClient();
  const views = useQuery(viewsQuery(org)).data ?? [];
  const current = views.find((view) => view.id === search.view);
  const changed = current !== undefined && !isShown(current.state, search);
  const update = async (view: SavedView) => {
    const before = view.state;
    const put = async (state: SavedView["state"]) => {
      await changeView(org, view.id, { state });
      void client.invalidateQueries({ queryKey: ["views", org] });
      void client.invalidateQueries({ queryKey: ["issue-counts", org, "views"] });
    };
    await put(stateOf(search));
    toast({ text: t("view.updated", { name: view.name }), undo: () => void put(before) });
  };
  return (
    <>
      {!hidden && changed && current.canChange && <Button tone="pri" icon="star" onClick={() => void update(current)}>{t("view.update")}</Button>}
      {!hidden && <Button icon="star" onClick={() => onOpenChange(true)} disabledReason={current && !changed ? t("view.same") : null}>{t(changed ? "view.saveNew" : "view.save")}</Button>}
      {open && <SaveDialog org={org} search={search} onClose={() => onOpenChange(false)} onSaved={(view) => onSearch({ view: view.id })} />}
    </>
  );
}

/** A name for it: the tab it stands on, or the words of the search. */
function proposal(query: string): string {
  const view = currentView(query);
  const words = query.split(/\s+/).filter((word) => !word.startsWith("is:") && !word.startsWith("assigned:")).map((word) => word.replace(/^!?[\w.]+:/, (key) => (key.startsWith("!") ? "not " : ""))).join(", ");
  return [words, view ? t(view.label) : ""].filter(Boolean).join(", ").slice(0, 60);
}

function SaveDialog({ org, search, onClose, onSaved }: { org: string; search: IssueSearch; onClose: () => void; onSaved: (view: SavedView) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(() => proposal(search.query ?? default_query));
  const [shared, setShared] = useState(false);
  const [fault, setFault] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const view = await createView(org, { name, shared, state: stateOf(search) });
      client.setQueryData<SavedView[]>(["views", org], (old) => [...(old ?? []), view]);
      void client.invalidateQueries({ queryKey: ["issue-counts", org, "views"] });
      onClose();
      onSaved(view);
      toast({ text: t("view.saved", { name: view.name }), icon: "star" });
    } catch (error) {
      setFault(error instanceof Error ? error.message : "");
    }
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()} title={t("view.save")} hint={t("view.saveHint")}>
      <form className="form dlg-b" onSubmit={(event) => void submit(event)}>
        <Field label={t("view.name")} value={name} maxLength={60} autoFocus onFocus={(event) => event.target.select()} onChange={(event) => setName(event.target.value)} fault={fault} required />
        <p className="t12 t3 mono ell">{search.query ?? default_query}</p>
        <Check label={t("view.share")} checked={shared} onChange={setShared} />
        <div className="row-f end">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone="pri" disabledReason={name.trim() === "" ? t("view.nameFirst") : null}>{t("save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
