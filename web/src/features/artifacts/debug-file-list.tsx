import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { type DebugFile, debugFilesQuery, debugFileUrl, deleteDebugFile } from "~/api/artifacts";
import { type MessageKey, t } from "~/lib/i18n/index";
import { bytes } from "~/lib/number";
import { Chip } from "~/ui/badges";
import { IconButton } from "~/ui/button";
import { Confirm } from "~/ui/confirm";
import { Icon } from "~/ui/icon";
import { Table } from "~/ui/table";
import { Time } from "~/ui/text";
import { DebugId } from "./debug-id";
import { ListFrame, type ListProps } from "./list-frame";
import { useDelete } from "./use-delete";

const kinds: Record<string, string> = { elf: "ELF", macho: "Mach-O", pdb: "PDB", pe: "PE", breakpad: "Breakpad", sourcebundle: "Source bundle", wasm: "WebAssembly", portablepdb: "Portable PDB", proguard: "ProGuard" };
const features: Record<string, MessageKey> = { symtab: "feature.symtab", debug: "feature.debug", unwind: "feature.unwind", sources: "feature.sources", mapping: "feature.mapping" };

/** Debug files, the newest first. */
export function DebugFileList(props: ListProps) {
  const { org, project, query } = props;
  const pages = useInfiniteQuery(debugFilesQuery(org, project, query));
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.items);
  const [leaving, setLeaving] = useState<DebugFile | null>(null);
  const remove = useDelete(org, project);
  return (
    <ListFrame {...props} sort="files" pages={pages} count={rows.length}>
      <Table
        label={t("artifacts.files")} rows={rows} keyOf={(each) => each.id}
        columns={[
          { id: "name", head: t("artifacts.name") }, { id: "kind", head: t("artifacts.kind"), className: "t2" }, { id: "id", head: t("artifacts.id") }, { id: "has", head: t("artifacts.has") }, { id: "releases", head: t("releases"), className: "t2" },
          { id: "size", head: t("artifacts.size"), right: true }, { id: "at", head: t("artifacts.uploaded"), className: "t2" }, { id: "used", head: t("artifacts.used"), className: "t2" }, { id: "do", head: t("artifacts.actions"), hidden: true, right: true },
        ]}
        renderCells={(each) => [
          <span key="name" className="m ell art-n" title={each.objectName}>{each.objectName.split("/").at(-1)}</span>,
          `${kinds[each.symbolType] ?? each.symbolType}${each.cpuName === "any" ? "" : ` ${each.cpuName}`}`,
          <DebugId key="id" id={each.debugId} />,
          <span key="has" className="row-f g6">{each.data.features.map((name) => <Chip key={name}>{features[name] ? t(features[name]) : name}</Chip>)}</span>,
          each.releases.length === 0 ? "–" : <Link key="releases" className="link" to="/organizations/$org/releases/$version" params={{ org, version: each.releases.at(-1) ?? "" }}>{each.releases.at(-1)}</Link>,
          bytes(each.size), <Time key="at" value={each.dateCreated} />, <Time key="used" value={each.dateLastUsed} label={t("artifacts.used.hint")} />,
          <span key="do" className="row-f end">
            <a className="btn ghost icon" href={debugFileUrl(org, project, each.id)} download aria-label={t("artifacts.download", { name: each.objectName })} title={t("artifacts.download", { name: each.objectName })}><Icon name="download" /></a>
            <IconButton icon="x" className="danger" label={t("artifacts.deleteNamed", { name: each.objectName })} onClick={() => setLeaving(each)} />
          </span>,
        ]}
      />
      {leaving && <Confirm title={t("artifacts.delete.title", { name: leaving.objectName })} action={t("artifacts.delete")} onConfirm={() => void remove(leaving.objectName, () => deleteDebugFile(org, project, leaving.id))} onClose={() => setLeaving(null)}>{t("artifacts.delete.text")}</Confirm>}
    </ListFrame>
  );
}
