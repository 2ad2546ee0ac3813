import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { timeToFixQuery } from "~/api/time-to-fix";
import { GlobalFilters } from "~/features/filters/global-filters";
import { type Filters, parseFilters } from "~/lib/filters";
import { organizationRoute } from "./organization";

const Page = lazyRouteComponent(() => import("~/features/time-to-fix/time-to-fix-page"), "TimeToFixPage");

export const timeToFixRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "time-to-fix",
  validateSearch: (raw: Record<string, unknown>): Filters => parseFilters(raw),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params: { org }, deps }) => void client.prefetchQuery(timeToFixQuery(org, deps)),
  component: function TimeToFix() {
    const { org } = timeToFixRoute.useParams();
    const search = timeToFixRoute.useSearch();
    const navigate = timeToFixRoute.useNavigate();
    const onChange = (change: Filters) => void navigate({ search: (old) => parseFilters({ ...old, ...change }) });
    return <Page org={org} search={search} filters={<GlobalFilters org={org} values={search} onChange={onChange} />} />;
  },
});
