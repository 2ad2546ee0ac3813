import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Figures, TimeToFix } from "~/api/time-to-fix";
import { t } from "~/lib/i18n/index";
import { Avatar } from "~/ui/badges";
import { Card } from "~/ui/page";
import { type Column, Table } from "~/ui/table";
import { Num } from "~/ui/text";
import { Span } from "./headline";

const columns = (first: string): Column[] => [
  { id: "name", head: first },
  { id: "open", head: t("fix.open"), right: true }, { id: "age", head: t("fix.age"), right: true },
  { id: "arrived", head: t("fix.arrived"), right: true }, { id: "response", head: t("fix.response"), right: true },
  { id: "fixed", head: t("fix.fixed"), right: true }, { id: "fix", head: t("fix.fix"), right: true }, { id: "back", head: t("fix.back"), right: true },
];

const cells = (name: ReactNode, figures: Figures): ReactNode[] => [
  name,
  <Num key="open" value={figures.open} />, <Span key="age" spread={figures.age} />,
  <Num key="arrived" value={figures.arrived} />, <Span key="response" spread={figures.response} />,
  <Num key="fixed" value={figures.fixed} />, <Span key="fix" spread={figures.fix} />,
  figures.cameBack > 0 ? <span key="back" className="c-error"><Num value={figures.cameBack} /></span> : <span key="back" className="t3">0</span>,
];

export function ByProject({ org, rows }: { org: string; rows: TimeToFix["projects"] }) {
  return (
    <Card title={t("fix.byProject")}>
      <Table
        label={t("fix.byProject")} rows={rows} columns={columns(t("filter.project"))} keyOf={(row) => row.id}
        renderCells={({ id, slug, figures }) => cells(<Link className="m" to="/organizations/$org/issues" params={{ org }} search={{ project: [id] }}>{slug}</Link>, figures)}
      />
    </Card>
  );
}

export function ByWhom({ org, rows }: { org: string; rows: TimeToFix["assignees"] }) {
  const query = (actor: TimeToFix["assignees"][number]["actor"]) => `is:unresolved ${actor ? (actor.type === "team" ? `assigned:#${actor.name}` : `assigned:"user:${actor.id}"`) : "assigned:none"}`;
  return (
    <Card title={t("fix.byWhom")} hint={t("fix.byWhom.hint")}>
      <Table
        label={t("fix.byWhom")} rows={rows} columns={columns(t("fact.assignee"))} keyOf={(row) => `${row.actor?.type}${row.actor?.id}`}
        renderCells={({ actor, figures }) => cells(
          <Link className="row-f m" to="/organizations/$org/issues" params={{ org }} search={{ query: query(actor) }}>
            <Avatar name={actor?.name ?? null} team={actor?.type === "team"} nobody={t("assign.none")} />
            <span aria-hidden={actor ? true : undefined}>{actor?.name ?? t("assign.none")}</span>
          </Link>, figures,
        )}
      />
    </Card>
  );
}
