/** Pages that take nothing but the path; loaded when opened. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { one } from "~/lib/search-params";
import { organizationRoute } from "./organization";

const JsonPage = lazyRouteComponent(() => import("~/features/issues/event-json"), "EventJson");
const Projects = lazyRouteComponent(() => import("~/features/projects/project-list"), "ProjectList");
const New = lazyRouteComponent(() => import("~/features/projects/new-project"), "NewProject");
const Start = lazyRouteComponent(() => import("~/features/projects/getting-started"), "GettingStarted");
const Settings = lazyRouteComponent(() => import("~/features/settings/settings-home"), "SettingsHome");
const Keys = lazyRouteComponent(() => import("~/features/settings/keys-page"), "KeysPage");
const Tokens = lazyRouteComponent(() => import("~/features/settings/tokens-page"), "TokensPage");
const Studio = lazyRouteComponent(() => import("~/features/grouping/studio"), "GroupingStudio");
const Compare = lazyRouteComponent(() => import("~/features/grouping/compare"), "ComparePage");
const IssueGrouping = lazyRouteComponent(() => import("~/features/grouping/issue-grouping"), "IssueGrouping");
const System = lazyRouteComponent(() => import("~/features/system/system-page"), "SystemPage");

const parent = () => organizationRoute;

export const eventJsonRoute = createRoute({
  getParentRoute: parent,
  path: "issues/$issueId/events/$eventId/json",
  component: function Page() {
    return <JsonPage {...eventJsonRoute.useParams()} />;
  },
});

export const projectsRoute = createRoute({
  getParentRoute: parent,
  path: "projects",
  component: function Page() {
    return <Projects org={projectsRoute.useParams().org} />;
  },
});

export const newProjectRoute = createRoute({
  getParentRoute: parent,
  path: "projects/new",
  component: function Page() {
    return <New org={newProjectRoute.useParams().org} />;
  },
});

export const gettingStartedRoute = createRoute({
  getParentRoute: parent,
  path: "projects/$project/getting-started",
  component: function Page() {
    const { org, project } = gettingStartedRoute.useParams();
    return <Start key={project} org={org} slug={project} />;
  },
});

export const settingsRoute = createRoute({
  getParentRoute: parent,
  path: "settings",
  component: function Page() {
    return <Settings org={settingsRoute.useParams().org} />;
  },
});

export const keysRoute = createRoute({
  getParentRoute: parent,
  path: "settings/projects/$project/keys",
  component: function Page() {
    return <Keys {...keysRoute.useParams()} />;
  },
});

export const groupingRoute = createRoute({
  getParentRoute: parent,
  path: "settings/projects/$project/grouping",
  component: function Page() {
    return <Studio {...groupingRoute.useParams()} />;
  },
});

export const compareRoute = createRoute({
  getParentRoute: parent,
  path: "projects/$project/compare",
  validateSearch: (raw: Record<string, unknown>): { left?: string | undefined; right?: string | undefined } => ({ left: one(raw.left), right: one(raw.right) }),
  component: function Page() {
    const { left = "", right = "" } = compareRoute.useSearch();
    const navigate = compareRoute.useNavigate();
    return <Compare {...compareRoute.useParams()} left={left} right={right} onPick={(a, b) => void navigate({ search: { left: a, right: b } })} />;
  },
});

export const issueGroupingRoute = createRoute({
  getParentRoute: parent,
  path: "issues/$issueId/grouping",
  component: function Page() {
    return <IssueGrouping {...issueGroupingRoute.useParams()} />;
  },
});

export const tokensRoute = createRoute({
  getParentRoute: parent,
  path: "settings/tokens",
  component: function Page() {
    return <Tokens org={tokensRoute.useParams().org} />;
  },
});

export const systemRoute = createRoute({ getParentRoute: parent, path: "system", component: System });
