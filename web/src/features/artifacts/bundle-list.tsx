import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type Bundle, bundlesQuery, deleteBundle } from "~/api/artifacts";
import { t } from "~/lib/i18n/index";
import { bytes } from "~/lib/number";
import { Button, IconButton } from "~/ui/button";
import { Confirm } from "~/ui/confirm";
import { Table } from "~/ui/table";
import { Time } from "~/ui/text";
import { BundleFiles } from "./bundle-files";
import { DebugId } from "./debug-id";
import { ListFrame, type ListProps } from "./list-frame";
import { useDelete } from "./use-delete";

const shown_ids = 2;

export const nameOf = (bundle: Bundle) => bundle.associations[0]?.release ?? t("artifacts.bundle", { id: bundle.bundleId });

/** Bundles of minified files, maps and sources, the newest first. */
export function BundleList(props: ListProps) {
  const { org, project, query } = props;
  const pages = useInfiniteQuery(bundlesQuery(org, project, query));
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.items);
  const [open, setOpen] = useState<Bundle | null>(null);
  const [leaving, setLeaving] = useState<Bundle | null>(null);
  const remove = useDelete(org, project);
  return (
    <ListFrame {...props} sort="maps" pages={pages} count={rows.length}>
      <Table
        label={t("artifacts.maps")} rows={rows} keyOf={(each) => each.bundleId}
        columns={[
          { id: "release", head: t("artifacts.release") }, { id: "dist", head: t("artifacts.dist"), className: "t2" }, { id: "count", head: t("artifacts.count") }, { id: "ids", head: t("artifacts.ids") },
          { id: "size", head: t("artifacts.size"), right: true }, { id: "at", head: t("artifacts.uploaded"), className: "t2" }, { id: "used", head: t("artifacts.used"), className: "t2" }, { id: "do", head: t("artifacts.actions"), hidden: true, right: true },
        ]}
        renderCells={(each) => [
          <Release key="release" org={org} bundle={each} />,
          each.associations[0]?.dist ?? "–",
          <Button key="count" tone="ghost" title={t("artifacts.openNamed", { name: nameOf(each) })} onClick={() => setOpen(each)}>{t("artifacts.open", { n: each.fileCount })}</Button>,
          <span key="ids" className="row-f">{each.debugIds.slice(0, shown_ids).map((id) => <DebugId key={id} id={id} />)}{each.debugIds.length > shown_ids && <span className="t12 t3">{t("artifacts.ids.more", { n: each.debugIds.length - shown_ids })}</span>}{each.debugIds.length === 0 && "–"}</span>,
          bytes(each.size), <Time key="at" value={each.date} />, <Time key="used" value={each.dateLastUsed} label={t("artifacts.used.hint")} />,
          <IconButton key="do" icon="x" className="danger" label={t("artifacts.deleteNamed", { name: nameOf(each) })} onClick={() => setLeaving(each)} />,
        ]}
      />
      {open && <BundleFiles org={org} project={project} bundle={open} onClose={() => setOpen(null)} />}
      {leaving && <Confirm title={t("artifacts.delete.title", { name: nameOf(leaving) })} action={t("artifacts.delete")} onConfirm={() => void remove(nameOf(leaving), () => deleteBundle(org, project, leaving.bundleId))} onClose={() => setLeaving(null)}>{t("artifacts.delete.text")}</Confirm>}
    </ListFrame>
  );
}

function Release({ org, bundle }: { org: string; bundle: Bundle }) {
  const version = bundle.associations[0]?.release;
  if (!version) return <span className="t2">{t("artifacts.noRelease")}</span>;
  return <Link className="m link" to="/organizations/$org/releases/$version" params={{ org, version }}>{version}</Link>;
}
