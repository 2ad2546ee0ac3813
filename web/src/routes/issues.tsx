import { createRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { GlobalFilters } from "~/features/filters/global-filters";
import { periodLabel } from "~/features/filters/period";
import { issueListQuery } from "~/features/issues/issue-pages";
import { IssueList } from "~/features/issues/issue-list";
import { changed, type IssueSearch, parseIssueSearch } from "~/features/issues/search";
import { Loading } from "~/ui/states";
import { organizationRoute } from "./organization";

const EventBody = lazy(() => import("~/features/events/event-body").then((module) => ({ default: module.EventBody })));

export const issuesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "issues",
  validateSearch: parseIssueSearch,
  // The saved view one came by changes nothing of what is fetched.
  loaderDeps: ({ search: { view: _view, ...search } }) => search,
  loader: ({ context: { client }, params: { org }, deps }) => {
    void client.prefetchInfiniteQuery(issueListQuery(org, deps));
  },
  component: function Issues() {
    const { org } = issuesRoute.useParams();
    const search = issuesRoute.useSearch();
    const navigate = issuesRoute.useNavigate();
    const onSearch = (change: Partial<Record<keyof IssueSearch, unknown>>) => void navigate({ search: (old) => changed(old, change) });
    return (
      <IssueList
        org={org}
        search={search}
        onSearch={onSearch}
        periodLabel={periodLabel(search)}
        filters={<GlobalFilters org={org} values={search} onChange={onSearch} />}
        renderEvent={(event) => <Suspense fallback={<Loading />}><EventBody event={event} /></Suspense>}
      />
    );
  },
});
