import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { projectsQuery } from "~/api/organization";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { Bar, useTitle } from "~/ui/page";
import { Empty, Failed, SkeletonRows } from "~/ui/states";
import { Time } from "~/ui/text";
import { Wide } from "~/ui/wide";
import { platformOf } from "./platforms";

export function ProjectList({ org }: { org: string }) {
  const projects = useQuery(projectsQuery(org));
  useTitle(t("projects"));
  const create = <Link className="btn pri" to="/organizations/$org/projects/new" params={{ org }}><Icon name="plus" />{t("project.create")}</Link>;
  return (
    <>
      <Bar title={t("projects")} actions={<><Link className="btn" to="/organizations/$org/releases" params={{ org }}><Icon name="tag" />{t("releases")}</Link>{create}</>} />
      <main className="sy">
        {projects.isPending ? <SkeletonRows rows={4} /> : projects.isError ? <Failed error={projects.error} retry={() => void projects.refetch()} /> : projects.data.length === 0 ? <Empty title={t("empty.noProject")} actions={create}>{t("empty.noProject.text")}</Empty> : (
          <Wide label={t("projects")} card>
            <table className="t">
              <thead><tr><th>{t("project.nameLabel")}</th><th>{t("project.platform")}</th><th>{t("project.first")}</th><th className="r"><span className="sr">{t("project.actions")}</span></th></tr></thead>
              <tbody>
                {projects.data.map((project) => (
                  <tr key={project.id}>
                    <td><Link className="m" to="/organizations/$org/issues" params={{ org }} search={{ project: [project.id] }}>{project.slug}</Link></td>
                    <td className="t2">{project.platform ? platformOf(project.platform).name : "–"}</td>
                    <td className="t2">{project.firstEvent ? <Time value={project.firstEvent} /> : <Link className="link" to="/organizations/$org/projects/$project/getting-started" params={{ org, project: project.slug }}>{t("project.waiting")}</Link>}</td>
                    <td className="r"><Link className="link" to="/organizations/$org/settings/projects/$project/keys" params={{ org, project: project.slug }}>{t("keys.settings")}</Link></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
        )}
      </main>
    </>
  );
}
