import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type TimeToFix, timeToFixQuery } from "~/api/time-to-fix";
import type { Filters } from "~/lib/filters";
import { t } from "~/lib/i18n/index";
import { Bar, useTitle } from "~/ui/page";
import { Empty, Failed, Loading } from "~/ui/states";
import { Ages } from "./ages";
import { ByProject, ByWhom } from "./figure-tables";
import { Headline } from "./headline";
import { Trend } from "./trend";

interface Props {
  org: string;
  search: Filters;
  filters: ReactNode;
}

/** How long problems wait, and how long their fixes take: what is open now, what was done in the period. */
export function TimeToFixPage({ org, search, filters }: Props) {
  const query = useQuery(timeToFixQuery(org, search));
  useTitle(t("fix.title"));
  return (
    <>
      <Bar title={t("fix.title")}>{filters}</Bar>
      <main className="sy" tabIndex={0}>
        {query.isError && !query.data ? <Failed error={query.error} retry={() => void query.refetch()} /> : !query.data ? <Loading /> : isEmpty(query.data) ? <Nothing org={org} /> : <Report org={org} data={query.data} />}
      </main>
    </>
  );
}

const isEmpty = ({ total }: TimeToFix) => total.open + total.arrived + total.fixed === 0;

function Nothing({ org }: { org: string }) {
  return (
    <Empty icon="clock" title={t("fix.empty")} actions={<Link className="btn" to="/organizations/$org/issues" params={{ org }}>{t("notFound.home")}</Link>}>
      {t("fix.empty.text")}
    </Empty>
  );
}

function Report({ org, data }: { org: string; data: TimeToFix }) {
  return (
    <>
      {data.partial && <p className="c-warning">{t("fix.partial")}</p>}
      <Headline total={data.total} />
      <div className="fix-g">
        <Trend data={data} />
        <Ages ages={data.ages} />
      </div>
      <ByProject org={org} rows={data.projects} />
      <ByWhom org={org} rows={data.assignees} />
      <details className="card fix-how">
        <summary>{t("fix.how")}</summary>
        <dl>
          {(["age", "response", "fix", "whom", "back", "median"] as const).map((each) => <div key={each}><dt>{t(`fix.how.${each}`)}</dt><dd>{t(`fix.how.${each}.text`)}</dd></div>)}
        </dl>
      </details>
    </>
  );
}
