import { createRoute, redirect } from "@tanstack/react-router";
import { EventBody } from "~/features/events/event-body";
import { toMarkdown } from "~/features/events/markdown";
import { eventQuery, issueQuery } from "~/features/issues/queries";
import { IssuePage } from "~/features/issues/issue-page";
import { one } from "~/lib/search-params";
import { organizationRoute } from "./organization";

export const issueRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "issues/$issueId",
  validateSearch: (raw: Record<string, unknown>): { event?: string } => {
    const event = one(raw.event);
    return event && /^(latest|oldest|recommended|[0-9a-f]{32})$/.test(event) ? { event } : {};
  },
  loaderDeps: ({ search }) => ({ which: search.event ?? "latest" }),
  // Begun on hover, never waited for: the page shows what it has and fills in.
  loader: ({ context: { client }, params: { org, issueId }, deps: { which } }) => {
    void client.prefetchQuery(issueQuery(org, issueId));
    void client.prefetchQuery(eventQuery(org, issueId, which));
  },
  component: function Issue() {
    const { org, issueId } = issueRoute.useParams();
    const { event = "latest" } = issueRoute.useSearch();
    const navigate = issueRoute.useNavigate();
    return (
      <IssuePage
        key={issueId}
        org={org}
        id={issueId}
        which={event}
        onWhich={(which) => void navigate({ search: which === "latest" ? {} : { event: which }, resetScroll: false, replace: true })}
        renderEvent={(item) => <EventBody event={item} />}
        markdown={(issue, item) => toMarkdown({ title: issue.title, shortId: issue.shortId, link: location.href }, item)}
      />
    );
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
