import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { get } from "~/api/http";
import { allMembersQuery } from "~/api/people";
import type { Project } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { Card } from "~/ui/page";

/** What makes the events worth more, and which of it is done already, as far as the events themselves tell. */
export function NextSteps({ org, project }: { org: string; project: Project }) {
  const members = useQuery(allMembersQuery(org)).data;
  const releases = useQuery({
    queryKey: ["first-release", org, project.id],
    queryFn: ({ signal }) => get<unknown[]>(`/api/0/organizations/${encodeURIComponent(org)}/releases/`, { project: project.id, per_page: 1 }, signal),
  }).data;
  const steps: ReadonlyArray<readonly [id: "release" | "environment" | "invite" | "team", done: boolean, link: ReactNode]> = [
    ["release", (releases?.length ?? 0) > 0, null],
    ["environment", (project.environments ?? []).some(Boolean), null],
    ["invite", (members?.length ?? 0) > 1, <Link key="i" className="link" to="/organizations/$org/settings/members" params={{ org }}>{t("invite.do")}</Link>],
    ["team", (project.teams?.length ?? 0) > 0, <Link key="t" className="link" to="/organizations/$org/settings/teams" params={{ org }}>{t("teams.title")}</Link>],
  ];
  const done = steps.filter(([, each]) => each).length;
  return (
    <Card title={t("next.title")} hint={t("next.done", { n: done, total: steps.length })} className="ob-h">
      <ul className="links">
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
