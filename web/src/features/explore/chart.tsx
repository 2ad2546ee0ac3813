import { useQuery } from "@tanstack/react-query";
import { t } from "~/lib/i18n/index";
import { clock, day, exact } from "~/lib/time";
import { type Line, LineChart } from "~/ui/line-chart";
import { Menu } from "~/ui/menu";
import { Button } from "~/ui/button";
import { Failed } from "~/ui/states";
import { numberText } from "./cell";
import { chartQuery, type Series } from "./queries";
import { chartOf, drawable, type ExploreSearch, intervalOf, isEvents } from "./search";

const tints = ["c1", "c2", "c3", "c4", "c5"] as const;
const day_s = 86_400;

/** The largest groups' lines, all others together in grey. */
export function ExploreChart({ org, search, onChart }: { org: string; search: ExploreSearch; onChart: (name: string) => void }) {
  const query = useQuery(chartQuery(org, search));
  const name = isEvents(search) ? "count()" : chartOf(search);
  const series = query.data ?? [];
  const type = series[0]?.meta.valueType ?? "integer";
  const choices = isEvents(search) ? [] : drawable(search);
  const wide = intervalOf(search) < day_s / 4;
  return (
    <section className="card ch" aria-label={t("explore.chart")}>
      <div className="row-f">
        <span className="b mono">{name}</span>
        <span className="grow" />
        {choices.length > 1 && (
          <Menu
            label={t("explore.draw")} trigger={<Button icon="bars">{t("explore.draw")}</Button>}
            items={choices.map((each) => ({ id: each, label: each, checked: each === name, onSelect: () => onChart(each) }))}
          />
        )}
      </div>
      {query.isError && series.length === 0 ? <Failed error={query.error} retry={() => void query.refetch()} /> : (
        <LineChart
          lines={series.map(lineOf)} label={t("explore.over", { name })} value={(n) => numberText(n, type)}
          axis={(s) => (wide ? `${day(s * 1000)} ${clock(s * 1000).slice(0, 5)}` : day(s * 1000))} moment={(s) => exact(s * 1000)}
        />
      )}
    </section>
  );
}

function lineOf(series: Series, index: number): Line {
  const label = (series.groupBy ?? []).map(({ value }) => (value === null ? t("explore.none") : String(value))).join(" · ");
  return {
    name: series.meta.isOther ? t("explore.others") : label || t("explore.all"),
    points: series.values.map(({ timestamp, value }) => [timestamp / 1000, value] as const),
    tint: series.meta.isOther ? "c6" : (tints[index] ?? "c6"),
  };
}
