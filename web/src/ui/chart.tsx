/**
 * Values over time: lines, bars or stacked bars. The drawing (uPlot, on a canvas) is a chunk of its own, loaded when a
 * chart is shown; the same numbers are always there as a table, for screen readers and for whoever asks.
 */
import { lazy, Suspense, useState } from "react";
import { t } from "~/lib/i18n/index";
import { exact } from "~/lib/time";
import { Button } from "./button";
import { Table } from "./table";

/** One of the six chart colours, the neutral bar, or the alarm. */
export type Tint = "c1" | "c2" | "c3" | "c4" | "c5" | "c6" | "c-bar" | "c-bar-hot";

export interface Series {
  id: string;
  label: string;
  tint: Tint;
  /** One for each time; `null` where nothing is known. */
  values: ReadonlyArray<number | null>;
}

export interface ChartProps {
  label: string;
  kind: "lines" | "bars" | "stacked";
  /** Seconds since the epoch, ascending. */
  times: readonly number[];
  series: readonly Series[];
  format: (value: number) => string;
  height?: number;
}

const default_height_px = 140;
const Plot = lazy(() => import("./chart-plot"));

export function Chart({ height = default_height_px, ...props }: ChartProps) {
  const [table, setTable] = useState(false);
  const { label, times, series, format } = props;
  return (
    <figure className="ch-f" aria-label={label}>
      <figcaption className="row-f wrap-f t12 t2">
        {series.length > 1 && series.map((each) => <span key={each.id} className="row-f g6"><span className={`sq ${each.tint}`} />{each.label}</span>)}
        <span className="grow" />
        <Button tone="ghost" className="ch-t" aria-pressed={table} onClick={() => setTable(!table)}>{t(table ? "chart.asChart" : "chart.asTable")}</Button>
      </figcaption>
      {table ? (
        <div className="ch-s">
          <Table
            label={label}
            columns={[{ id: "time", head: t("chart.time") }, ...series.map((each) => ({ id: each.id, head: each.label, right: true }))]}
            renderCells={(i) => [exact((times[i] ?? 0) * 1000), ...series.map((each) => written(each.values[i], format))]}
            rows={times.map((_, i) => i)}
            keyOf={(i) => String(times[i])}
          />
        </div>
      ) : (
        <Suspense fallback={<div className={`ch-p h${height}`} />}><Plot {...props} height={height} /></Suspense>
      )}
    </figure>
  );
}

/** "–" where nothing is known. */
export function written(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "–" : format(value);
}
