import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { t } from "~/lib/i18n/index";
import { Button, IconButton } from "~/ui/button";
import { copyWithToast } from "~/ui/copy-button";
import { useHotkeys } from "~/ui/hotkeys";
import { Icon } from "~/ui/icon";
import { Bar, useTitle } from "~/ui/page";
import { Seg } from "~/ui/seg";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { phone, useMedia } from "~/ui/use-width";
import { ExploreChart } from "./chart";
import { ColumnPicker } from "./column-picker";
import { csvAddress, type Table, tableQuery } from "./queries";
import { Results } from "./results";
import type { SavedQuery } from "./saved";
import { SavedMenu } from "./saved-menu";
import { type ExploreSearch, fieldsOf, functionsOf, groupsOf, isEvents, type Mode } from "./search";

interface Props {
  org: string;
  search: ExploreSearch;
  /** The saved question whose address this is. */
  saved: SavedQuery | null;
  onSaved: (id: string | null) => void;
  onSearch: (change: Partial<Record<keyof ExploreSearch, unknown>>) => void;
  filters: ReactNode;
  searchBox: ReactNode;
  /** What the server could not read. */
  fault: string | null;
}

/** Moves the focus to the row before or after. */
function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-xp-row] .xp-go a")];
  const at = rows.findIndex((row) => row === document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))]?.focus();
}

export function ExplorePage({ org, search, saved, onSaved, onSearch, filters, searchBox, fault }: Props) {
  useTitle(saved?.name ?? null, t("explore"));
  const small = useMedia(phone);
  useHotkeys({ j: () => step(1), k: () => step(-1) });
  const query = useInfiniteQuery(tableQuery(org, search));
  const first = query.data?.pages[0]?.body;
  const table: Table = { data: query.data?.pages.flatMap((page) => page.body.data) ?? [], meta: first?.meta ?? { fields: {} } };
  const onMode = (mode: Mode) => onSearch({ mode: mode === "groups" ? undefined : mode, sort: undefined });
  return (
    <>
      <Bar path={saved && !small ? [<Link key="x" to="/organizations/$org/explore" params={{ org }} search={{}} activeProps={{}}>{t("explore")}</Link>] : []} title={saved ? <span className="xp-t" title={saved.name}>{saved.name}</span> : t("explore")} actions={<>
        <SavedMenu org={org} search={search} opened={saved} onOpen={onSaved} />
        <IconButton icon="link" label={t("copy.view")} onClick={() => void copyWithToast(location.href, t("copy.linkDone"))} />
        <a className="btn slim" href={csvAddress(org, search)} download="events.csv"><Icon name="download" /><span className="slim-t">{t("explore.csv")}</span></a>
      </>}>
        {filters}
      </Bar>
      <main className="lm xp">
        <div className="tools">{searchBox}</div>
        <div className="xp-b">
          <Seg label={t("explore.mode")} value={isEvents(search) ? "events" : "groups"} onChange={onMode} options={[{ value: "groups", label: t("explore.groups") }, { value: "events", label: t("explore.events") }]} />
          {isEvents(search) ? (
            <ColumnPicker org={org} label={t("explore.columns")} kind="fields" chosen={fieldsOf(search)} onChange={(field) => onSearch({ field })} required />
          ) : (
            <>
              <ColumnPicker org={org} label={t("explore.by")} kind="groups" chosen={groupsOf(search)} onChange={(group) => onSearch({ group: group.length > 0 ? group : [""] })} />
              <ColumnPicker org={org} label={t("explore.show")} kind="functions" chosen={functionsOf(search)} onChange={(show) => onSearch({ show })} required />
            </>
          )}
        </div>
        {fault !== null ? <Empty icon="search" title={t("search.unreadable")}>{fault}</Empty> : (
          <div className="xp-r">
            <ExploreChart org={org} search={search} onChart={(chart) => onSearch({ chart })} />
            {query.isPending ? <SkeletonRows rows={8} /> : query.isError && table.data.length === 0 ? <Failed error={query.error} retry={() => void query.refetch()} /> : table.data.length === 0 ? (
              <Empty icon="search" title={t("explore.nothing")} actions={search.query ? <Button onClick={() => onSearch({ query: undefined })}>{t("explore.clear")}</Button> : undefined}>{t("explore.nothingHint")}</Empty>
            ) : <Results org={org} search={search} table={table} onSort={(sort) => onSearch({ sort })} />}
            {query.hasNextPage && <div className="xp-m"><Button onClick={() => void query.fetchNextPage()}>{query.isFetchingNextPage ? t("loading") : t("explore.more")}</Button></div>}
          </div>
        )}
      </main>
    </>
  );
}
