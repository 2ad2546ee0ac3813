import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { type FullRelease, releasesQuery } from "~/api/releases";
import { t } from "~/lib/i18n/index";
import { Chip } from "~/ui/badges";
import { Button } from "~/ui/button";
import { CopyButton } from "~/ui/copy-button";
import { Icon } from "~/ui/icon";
import { Bar, useTitle } from "~/ui/page";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { Table } from "~/ui/table";
import { Num, Time } from "~/ui/text";

interface Props {
  org: string;
  query: string;
  project: readonly string[];
  onQuery: (query: string) => void;
}

const announce = "npx @sentry/cli releases new \"$VERSION\"";

/** Every release, the newest first, with what it brought. */
export function ReleaseList({ org, query, project, onQuery }: Props) {
  const pages = useInfiniteQuery(releasesQuery(org, query, project));
  const [text, setText] = useState(query);
  const rows = (pages.data?.pages ?? []).flatMap((page) => page.items);
  useTitle(t("releases"));
  const search = (event: FormEvent) => {
    event.preventDefault();
    onQuery(text.trim());
  };
  return (
    <>
      <Bar title={t("releases")} />
      <main className="sy">
        <p className="t2">{t("releases.explain")}</p>
        <form className="evq" role="search" onSubmit={search}>
          <label className="searchf grow"><Icon name="search" /><input aria-label={t("releases.search")} placeholder={t("releases.search")} value={text} onChange={(event) => setText(event.target.value)} /></label>
          <Button type="submit">{t("artifacts.find")}</Button>
        </form>
        {pages.isPending ? <SkeletonRows rows={6} /> : pages.isError ? <Failed error={pages.error} retry={() => void pages.refetch()} /> : rows.length > 0 ? <Rows org={org} rows={rows} /> : query ? (
          <Empty icon="search" title={t("artifacts.nothing")} actions={<Button onClick={() => { setText(""); onQuery(""); }}>{t("artifacts.clear")}</Button>} />
        ) : (
          <Empty icon="tag" title={t("releases.none")} actions={<CopyButton text={announce} />}>{t("releases.none.text")} <code className="mono">{announce}</code></Empty>
        )}
        {pages.hasNextPage && <p className="more-p"><Button onClick={() => void pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>{t("artifacts.more")}</Button></p>}
      </main>
    </>
  );
}

function Rows({ org, rows }: { org: string; rows: readonly FullRelease[] }) {
  return (
    <Table
      card label={t("releases")} rows={rows} keyOf={(each) => each.version}
      columns={[
        { id: "version", head: t("releases.version") }, { id: "projects", head: t("projects"), className: "t2" }, { id: "created", head: t("releases.created"), className: "t2" }, { id: "released", head: t("releases.released"), className: "t2" },
        { id: "new", head: t("releases.new"), right: true }, { id: "commits", head: t("releases.commits"), right: true }, { id: "deploys", head: t("releases.deploys"), right: true }, { id: "last", head: t("releases.last"), className: "t2" },
      ]}
      renderCells={(each) => [
        <span key="version" className="row-f"><Link className="m link" to="/organizations/$org/releases/$version" params={{ org, version: each.version }}>{each.version}</Link>{each.status === "archived" && <Chip>{t("releases.archived")}</Chip>}</span>,
        each.projects.map((project) => project.slug).join(", "),
        <Time key="created" value={each.dateCreated} />,
        each.dateReleased ? <Time key="released" value={each.dateReleased} /> : <span key="released" className="t3">{t("releases.notYet")}</span>,
        <Num key="new" value={each.newGroups} />, <Num key="commits" value={each.commitCount} />, <Num key="deploys" value={each.deployCount} />,
        each.lastEvent ? <Time key="last" value={each.lastEvent} /> : <span key="last" className="t3">{t("releases.noEvent")}</span>,
      ]}
    />
  );
}
