import type { Ledger } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Card } from "~/ui/page";
import { Wide } from "~/ui/wide";
import { type OutcomeId, outcomes, tintOf } from "./outcomes";

const shown_rows = 12;

export function ReasonsCard({ ledger }: { ledger: Ledger }) {
  const rows = ledger.rows.filter((row) => row.outcome !== "accepted").toSorted((a, b) => b.quantity - a.quantity).slice(0, shown_rows);
  const name = (outcome: string) => (outcomes.some(([id]) => id === outcome) ? t(`outcome.${outcome as OutcomeId}`) : t("outcome.client_discard"));
  return (
    <Card title={t("reasons.title")}>
      {rows.length === 0 ? <p className="t3 p12">{t("reasons.none")}</p> : (
        <Wide label={t("reasons.title")}>
          <table className="t">
            <thead><tr><th>{t("reasons.outcome")}</th><th>{t("reasons.reason")}</th><th className="r">{t("reasons.items")}</th></tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.category}${row.outcome}${row.reason}`}>
                  <td><span className="row-f g6"><span className={`sq ${tintOf(row.outcome)}`} />{name(row.outcome)}</span></td>
                  <td className="t2" title={row.category}>{row.reason.replaceAll(/[_-]/g, " ") || "–"} <span className="t3">{row.category}</span></td>
                  <td className="r">{exactNumber(row.quantity)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </Card>
  );
}
