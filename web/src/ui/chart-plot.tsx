/** The drawing of a chart; loaded when one is shown. Colours are read from the tokens and again when the theme changes. */
import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { dateFormat } from "~/lib/intl";
import { useStore } from "~/lib/store";
import { exact } from "~/lib/time";
import { type ChartProps, type Tint, written } from "./chart";
import { theme } from "./theme";
import { useMedia, useWidth } from "./use-width";

const day_s = 86_400;
const bar_share = 0.8;
const widest_bar_px = 40;
const axis_width_px = 52;
/** So far below the plot that the first time does not run into the lowest value beside it. */
const time_gap_px = 8;
const time_axis_px = 28;
/** A day and month in words, with air. */
const time_label_px = 64;

type Props = ChartProps & { height: number };

/** Drawn anew when the theme changes: a canvas does not follow the tokens by itself. */
export default function ChartPlot(props: Props) {
  const chosen = useStore(theme);
  const dark = useMedia("(prefers-color-scheme: dark)");
  return <Drawn key={`${chosen} ${dark}`} {...props} />;
}

function Drawn({ label, kind, times, series, format, height }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [at, setAt] = useState<number | null>(null);
  const data = useMemo(() => plotted(kind, times, series), [kind, times, series]);
  useEffect(() => {
    const element = holder.current;
    if (!element || width === 0) return;
    const options = { ...optionsOf(kind, times, series, format), width, height };
    const plot = new uPlot({ ...options, hooks: { setCursor: [(self) => setAt(self.cursor.idx ?? null)] } }, data, element);
    return () => plot.destroy();
  }, [kind, times, series, format, width, height, data]);
  const reading = at === null ? "" : [exact((times[at] ?? 0) * 1000), ...series.map((each) => `${each.label} ${written(each.values[at], format)}`)].join(" · ");
  return (
    <>
      <div ref={holder} className={`ch-p h${height}`} role="img" aria-label={label} />
      <p className="ch-r t12 t2">{reading}</p>
    </>
  );
}

/** Stacked series are drawn as their running sums, the last one first, so that each covers what lies under it. */
function plotted(kind: Props["kind"], times: readonly number[], series: Props["series"]): uPlot.AlignedData {
  if (kind !== "stacked") return [[...times], ...series.map((each) => [...each.values])];
  const sums: number[][] = [];
  for (const each of series) {
    const below = sums.at(-1);
    sums.push(each.values.map((value, i) => (value ?? 0) + (below?.[i] ?? 0)));
  }
  return [[...times], ...sums.toReversed()];
}

function token(name: string): string {
  const probe = document.createElement("span");
  probe.className = `probe-${name}`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function optionsOf(kind: Props["kind"], times: readonly number[], series: Props["series"], format: Props["format"]): Omit<uPlot.Options, "width" | "height"> {
  const [axis, grid] = [token("axis"), token("grid")];
  const long = (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * day_s;
  const when = dateFormat(long ? { month: "short", day: "numeric" } : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const bars = uPlot.paths.bars?.({ size: [bar_share, widest_bar_px], align: 0 });
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const drawn = kind === "stacked" ? series.toReversed() : series;
  // Lone readings among gaps make no line, so they are dots.
  const lineOf = (tint: Tint, values: ReadonlyArray<number | null>) => ({ stroke: token(tint), width: 1.5, spanGaps: true, points: { show: times.length < 3 || values.includes(null), size: 6, fill: token(tint), stroke: token(tint) } });
  const barOf = (tint: Tint) => ({ fill: token(tint), stroke: token(tint), width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) });
  return {
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: true }, y: { range: (_, __, max) => [0, Math.max(max, 1) * 1.05] } },
    axes: [
      { stroke: axis, font, grid: { show: false }, ticks: { show: false }, gap: time_gap_px, size: time_axis_px, space: time_label_px, values: (_, ticks) => ticks.map((tick) => when.format(tick * 1000)) },
      { stroke: axis, font, grid: { stroke: grid, width: 1 }, ticks: { show: false }, gap: 4, size: axis_width_px, space: 36, values: (_, ticks) => ticks.map((tick) => format(tick)) },
    ],
    series: [{}, ...drawn.map((each) => ({ label: each.label, ...(kind === "lines" ? lineOf(each.tint, each.values) : barOf(each.tint)) }))],
  };
}
