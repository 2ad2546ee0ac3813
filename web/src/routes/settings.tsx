/** Settings of the organisation, its people and its projects; loaded when opened. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { organizationRoute } from "./organization";

const Organization = lazyRouteComponent(() => import("~/features/settings/organization-page"), "OrganizationPage");
const Account = lazyRouteComponent(() => import("~/features/settings/account-page"), "AccountPage");
const Project = lazyRouteComponent(() => import("~/features/settings/project-page"), "ProjectPage");
const Members = lazyRouteComponent(() => import("~/features/people/members-page"), "MembersPage");
const Teams = lazyRouteComponent(() => import("~/features/people/teams-page"), "TeamsPage");

const parent = () => organizationRoute;

export const organizationSettingsRoute = createRoute({
  getParentRoute: parent,
  path: "settings/organization",
  component: function Page() {
    const { org } = organizationSettingsRoute.useParams();
    const navigate = organizationSettingsRoute.useNavigate();
    return <Organization org={org} onRenamed={(slug) => void navigate({ params: { org: slug }, replace: true })} />;
  },
});

export const accountRoute = createRoute({
  getParentRoute: parent,
  path: "settings/account",
  component: function Page() {
    return <Account org={accountRoute.useParams().org} />;
  },
});

export const membersRoute = createRoute({
  getParentRoute: parent,
  path: "settings/members",
  component: function Page() {
    return <Members org={membersRoute.useParams().org} />;
  },
});

export const teamsRoute = createRoute({
  getParentRoute: parent,
  path: "settings/teams",
  component: function Page() {
    return <Teams org={teamsRoute.useParams().org} />;
  },
});

export const projectSettingsRoute = createRoute({
  getParentRoute: parent,
  path: "settings/projects/$project",
  component: function Page() {
    const { org, project } = projectSettingsRoute.useParams();
    const navigate = projectSettingsRoute.useNavigate();
    return (
      <Project
        org={org} project={project}
        onRenamed={(slug) => void navigate({ params: { org, project: slug }, replace: true })}
        onDeleted={() => void navigate({ to: "/organizations/$org/settings", params: { org }, replace: true })}
      />
    );
  },
});
