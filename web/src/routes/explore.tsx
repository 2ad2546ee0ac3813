import { useInfiniteQuery } from "@tanstack/react-query";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { chartQuery, tableQuery } from "~/features/explore/queries";
import { parseExploreSearch } from "~/features/explore/search";
import { GlobalFilters } from "~/features/filters/global-filters";
import { SearchBox } from "~/features/issues/search-box";
import { faultOf } from "~/features/issues/search-fault";
import { organizationRoute } from "./organization";

const ExplorePage = lazyRouteComponent(() => import("~/features/explore/explore-page"), "ExplorePage");

export const exploreRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "explore",
  validateSearch: parseExploreSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params: { org }, deps }) => {
    void client.prefetchInfiniteQuery(tableQuery(org, deps));
    void client.prefetchQuery(chartQuery(org, deps));
  },
  component: function Explore() {
    const { org } = exploreRoute.useParams();
    const search = exploreRoute.useSearch();
    const navigate = exploreRoute.useNavigate();
    const onSearch = (change: Partial<Record<keyof typeof search, unknown>>) => void navigate({ search: (old) => parseExploreSearch({ ...old, ...change }) });
    const { error } = useInfiniteQuery(tableQuery(org, search));
    const fault = faultOf(error);
    return (
      <ExplorePage
        org={org} search={search} onSearch={onSearch}
        filters={<GlobalFilters org={org} values={search} onChange={onSearch} />}
        searchBox={<SearchBox org={org} query={search.query ?? ""} onQuery={(query) => onSearch({ query })} fault={fault} note="" />} fault={fault?.text ?? null}
      />
    );
  },
});
