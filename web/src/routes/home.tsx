import { createRoute, redirect } from "@tanstack/react-router";
import { bootstrapQuery } from "~/api/session";
import { NoOrganization } from "~/features/session/no-organization";
import { load } from "~/lib/storage";
import { rootRoute } from "./root";

/** Sends one on: to set-up, to sign-in, or to the issues of the organisation used last. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async ({ context }) => {
    const { setupRequired, user, organizations } = await context.client.ensureQueryData(bootstrapQuery);
    if (setupRequired) throw redirect({ to: "/setup" });
    if (!user) throw redirect({ to: "/sign-in" });
    const last = load("org");
    const org = organizations.find((each) => each.slug === last) ?? organizations[0];
    if (org) throw redirect({ to: "/organizations/$org/issues", params: { org: org.slug } });
  },
  component: NoOrganization,
});
