import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { projectsQuery } from "~/api/organization";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { Bar, Card, useTitle } from "~/ui/page";
import { YouCard } from "./you-card";

export function SettingsHome({ org }: { org: string }) {
  const projects = useQuery(projectsQuery(org)).data ?? [];
  useTitle(t("settings"));
  return (
    <>
      <Bar title={t("settings")} />
      <main className="sy narrow">
        <Card title={t("field.organization")} hint={t("organization.explain")}>
          <ul className="links">
            <li><Link to="/organizations/$org/settings/organization" params={{ org }}><Icon name="settings" /><span className="grow">{t("organization.settings")}</span><Icon name="chevronRight" size={12} /></Link></li>
            <li><Link to="/organizations/$org/settings/members" params={{ org }}><Icon name="user" /><span className="grow">{t("members.title")}</span><Icon name="chevronRight" size={12} /></Link></li>
            <li><Link to="/organizations/$org/settings/teams" params={{ org }}><Icon name="layers" /><span className="grow">{t("teams.title")}</span><Icon name="chevronRight" size={12} /></Link></li>
          </ul>
        </Card>
        <Card title={t("projects")} hint={t("projectSettings.explain")}>
          <ul className="links">
            {projects.map((project) => (
              <li key={project.id} className="row-f">
                <Link className="grow" to="/organizations/$org/settings/projects/$project" params={{ org, project: project.slug }}><Icon name="cube" /><span className="grow">{project.slug}</span></Link>
                <Link to="/organizations/$org/settings/projects/$project/keys" params={{ org, project: project.slug }}><Icon name="key" />{t("keys.settings")}</Link>
              </li>
            ))}
            <li><Link className="c-accent" to="/organizations/$org/projects/new" params={{ org }}><Icon name="plus" />{t("project.create")}</Link></li>
          </ul>
        </Card>
        <Card title={t("grouping.title")} hint={t("grouping.settings.hint")}>
          <ul className="links">
            {projects.map((project) => (
              <li key={project.id}><Link to="/organizations/$org/settings/projects/$project/grouping" params={{ org, project: project.slug }}><Icon name="layers" /><span className="grow">{project.slug}</span><Icon name="chevronRight" size={12} /></Link></li>
            ))}
          </ul>
        </Card>
        <Card title={t("artifacts.title")} hint={t("artifacts.settings.hint")}>
          <ul className="links">
            {projects.map((project) => (
              <li key={project.id}><Link to="/organizations/$org/settings/projects/$project/artifacts" params={{ org, project: project.slug }}><Icon name="code" /><span className="grow">{project.slug}</span><Icon name="chevronRight" size={12} /></Link></li>
            ))}
          </ul>
        </Card>
        <Card title={t("tokens.title")} hint={t("tokens.explain")}>
          <ul className="links">
            <li><Link to="/organizations/$org/settings/tokens" params={{ org }}><Icon name="shield" /><span className="grow">{t("tokens.manage")}</span><Icon name="chevronRight" size={12} /></Link></li>
          </ul>
        </Card>
        <YouCard org={org} />
        <Card title={t("system")} hint={t("system.explain")}>
          <ul className="links">
            <li><Link to="/organizations/$org/system" params={{ org }}><Icon name="bars" /><span className="grow">{t("system.title")}</span><Icon name="chevronRight" size={12} /></Link></li>
          </ul>
        </Card>
      </main>
    </>
  );
}
