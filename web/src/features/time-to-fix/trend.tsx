import { useMemo, useState } from "react";
import type { TimeToFix } from "~/api/time-to-fix";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { duration } from "~/lib/time";
import { Chart, type Series } from "~/ui/chart";
import { Seg } from "~/ui/seg";

type Shown = "times" | "counts";

/** The medians over the period, or how many came and went. */
export function Trend({ data }: { data: TimeToFix }) {
  const [shown, setShown] = useState<Shown>("times");
  const times = useMemo(() => data.trend.map((point) => Date.parse(point.start) / 1000), [data]);
  const series = useMemo((): Series[] => (shown === "times" ? [
    { id: "fix", label: t("fix.fix"), tint: "c1", values: data.trend.map((point) => point.fixMedianSeconds) },
    { id: "response", label: t("fix.response"), tint: "c3", values: data.trend.map((point) => point.responseMedianSeconds) },
  ] : [
    { id: "arrived", label: t("fix.arrived"), tint: "c-bar", values: data.trend.map((point) => point.arrived) },
    { id: "fixed", label: t("fix.fixed"), tint: "c1", values: data.trend.map((point) => point.fixed) },
  ]), [data, shown]);
  const known = series.some((each) => each.values.some((value) => value !== null && value > 0));
  return (
    <section className="card p12" aria-label={t("fix.trend")}>
      <div className="row-f fix-th">
        <h2 className="b">{t("fix.trend")}</h2>
        <span className="t12 t3">{t("fix.trend.hint", { width: duration(data.trendWidthSeconds) })}</span>
        <span className="grow" />
        <Seg<Shown> label={t("fix.trend.show")} value={shown} onChange={setShown} options={[{ value: "times", label: t("fix.trend.times") }, { value: "counts", label: t("fix.trend.counts") }]} />
      </div>
      {known
        ? <Chart label={t("fix.trend")} kind="lines" times={times} series={series} format={shown === "times" ? rough : (n) => exactNumber(Math.round(n))} height={180} />
        : <p className="t3 fix-none">{t("fix.trend.none")}</p>}
    </section>
  );
}

/** One unit is enough on an axis. */
const rough = (seconds: number) => duration(seconds).split(" ").slice(0, 2).join(" ");
