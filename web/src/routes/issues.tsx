import { createRoute } from "@tanstack/react-router";
import { GlobalFilters, periodLabel } from "~/features/filters/global-filters";
import { issueListQuery } from "~/features/issues/queries";
import { IssueList } from "~/features/issues/issue-list";
import { default_period, type IssueSearch, parseIssueSearch } from "~/features/issues/search";
import { organizationRoute } from "./organization";

export const issuesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "issues",
  validateSearch: parseIssueSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params: { org }, deps }) => {
    void client.prefetchInfiniteQuery(issueListQuery(org, deps));
  },
  component: function Issues() {
    const { org } = issuesRoute.useParams();
    const search = issuesRoute.useSearch();
    const navigate = issuesRoute.useNavigate();
    const onSearch = (change: Partial<Record<keyof IssueSearch, unknown>>) =>
      void navigate({ search: (old) => parseIssueSearch({ ...old, cursor: undefined, ...change }) });
    return (
      <IssueList
        org={org}
        search={search}
        onSearch={onSearch}
        periodLabel={periodLabel(search.statsPeriod ?? default_period)}
        filters={<GlobalFilters org={org} values={search} defaultPeriod={default_period} onChange={onSearch} />}
      />
    );
  },
});
