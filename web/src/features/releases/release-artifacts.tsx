import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { bundlesQuery } from "~/api/artifacts";
import type { FullRelease } from "~/api/releases";
import { t } from "~/lib/i18n/index";
import { bytes } from "~/lib/number";
import { Card } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Table } from "~/ui/table";
import { Time } from "~/ui/text";

/** Files uploaded for the release, a card for each of its projects. */
export function ReleaseArtifacts({ org, release }: { org: string; release: FullRelease }) {
  return release.projects.map((project) => <OfProject key={project.id} org={org} project={project.slug} version={release.version} />);
}

function OfProject({ org, project, version }: { org: string; project: string; version: string }) {
  const pages = useInfiniteQuery(bundlesQuery(org, project, version));
  // The search also finds releases whose version contains this one.
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.items).filter((each) => each.associations.some((own) => own.release === version));
  const all = <Link className="link" to="/organizations/$org/settings/projects/$project/artifacts" params={{ org, project }}>{t("release.new.all")}</Link>;
  return (
    <Card title={t("artifacts.title")} hint={project} actions={all}>
      {pages.isPending ? <SkeletonRows rows={2} /> : pages.isError ? <Failed error={pages.error} /> : rows.length === 0 ? <p className="t3 p12">{t("release.artifacts.none")} {t("release.artifacts.how")}</p> : (
        <Table
          label={t("artifacts.maps")} rows={rows} keyOf={(each) => each.bundleId}
          columns={[{ id: "count", head: t("artifacts.count") }, { id: "dist", head: t("artifacts.dist"), className: "t2" }, { id: "ids", head: t("artifacts.ids"), className: "t2" }, { id: "size", head: t("artifacts.size"), right: true }, { id: "at", head: t("artifacts.uploaded"), className: "t2" }]}
          renderCells={(each) => [t("artifacts.open", { n: each.fileCount }), each.associations[0]?.dist ?? "–", <span key="ids" className="mono t12">{each.debugIds[0] ?? "–"}</span>, bytes(each.size), <Time key="at" value={each.date} />]}
        />
      )}
    </Card>
  );
}
