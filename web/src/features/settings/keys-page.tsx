import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type ClientKey, keysQuery } from "~/api/projects";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { duration } from "~/lib/time";
import { Chip } from "~/ui/badges";
import { Button } from "~/ui/button";
import { CopyButton } from "~/ui/copy-button";
import { Bar, useTitle } from "~/ui/page";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { Time } from "~/ui/text";
import { DeleteKey } from "./delete-key";
import { KeyDialog } from "./key-dialog";
import { useKeyActions } from "./use-key-actions";

export function KeysPage({ org, project }: { org: string; project: string }) {
  const keys = useQuery(keysQuery(org, project));
  const [editing, setEditing] = useState<ClientKey | "new" | null>(null);
  const [deleting, setDeleting] = useState<ClientKey | null>(null);
  const actions = useKeyActions(org, project);
  useTitle(t("keys.title.client"), project);
  return (
    <>
      <Bar
        path={[<Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>, <span key="p">{project}</span>]}
        title={t("keys.title.client")}
        actions={<Button tone="pri" icon="plus" onClick={() => setEditing("new")}>{t("key.create")}</Button>}
      />
      <main className="sy narrow">
        <p className="t2">{t("keys.explain.long")}</p>
        {keys.isPending ? <SkeletonRows rows={3} /> : keys.isError ? <Failed error={keys.error} retry={() => void keys.refetch()} /> : keys.data.length === 0 ? <Empty icon="key" title={t("keys.none")}>{t("keys.none.text")}</Empty> : (
          keys.data.map((key) => <KeyCard key={key.id} item={key} onEdit={() => setEditing(key)} onDelete={() => setDeleting(key)} onActive={() => actions.setActive(key, !key.isActive)} onRotate={() => actions.rotate(key)} />)
        )}
      </main>
      {editing && <KeyDialog org={org} project={project} item={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && <DeleteKey item={deleting} onDelete={() => actions.remove(deleting)} onClose={() => setDeleting(null)} />}
    </>
  );
}

interface CardProps {
  item: ClientKey;
  onEdit: () => void;
  onDelete: () => void;
  onActive: () => void;
  onRotate: () => void;
}

function KeyCard({ item, onEdit, onDelete, onActive, onRotate }: CardProps) {
  return (
    <section className="card key" aria-label={item.name}>
      <div className="h">
        <h2>{item.name}</h2>
        {item.isActive ? <Chip tone="ok" icon="check">{t("key.active")}</Chip> : <Chip tone="warn">{t("key.off")}</Chip>}
        <span className="grow" />
        <span className="key-b">
          <Button tone="ghost" onClick={onEdit}>{t("edit")}</Button>
          <Button tone="ghost" title={t("key.rotate.hint")} onClick={onRotate}>{t("key.rotate")}</Button>
          <Button tone="ghost" onClick={onActive}>{item.isActive ? t("key.disable") : t("key.enable")}</Button>
          <Button tone="ghost" className="danger" onClick={onDelete}>{t("delete")}</Button>
        </span>
      </div>
      <div className="p stack8">
        <div className="dsn"><span className="t12 t3">DSN</span><span className="mono ell grow">{item.dsn.public}</span><CopyButton text={item.dsn.public} /></div>
        <p className="t12 t3">
          {item.rateLimit ? t("key.limit", { n: exactNumber(item.rateLimit.count), window: duration(item.rateLimit.window) }) : t("key.noLimit")} · {t("created")} <Time value={item.dateCreated} />
        </p>
      </div>
    </section>
  );
}
