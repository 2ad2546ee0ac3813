import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { get, getPage } from "~/api/http";
import { allMembersQuery } from "~/api/people";
import type { Issue, Project } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { Card } from "~/ui/page";

type StepId = "project" | "first" | "maps" | "release" | "environment" | "invite" | "team" | "assign";

interface Props {
  org: string;
  project: Project;
  arrived: boolean;
  /** Whether source maps were uploaded; null where the platform has none. */
  mapped: boolean | null;
}

/** The check list of a project: what is done already, as far as the project and its events tell, and why the rest is worth it. */
export function NextSteps({ org, project, arrived, mapped }: Props) {
  const { members, releases, assigned } = useProgress(org, project);
  const places = (to: "/organizations/$org/settings/members" | "/organizations/$org/settings/teams", label: string) => <Link className="link" to={to} params={{ org }}>{label}</Link>;
  const steps: ReadonlyArray<readonly [id: StepId, done: boolean, link: ReactNode]> = [
    ["project", true, null],
    ["first", arrived, null],
    ...(mapped === null ? [] : [["maps", mapped, <Link key="m" className="link" to="/organizations/$org/settings/projects/$project/artifacts" params={{ org, project: project.slug }}>{t("artifacts.title")}</Link>] as const]),
    ["release", releases > 0, null],
    ["environment", (project.environments ?? []).some(Boolean), null],
    ["invite", members > 1, places("/organizations/$org/settings/members", t("invite.do"))],
    ["team", (project.teams?.length ?? 0) > 0, places("/organizations/$org/settings/teams", t("teams.title"))],
    ["assign", assigned, <Link key="a" className="link" to="/organizations/$org/issues" params={{ org }} search={{ query: "is:unresolved assigned:none", project: [project.id] }}>{t("next.assign.do")}</Link>],
  ];
  const done = steps.filter(([, each]) => each).length;
  return (
    <Card title={t("next.title")} hint={t("next.done", { n: done, total: steps.length })}>
      <ul className="links" aria-label={t("next.title")}>
        {steps.map(([id, each, link]) => (
          <li key={id} className="row-f p12">
            <Icon name={each ? "resolve" : "circle"} className={each ? "c-ok" : "t3"} />
            <span className="grow"><span className="m">{t(`next.${id}`)}</span> <span className="t3">{t(each ? "check.done" : `next.${id}.why`)}</span></span>
            {!each && link}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** How many people and releases there are, and whether any issue of the project has somebody. */
function useProgress(org: string, project: Project) {
  const base = `/api/0/organizations/${encodeURIComponent(org)}`;
  const members = useQuery(allMembersQuery(org)).data?.length ?? 0;
  const releases = useQuery({
    queryKey: ["first-release", org, project.id],
    queryFn: ({ signal }) => get<unknown[]>(`${base}/releases/`, { project: project.id, per_page: 1 }, signal),
  }).data?.length ?? 0;
  const assigned = (useQuery({
    queryKey: ["first-assigned", org, project.id],
    queryFn: async ({ signal }) => (await getPage<Issue>(`${base}/issues/`, { project: project.id, query: "is:assigned", statsPeriod: "90d", limit: 1, collapse: "stats" }, signal)).items,
  }).data?.length ?? 0) > 0;
  return { members, releases, assigned };
}
