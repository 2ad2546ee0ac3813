import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { type DragEvent, useState } from "react";
import { type SavedView, viewCountsQuery, viewsQuery } from "~/api/views";
import { t } from "~/lib/i18n/index";
import { IconButton } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Num } from "~/ui/text";
import { RenameView } from "./rename-view";
import { useViewActions, type ViewActions, viewSearch } from "./view-actions";

/** Lists under a name: one's own and those the organisation shares, in one's own order. */
export function SavedViews({ org }: { org: string }) {
  const views = useQuery(viewsQuery(org)).data ?? [];
  const counts = useQuery({ ...viewCountsQuery(org), enabled: views.length > 0 }).data ?? [];
  const actions = useViewActions(org, views);
  const [renaming, setRenaming] = useState<SavedView | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const { view: shown } = useSearch({ strict: false }) as { view?: string };
  if (views.length === 0) return null;
  const drop = (event: DragEvent, at: number) => {
    event.preventDefault();
    setOver(null);
    actions.move(event.dataTransfer.getData("text/plain"), at);
  };
  return (
    <>
      <h4 id="saved-views">{t("view.saved.title")}</h4>
      <ul className="nav views" aria-labelledby="saved-views">
        {views.map((view, at) => (
          <li
            key={view.id} className={over === view.id ? "over" : ""} draggable
            onDragStart={(event) => event.dataTransfer.setData("text/plain", view.id)} onDragOver={(event) => { event.preventDefault(); setOver(view.id); }} onDragLeave={() => setOver(null)} onDrop={(event) => drop(event, at)}
          >
            <Link to="/organizations/$org/issues" params={{ org }} search={viewSearch(view)} title={view.shared ? t("view.sharedBy", { name: view.name, who: view.owner ?? "" }) : view.name} aria-current={shown === view.id ? "page" : undefined} activeProps={{}}>
              <Icon name={view.shared ? "users" : "star"} size={16} />
              <span className="ell ni">{view.name}</span>
              <span className="n"><Count value={counts.find((count) => count.id === view.id)?.count} /></span>
            </Link>
            <ViewMenu view={view} at={at} last={views.length - 1} actions={actions} onRename={() => setRenaming(view)} />
          </li>
        ))}
      </ul>
      {renaming && <RenameView view={renaming} onSave={(name) => actions.rename(renaming, name)} onClose={() => setRenaming(null)} />}
    </>
  );
}

function Count({ value }: { value: number | null | undefined }) {
  return value === null || value === undefined ? null : <Num value={value} />;
}

interface MenuProps {
  view: SavedView;
  at: number;
  last: number;
  actions: ViewActions;
  onRename: () => void;
}

function ViewMenu({ view, at, last, actions, onRename }: MenuProps) {
  return (
    <Menu
      label={t("view.actions", { name: view.name })}
      trigger={<IconButton icon="dots" className="vm" label={t("view.actions", { name: view.name })} />}
      items={[
        ...(view.canChange ? [{ id: "rename", label: t("view.rename"), icon: "pencil" as const, onSelect: onRename }, { id: "share", label: t(view.shared ? "view.unshare" : "view.shareDo"), icon: "users" as const, onSelect: () => actions.share(view, !view.shared) }] : []),
        ...(at > 0 ? [{ id: "up", label: t("view.up"), icon: "up" as const, onSelect: () => actions.move(view.id, at - 1) }] : []),
        ...(at < last ? [{ id: "down", label: t("view.down"), icon: "chevronDown" as const, onSelect: () => actions.move(view.id, at + 1) }] : []),
        ...(view.canChange ? [{ id: "delete", label: t("delete"), icon: "x" as const, danger: true, parted: true, onSelect: () => actions.remove(view) }] : []),
      ]}
    />
  );
}
