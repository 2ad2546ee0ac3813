import { createRoute, Outlet, redirect, retainSearchParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { bootstrapQuery } from "~/api/session";
import { Shell } from "~/features/shell/shell";
import { type Filters, filter_keys, parseFilters } from "~/lib/filters";
import { save } from "~/lib/storage";
import { keepPreferences, takePreferences } from "./preferences";
import { NotFound, rootRoute } from "./root";

/** Whose preferences are shown: taken once after each sign-in. */
let takenFor: string | null = null;

/** Everything of one organisation; only for those who are in. */
export const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "organizations/$org",
  // Project, environment and period follow the reader from page to page.
  validateSearch: (raw: Record<string, unknown>): Filters => parseFilters(raw),
  search: { middlewares: [retainSearchParams<Filters>([...filter_keys])] },
  beforeLoad: async ({ context, location }) => {
    const { setupRequired, user, preferences } = await context.client.ensureQueryData(bootstrapQuery);
    if (setupRequired) throw redirect({ to: "/setup" });
    if (!user) throw redirect({ to: "/sign-in", search: { next: location.href } });
    if (takenFor !== user.id) {
      takenFor = user.id;
      await takePreferences(preferences);
      keepPreferences(context.client);
    }
  },
  component: function Organization() {
    const { org } = organizationRoute.useParams();
    const navigate = organizationRoute.useNavigate();
    useEffect(() => save("org", org), [org]);
    return (
      <Shell org={org} go={(next) => void navigate({ to: "/organizations/$org/issues", params: { org: next } })}>
        <Outlet />
      </Shell>
    );
  },
  notFoundComponent: NotFound,
});
