/** Saved questions: a list to open, rename and delete from, and the button that keeps what is on the screen. */
import { Popover } from "@base-ui/react/popover";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { t } from "~/lib/i18n/index";
import { Button, IconButton } from "~/ui/button";
import { Dialog } from "~/ui/dialog";
import { Field } from "~/ui/field";
import { Icon } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Time } from "~/ui/text";
import { toast } from "~/ui/toast-store";
import { changeSaved, createSaved, deleteSaved, draftOf, isSame, type SavedQuery, type SavedQueryDraft, savedQueriesQuery, savedQuery } from "./saved";
import type { ExploreSearch } from "./search";

interface Props {
  org: string;
  search: ExploreSearch;
  /** The one whose address this is. */
  opened: SavedQuery | null;
  /** Goes to the address of one, or with null to the address that says all that is shown. */
  onOpen: (id: string | null) => void;
}

type Naming = { id: string | null; draft: SavedQueryDraft };

const failed = (error: unknown) => toast({ text: t("action.failed", { reason: error instanceof Error ? error.message : "" }), icon: "warning" });

function useSaved({ org, opened, onOpen }: Props) {
  const client = useQueryClient();
  const saved = useQuery(savedQueriesQuery(org));
  const again = () => client.invalidateQueries({ queryKey: savedQueriesQuery(org).queryKey });
  const remove = async (each: SavedQuery) => {
    if (each.id === opened?.id) onOpen(null);
    client.setQueryData<SavedQuery[]>(savedQueriesQuery(org).queryKey, (old) => old?.filter((other) => other.id !== each.id));
    try {
      await deleteSaved(org, each.id);
      toast({ text: t("saved.deleted", { name: each.name }), undo: () => void createSaved(org, each).then(again, failed) });
    } catch (error) {
      failed(error);
    }
    void again();
  };
  const keep = async ({ id, draft }: Naming) => {
    const kept = await (id === null ? createSaved(org, draft) : changeSaved(org, id, draft));
    client.setQueryData(savedQuery(org, kept.id).queryKey, kept);
    await again();
    toast({ text: t("saved.done", { name: kept.name }), icon: "star" });
    return kept.id;
  };
  return { saved, remove, keep };
}

export function SavedMenu(props: Props) {
  const { org, search, opened, onOpen } = props;
  const { saved, remove, keep } = useSaved(props);
  const [open, setOpen] = useState(false);
  const [naming, setNaming] = useState<Naming | null>(null);
  const rows = saved.data ?? [];
  const current = rows.find((each) => (opened ? each.id === opened.id : isSame(each, search)));
  const show = async (next: Naming) => onOpen(await keep(next));
  return (
    <>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger render={<Button icon="star" className="slim" title={current?.name}><span className="slim-t">{t("saved.title")}</span></Button>} />
        <Popover.Portal>
          <Popover.Positioner className="pos" align="end" sideOffset={4} collisionPadding={8}>
            <Popover.Popup className="pop picker svq" aria-label={t("saved.title")}>
              {saved.isError && <p className="pk-e c-error">{saved.error.message}</p>}
              {saved.isSuccess && rows.length === 0 && <p className="pk-e t3">{t("saved.none")}</p>}
              <ul className="svq-l">
                {rows.map((each) => (
                  <li key={each.id} className="row-f">
                    <Link to="/organizations/$org/explore" params={{ org }} search={{ saved: each.id }} className="mi grow" aria-current={each === current ? "page" : undefined} activeProps={{}} onClick={() => setOpen(false)}>
                      <Icon name={each === current ? "check" : "star"} />
                      <span className="grow ell">{each.name}<span className="t3 t12 ell svq-d">{each.createdBy?.name ?? t("saved.byToken")} · <Time value={each.dateUpdated} /></span></span>
                    </Link>
                    <Actions each={each} onRename={() => { setOpen(false); setNaming({ id: each.id, draft: each }); }} onReplace={each === current ? null : () => void show({ id: each.id, draft: draftOf(search, each.name) }).catch(failed)} onRemove={() => void remove(each)} />
                  </li>
                ))}
              </ul>
              <div className="pk-f row-f">
                <Button icon="plus" tone="pri" disabledReason={current ? t("saved.same", { name: current.name }) : null} onClick={() => { setOpen(false); setNaming({ id: null, draft: draftOf(search, "") }); }}>{t("saved.save")}</Button>
              </div>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {naming && <NameDialog naming={naming} onSave={naming.id === null ? show : keep} onClose={() => setNaming(null)} />}
    </>
  );
}

interface ActionsProps {
  each: SavedQuery;
  onRename: () => void;
  /** Null for the one that is shown. */
  onReplace: (() => void) | null;
  onRemove: () => void;
}

function Actions({ each, onRename, onReplace, onRemove }: ActionsProps) {
  const label = t("view.actions", { name: each.name });
  return (
    <Menu
      label={label} align="end" trigger={<IconButton icon="dots" label={label} />}
      items={[
        { id: "rename", label: t("view.rename"), icon: "pencil", onSelect: onRename },
        ...(onReplace ? [{ id: "replace", label: t("saved.replace"), icon: "star" as const, onSelect: onReplace }] : []),
        { id: "delete", label: t("delete"), icon: "x", danger: true, parted: true, onSelect: onRemove },
      ]}
    />
  );
}

function NameDialog({ naming, onSave, onClose }: { naming: Naming; onSave: (naming: Naming) => Promise<unknown>; onClose: () => void }) {
  const [name, setName] = useState(naming.draft.name);
  const [fault, setFault] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await onSave({ ...naming, draft: { ...naming.draft, name: name.trim() } });
      onClose();
    } catch (error) {
      setFault(error instanceof Error ? error.message : "");
    }
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()} title={t(naming.id === null ? "saved.save" : "view.rename")} hint={t("saved.hint")}>
      <form className="form dlg-b" onSubmit={(event) => void submit(event)}>
        <Field label={t("view.name")} value={name} maxLength={255} autoFocus onFocus={(event) => event.target.select()} onChange={(event) => setName(event.target.value)} fault={fault} required />
        <p className="t12 t3 mono ell">{[naming.draft.fields.join(", "), naming.draft.query].filter(Boolean).join(" · ")}</p>
        <div className="row-f end">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" tone="pri" disabledReason={name.trim() === "" ? t("view.nameFirst") : null}>{t("save")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
