import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { type IssueView, readView } from "~/features/issues/issue-view";
import { eventQuery, issueQuery } from "~/features/issues/queries";
import { organizationRoute } from "./organization";

const IssuePlace = lazyRouteComponent(() => import("./issue-tabs"), "IssuePlace");

/** What is not limited is said to be so: the filters that follow the reader would come back otherwise. */
const narrowed = (view: IssueView): IssueView => Object.assign({ environment: undefined, start: undefined, end: undefined }, view);

export const issueRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "issues/$issueId",
  validateSearch: readView,
  loaderDeps: ({ search }) => ({ view: search }),
  // Begun on hover, never waited for: the page shows what it has and fills in.
  loader: ({ context: { client }, params: { org, issueId }, deps: { view } }) => {
    void client.prefetchQuery(issueQuery(org, issueId));
    void client.prefetchQuery(eventQuery(org, issueId, view.event ?? "latest", view));
  },
  component: function Issue() {
    const { org, issueId } = issueRoute.useParams();
    const view = issueRoute.useSearch();
    const navigate = issueRoute.useNavigate();
    const onView = (change: Partial<IssueView>) => void navigate({ search: (old) => narrowed(readView({ ...old, ...change })), resetScroll: false, replace: change.tab === undefined });
    return <IssuePlace key={issueId} org={org} id={issueId} view={view} onView={onView} />;
  },
});

/** The permanent address of one event. */
export const eventRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "issues/$issueId/events/$eventId",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/organizations/$org/issues/$issueId", params: { org: params.org, issueId: params.issueId }, search: { event: params.eventId } });
  },
});
