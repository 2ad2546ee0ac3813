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
        <Card title={t("keys.title.client")} hint={t("keys.explain")}>
          <ul className="links">
            {projects.map((project) => (
              <li key={project.id}><Link to="/organizations/$org/settings/projects/$project/keys" params={{ org, project: project.slug }}><Icon name="key" /><span className="grow">{project.slug}</span><Icon name="chevronRight" size={12} /></Link></li>
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
        <Card title={t("tokens.title")} hint={t("tokens.explain")}>
          <ul className="links">
            <li><Link to="/organizations/$org/settings/tokens" params={{ org }}><Icon name="shield" /><span className="grow">{t("tokens.manage")}</span><Icon name="chevronRight" size={12} /></Link></li>
          </ul>
        </Card>
        <YouCard />
        <Card title={t("system")} hint={t("system.explain")}>
          <ul className="links">
            <li><Link to="/organizations/$org/system" params={{ org }}><Icon name="bars" /><span className="grow">{t("system.title")}</span><Icon name="chevronRight" size={12} /></Link></li>
          </ul>
        </Card>
      </main>
    </>
  );
}
