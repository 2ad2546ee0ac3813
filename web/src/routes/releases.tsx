/** Releases, and what a project keeps to make stack traces readable; loaded when opened. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { organizationRoute } from "./organization";

const List = lazyRouteComponent(() => import("~/features/releases/release-list"), "ReleaseList");
const Release = lazyRouteComponent(() => import("~/features/releases/release-page"), "ReleasePage");
const Artifacts = lazyRouteComponent(() => import("~/features/artifacts/artifacts-page"), "ArtifactsPage");

const parent = () => organizationRoute;
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

export const releasesRoute = createRoute({
  getParentRoute: parent,
  path: "releases",
  validateSearch: (raw: Record<string, unknown>): { query?: string | undefined } => ({ query: text(raw.query) }),
  component: function Page() {
    const { org } = releasesRoute.useParams();
    const { query, project } = releasesRoute.useSearch();
    const navigate = releasesRoute.useNavigate();
    return <List org={org} query={query ?? ""} project={project ?? []} onQuery={(next) => void navigate({ search: (old) => ({ ...old, query: text(next) }) })} />;
  },
});

export const releaseRoute = createRoute({
  getParentRoute: parent,
  path: "releases/$version",
  component: function Page() {
    const { org, version } = releaseRoute.useParams();
    return <Release key={version} org={org} version={version} />;
  },
});

export const artifactsRoute = createRoute({
  getParentRoute: parent,
  path: "settings/projects/$project/artifacts",
  validateSearch: (raw: Record<string, unknown>): { tab?: "files" | undefined; query?: string | undefined } => ({ tab: raw.tab === "files" ? "files" : undefined, query: text(raw.query) }),
  component: function Page() {
    const { org, project } = artifactsRoute.useParams();
    const { tab, query } = artifactsRoute.useSearch();
    const navigate = artifactsRoute.useNavigate();
    const change = (next: { tab?: "maps" | "files"; query?: string }) =>
      void navigate({ search: (old) => ({ ...old, ...("tab" in next ? { tab: next.tab === "files" ? ("files" as const) : undefined } : {}), ...("query" in next ? { query: text(next.query) } : {}) }) });
    return <Artifacts key={project} org={org} project={project} search={{ tab: tab ?? "maps", query: query ?? "" }} onSearch={change} />;
  },
});
