import { useQuery } from "@tanstack/react-query";
import { type Bundle, bundleFilesQuery } from "~/api/artifacts";
import { type MessageKey, t } from "~/lib/i18n/index";
import { Dialog } from "~/ui/dialog";
import { Failed, SkeletonRows } from "~/ui/states";
import { Table } from "~/ui/table";
import { DebugId } from "./debug-id";

const kinds: Record<string, MessageKey> = { minified_source: "kind.minified_source", source_map: "kind.source_map", source: "kind.source", indexed_ram_bundle: "kind.indexed_ram_bundle" };

/** Every file of a bundle with the URL and the debug id that events find it by. */
export function BundleFiles({ org, project, bundle, onClose }: { org: string; project: string; bundle: Bundle; onClose: () => void }) {
  const detail = useQuery(bundleFilesQuery(org, project, bundle.bundleId));
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={t("artifacts.openNamed", { name: bundle.associations[0]?.release ?? t("artifacts.bundle", { id: bundle.bundleId }) })}>
      <div className="art-d">
        {detail.isPending ? <SkeletonRows rows={3} /> : detail.isError ? <Failed error={detail.error} retry={() => void detail.refetch()} /> : (
          <Table
            label={t("artifacts.count")} rows={detail.data.files ?? []} keyOf={(each) => each.filePath}
            columns={[{ id: "url", head: t("artifacts.url") }, { id: "kind", head: t("artifacts.kind"), className: "t2" }, { id: "id", head: t("artifacts.id") }]}
            renderCells={(each) => [<span key="url" className="mono t12">{each.url}</span>, t(kinds[each.fileType] ?? "kind.other"), each.debugId ? <DebugId key="id" id={each.debugId} /> : "–"]}
          />
        )}
      </div>
    </Dialog>
  );
}
