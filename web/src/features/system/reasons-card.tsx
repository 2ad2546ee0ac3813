import type { Ledger } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Card } from "~/ui/page";
import { Table } from "~/ui/table";
import { type OutcomeId, outcomes, tintOf } from "./outcomes";

const shown_rows = 12;

export function ReasonsCard({ ledger }: { ledger: Ledger }) {
  const rows = ledger.rows.filter((row) => row.outcome !== "accepted").toSorted((a, b) => b.quantity - a.quantity).slice(0, shown_rows);
  const name = (outcome: string) => (outcomes.some(([id]) => id === outcome) ? t(`outcome.${outcome as OutcomeId}`) : t("outcome.client_discard"));
  return (
    <Card title={t("reasons.title")}>
      {rows.length === 0 ? <p className="t3 p12">{t("reasons.none")}</p> : (
        <Table
          label={t("reasons.title")} rows={rows} keyOf={(row) => `${row.category}${row.outcome}${row.reason}`}
          columns={[{ id: "outcome", head: t("reasons.outcome") }, { id: "reason", head: t("reasons.reason"), className: "t2" }, { id: "items", head: t("reasons.items"), right: true }]}
          renderCells={(row) => [
            <span key="outcome" className="row-f g6"><span className={`sq ${tintOf(row.outcome)}`} />{name(row.outcome)}</span>,
            <span key="reason" title={row.category}>{row.reason.replaceAll(/[_-]/g, " ") || "–"} <span className="t3">{row.category}</span></span>,
            exactNumber(row.quantity),
          ]}
        />
      )}
    </Card>
  );
}
