import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { chartQuery, tableQuery } from "~/features/explore/queries";
import { type SavedQuery, savedQuery, searchOf } from "~/features/explore/saved";
import { type ExploreSearch, parseExploreSearch } from "~/features/explore/search";
import { GlobalFilters } from "~/features/filters/global-filters";
import { SearchBox } from "~/features/issues/search-box";
import { faultOf } from "~/features/issues/search-fault";
import { t } from "~/lib/i18n/index";
import { Bar } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { organizationRoute } from "./organization";

const ExplorePage = lazyRouteComponent(() => import("~/features/explore/explore-page"), "ExplorePage");

export const exploreRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "explore",
  validateSearch: parseExploreSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { client }, params: { org }, deps }) => {
    // The page says that there is none.
    const saved = deps.saved ? await client.ensureQueryData(savedQuery(org, deps.saved)).catch(() => null) : null;
    if (deps.saved && !saved) return;
    const search = saved ? searchOf(saved) : deps;
    void client.prefetchInfiniteQuery(tableQuery(org, search));
    void client.prefetchQuery(chartQuery(org, search));
  },
  component: function Explore() {
    const { org } = exploreRoute.useParams();
    const { saved } = exploreRoute.useSearch();
    const query = useQuery({ ...savedQuery(org, saved ?? ""), enabled: saved !== undefined });
    if (saved === undefined || query.data) return <Asked org={org} saved={saved === undefined ? null : (query.data ?? null)} />;
    return (
      <>
        <Bar title={t("explore")} />
        <main className="lm">{query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : <Loading />}</main>
      </>
    );
  },
});

function Asked({ org, saved }: { org: string; saved: SavedQuery | null }) {
  const asked = exploreRoute.useSearch();
  const navigate = exploreRoute.useNavigate();
  const search = saved ? searchOf(saved) : asked;
  // What is changed of a saved question is no longer that question: its address says all.
  const onSearch = (change: Partial<Record<keyof ExploreSearch, unknown>>) => void navigate({ search: (old) => parseExploreSearch({ ...(old.saved ? search : old), ...change }) });
  const { error } = useInfiniteQuery(tableQuery(org, search));
  const fault = faultOf(error);
  return (
    <ExplorePage
      org={org} search={search} saved={saved} onSaved={(id) => (id === null ? onSearch({}) : void navigate({ search: { saved: id } }))} onSearch={onSearch}
      filters={<GlobalFilters org={org} values={search} onChange={onSearch} />}
      searchBox={<SearchBox org={org} query={search.query ?? ""} onQuery={(query) => onSearch({ query })} fault={fault} note="" />} fault={fault?.text ?? null}
    />
  );
}
