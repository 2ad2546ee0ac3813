import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type FullRelease, newIn, newIssuesQuery, releaseQuery } from "~/api/releases";
import { t } from "~/lib/i18n/index";
import { Chip } from "~/ui/badges";
import { LevelIcon } from "~/ui/level-icon";
import { Bar, Card, useTitle } from "~/ui/page";
import { Failed, SkeletonRows } from "~/ui/states";
import { Table } from "~/ui/table";
import { Num, Time } from "~/ui/text";
import { ReleaseArtifacts } from "./release-artifacts";
import { Commits, Deploys } from "./release-changes";

/** One release: when it was, what it broke, what is in it, where it went. */
export function ReleasePage({ org, version }: { org: string; version: string }) {
  const release = useQuery(releaseQuery(org, version));
  useTitle(version, t("releases"));
  return (
    <>
      <Bar path={[<Link key="r" to="/organizations/$org/releases" params={{ org }}>{t("releases")}</Link>]} title={version} />
      <main className="sy">
        {release.isPending ? <SkeletonRows rows={6} /> : release.isError ? <Failed error={release.error} retry={() => void release.refetch()} /> : (
          <>
            <Facts release={release.data} />
            <NewIssues org={org} release={release.data} />
            <div className="g2">
              <Deploys org={org} version={version} />
              <Commits org={org} version={version} />
            </div>
            <ReleaseArtifacts org={org} release={release.data} />
          </>
        )}
      </main>
    </>
  );
}

function Facts({ release }: { release: FullRelease }) {
  const facts: Array<[string, ReactNode]> = [
    [t("projects"), release.projects.map((project) => project.slug).join(", ")],
    [t("releases.created"), <Time key="c" value={release.dateCreated} />],
    [t("releases.released"), release.dateReleased ? <Time key="r" value={release.dateReleased} /> : t("releases.notYet")],
    [t("releases.last"), release.lastEvent ? <Time key="l" value={release.lastEvent} /> : t("releases.noEvent")],
  ];
  if (release.ref) facts.push([t("releases.ref"), <span key="f" className="mono">{release.ref}</span>]);
  if (release.url && /^https?:/.test(release.url)) facts.push([t("releases.link"), <a key="u" className="link" href={release.url} target="_blank" rel="noopener noreferrer">{release.url}</a>]);
  return (
    <dl className="card rel-f">
      {facts.map(([name, value]) => <div key={name}><dt className="t12 t3">{name}</dt><dd className="m">{value}</dd></div>)}
      {release.status === "archived" && <div><dt className="t12 t3">{t("releases.status")}</dt><dd><Chip>{t("releases.archived")}</Chip></dd></div>}
    </dl>
  );
}

function NewIssues({ org, release }: { org: string; release: FullRelease }) {
  const issues = useQuery(newIssuesQuery(org, release.version));
  const all = <Link className="link" to="/organizations/$org/issues" params={{ org }} search={{ query: newIn(release.version) }}>{t("release.new.all")}</Link>;
  return (
    <Card title={<>{t("releases.new")} <Num value={release.newGroups} /></>} hint={t("release.new.hint")} actions={release.newGroups > 0 ? all : undefined}>
      {issues.isPending ? <SkeletonRows rows={3} /> : issues.isError ? <Failed error={issues.error} retry={() => void issues.refetch()} /> : issues.data.length === 0 ? <p className="t3 p12">{t("release.new.none")}</p> : (
        <Table
          label={t("releases.new")} rows={issues.data} keyOf={(each) => each.id}
          columns={[{ id: "title", head: t("issues") }, { id: "events", head: t("tab.events"), right: true }, { id: "last", head: t("releases.last"), className: "t2" }]}
          renderCells={(each) => [
            <span key="title" className="row-f rel-n"><LevelIcon level={each.level} /><Link className="link ell" to="/organizations/$org/issues/$issueId" params={{ org, issueId: each.shortId }}>{each.title}</Link></span>,
            <span key="events" title={t("release.events", { n: Number(each.count) })}><Num value={each.count} /></span>, <Time key="last" value={each.lastSeen} />,
          ]}
        />
      )}
    </Card>
  );
}
