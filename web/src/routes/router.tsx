import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { parseSearch, stringifySearch } from "~/lib/search-params";
import { Crashed, Loading } from "~/ui/states";
import { exploreRoute } from "./explore";
import { homeRoute } from "./home";
import { eventRoute, issueRoute } from "./issue";
import { issuesRoute } from "./issues";
import { organizationRoute } from "./organization";
import { compareRoute, eventJsonRoute, gettingStartedRoute, groupingRoute, issueGroupingRoute, keysRoute, newProjectRoute, projectsRoute, settingsRoute, systemRoute, tokensRoute } from "./pages";
import { artifactsRoute, releaseRoute, releasesRoute } from "./releases";
import { rootRoute } from "./root";
import { accountRoute, membersRoute, organizationSettingsRoute, projectSettingsRoute, teamsRoute } from "./settings";
import { timeToFixRoute } from "./time-to-fix";
import { invitationRoute, setUpRoute, signInRoute } from "./session";

const tree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  setUpRoute,
  invitationRoute,
  organizationRoute.addChildren([
    issuesRoute, exploreRoute, timeToFixRoute, issueRoute, eventRoute, eventJsonRoute, projectsRoute, newProjectRoute, gettingStartedRoute, settingsRoute, keysRoute, groupingRoute, issueGroupingRoute, compareRoute, tokensRoute, systemRoute,
    organizationSettingsRoute, accountRoute, membersRoute, teamsRoute, projectSettingsRoute, artifactsRoute, releasesRoute, releaseRoute,
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPendingComponent: Loading,
    // A page that fails leaves the frame around it standing.
    defaultErrorComponent: ({ error, reset }) => <main className="lm"><Crashed error={error} retry={reset} /></main>,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
