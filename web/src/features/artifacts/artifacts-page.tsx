import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ArtifactUsage, artifactUsageQuery } from "~/api/artifacts";
import { t } from "~/lib/i18n/index";
import { bytes } from "~/lib/number";
import { Bar, useTitle } from "~/ui/page";
import { Tabs } from "~/ui/tabs";
import { Num } from "~/ui/text";
import { BundleList } from "./bundle-list";
import type { Sort } from "./commands";
import { DebugFileList } from "./debug-file-list";

export interface ArtifactSearch {
  tab: Sort;
  query: string;
}

interface Props {
  org: string;
  project: string;
  search: ArtifactSearch;
  onSearch: (change: Partial<ArtifactSearch>) => void;
}

/** What a project keeps to make stack traces readable: see it, find it, delete it; how long it stays. */
export function ArtifactsPage({ org, project, search, onSearch }: Props) {
  const usage = useQuery(artifactUsageQuery(org, project)).data;
  useTitle(t("artifacts.title"), project);
  const list = { org, project, query: search.query, onQuery: (query: string) => onSearch({ query }) };
  return (
    <>
      <Bar
        path={[
          <Link key="s" to="/organizations/$org/settings" params={{ org }}>{t("settings")}</Link>,
          <Link key="p" to="/organizations/$org/settings/projects/$project" params={{ org, project }}>{project}</Link>,
        ]}
        title={t("artifacts.title")}
      />
      <main className="sy">
        <p className="t2">{t("artifacts.explain")}</p>
        {usage && <Kept usage={usage} />}
        <section className="card">
          <Tabs
            label={t("artifacts.title")} value={search.tab} onChange={(tab) => onSearch({ tab, query: "" })}
            tabs={[
              { id: "maps", label: t("artifacts.maps"), icon: "code", count: usage && <Num value={usage.bundles.count} />, content: <BundleList {...list} /> },
              { id: "files", label: t("artifacts.files"), icon: "chip", count: usage && <Num value={usage.debugFiles.count} />, content: <DebugFileList {...list} /> },
            ]}
          />
        </section>
      </main>
    </>
  );
}

function Kept({ usage }: { usage: ArtifactUsage }) {
  const used = usage.bundles.bytes + usage.debugFiles.bytes;
  return (
    <section className="card art-u" aria-label={t("artifacts.usage")}>
      <p><span className="big2">{t("artifacts.usage.of", { used: bytes(used), max: bytes(usage.maxBytes) })}</span></p>
      <p className="t2">{t("artifacts.usage.bundles", { n: usage.bundles.count })}, {t("artifacts.usage.files", { n: usage.debugFiles.count })}</p>
      <p className="t12 t3">{t("artifacts.retention", { n: usage.retentionDays })}</p>
    </section>
  );
}
