import type { ReactNode } from "react";
import type { Figures, Spread } from "~/api/time-to-fix";
import { t } from "~/lib/i18n/index";
import { percent } from "~/lib/number";
import { duration } from "~/lib/time";

/** The three figures, each with what stands behind it. */
export function Headline({ total }: { total: Figures }) {
  return (
    <div className="g3">
      <Figure label={t("fix.age")} spread={total.age} why={t("fix.age.why", { n: total.open })}>
        {total.age && t("fix.oldest", { time: duration(total.age.longestSeconds) })}
      </Figure>
      <Figure label={t("fix.response")} spread={total.response} why={t("fix.response.why", { n: total.answered, of: total.arrived })}>
        {total.arrived > total.answered && t("fix.unanswered", { n: total.arrived - total.answered })}
      </Figure>
      <Figure label={t("fix.fix")} spread={total.fix} why={t("fix.fix.why", { n: total.fixed })}>
        {total.cameBack > 0 && <>{t("fix.cameBack", { n: total.cameBack })} <span className="t3">({percent(total.cameBack, total.fixed)})</span></>}
      </Figure>
    </div>
  );
}

function Figure({ label, spread, why, children }: { label: string; spread: Spread | null; why: string; children: ReactNode }) {
  return (
    <section className="card p12 fix-f" aria-label={label}>
      <h2 className="lab">{label}</h2>
      <div className="row-f fix-v">
        <b>{spread ? duration(spread.medianSeconds) : "–"}</b>
        {spread && <span className="t12 t2">{t("fix.median")}</span>}
        <span className="grow" />
        {spread && <span className="t12 t2" title={t("fix.p90.title")}>{t("fix.p90", { time: duration(spread.p90Seconds) })}</span>}
      </div>
      <p className="t12 t2">{why}</p>
      <p className="t12 t2 fix-n">{children}</p>
    </section>
  );
}

export function Span({ spread }: { spread: Spread | null }) {
  if (!spread) return <span className="t3">–</span>;
  return <span title={t("fix.spread", { p90: duration(spread.p90Seconds), longest: duration(spread.longestSeconds) })}>{duration(spread.medianSeconds)}</span>;
}

