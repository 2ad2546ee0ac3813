import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { projectsQuery } from "~/api/organization";
import { t } from "~/lib/i18n/index";
import { Button } from "~/ui/button";
import { Empty } from "~/ui/states";
import { NearestValue } from "./nearest-value";
import { currentView, default_query, type IssueSearch } from "./search";

interface Props {
  org: string;
  search: IssueSearch;
  onSearch: (change: Partial<IssueSearch>) => void;
}

/** Nothing to show: because nothing came yet, nothing matches, or all is done. Each says what to do next. */
export function ListEmpty({ org, search, onSearch }: Props) {
  const projects = useQuery(projectsQuery(org)).data ?? [];
  const chosen = projects.filter((project) => !search.project || search.project.includes(project.id));
  const silent = chosen.length > 0 && chosen.every((project) => project.firstEvent === null);
  const query = search.query ?? default_query;
  if (projects.length === 0) {
    return <Empty title={t("empty.noProject")} actions={<Link className="btn pri" to="/organizations/$org/projects/new" params={{ org }}>{t("project.create")}</Link>}>{t("empty.noProject.text")}</Empty>;
  }
  const waiting = chosen[0];
  if (silent && waiting) {
    return (
      <Empty title={t("empty.silent", { project: waiting.slug })} actions={<Link className="btn pri" to="/organizations/$org/projects/$project/getting-started" params={{ org, project: waiting.slug }}>{t("empty.silent.do")}</Link>}>
        {t("empty.silent.text")}
      </Empty>
    );
  }
  if (currentView(query)?.id === "triage" && query === default_query) {
    return <Empty icon="resolve" title={t("empty.done")} actions={<Link className="link" to="/organizations/$org/issues" params={{ org }} search={{ ...search, query: "is:resolved" }}>{t("empty.done.do")}</Link>}>{t("empty.done.text")}</Empty>;
  }
  return (
    <Empty
      icon="search"
      title={<>{t("empty.nothing")} <span className="mono">{query}</span></>}
      actions={
        <>
          {(search.statsPeriod !== "90d" || search.start) && <Button onClick={() => onSearch({ statsPeriod: "90d", start: undefined, end: undefined })}>{t("empty.nothing.longer")}</Button>}
          <Button onClick={() => onSearch({ query: default_query })}>{t("empty.nothing.clear")}</Button>
        </>
      }
    >
      <NearestValue org={org} query={query} onQuery={(next) => onSearch({ query: next })} />
    </Empty>
  );
}
