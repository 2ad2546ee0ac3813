import { Fragment } from "react";
import { difference, type Ledger } from "~/api/system";
import { t } from "~/lib/i18n/index";
import { exactNumber, percent } from "~/lib/number";
import { toMs } from "~/lib/time";
import { Chip } from "~/ui/badges";
import { Card } from "~/ui/page";
import { useNow } from "~/ui/text";
import { terms } from "./outcomes";

const hour_ms = 3_600_000;

/** Received = stored + … : the page adds it up itself and says so. */
export function LedgerCard({ ledger }: { ledger: Ledger }) {
  const all = terms(ledger);
  const off = difference(ledger);
  const now = useNow();
  const hours = Math.max(1, Math.round((now - (toMs(ledger.since) ?? now)) / hour_ms));
  const widths = all.map((term) => (ledger.received > 0 ? (term.quantity / ledger.received) * 1000 : 0));
  return (
    <Card
      title={t("ledger.title")}
      hint={t("ledger.hint", { n: hours })}
      actions={off === 0 ? <Chip tone="ok" icon="check">{t("ledger.adds")}</Chip> : <Chip tone="esc" icon="warning">{t("ledger.off", { n: exactNumber(off) })}</Chip>}
    >
      <div className="p16">
        <div className="eq">
          <div><div className="v big">{exactNumber(ledger.received)}</div><div className="l">{t("ledger.received")}</div></div>
          {all.map((term, i) => (
            <Fragment key={term.id}>
              <div className="o" aria-hidden="true">{i === 0 ? "=" : "+"}</div>
              <div>
                <div className="v">{exactNumber(term.quantity)}</div>
                <div className="l"><span className={term.tint} />{t(`outcome.${term.id}`)} <span className="t3 pc">{percent(term.quantity, ledger.received)}</span></div>
              </div>
            </Fragment>
          ))}
        </div>
        <svg className="eq-bar" width="100%" height="12" viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label={t("ledger.title")}>
          <rect className="tr" width="1000" height="12" />
          {all.map((term, i) => <rect key={term.id} className={term.tint} x={widths.slice(0, i).reduce((a, b) => a + b, 0)} width={Math.max(0, (widths[i] ?? 0) - 1)} height="12" />)}
        </svg>
      </div>
    </Card>
  );
}
