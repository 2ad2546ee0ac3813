/** The small bars of a list row, with marks where a release came. The last bars are hot when they stand far over what came before. */
import { memo } from "react";
import { exactNumber } from "~/lib/number";

const width_px = 112;
const height_px = 24;
const top_px = 6;
/** Marks nearer than this are one. */
const mark_gap_px = 4;

interface Props {
  points: ReadonlyArray<readonly [number, number]>;
  label: string;
  /** Moments in seconds since the epoch. */
  marks?: readonly number[];
  /** The same for what was put somewhere. */
  deploys?: readonly number[];
}

export const Trend = memo(function Trend({ points, label, marks = none, deploys = none }: Props) {
  const values = points.map(([, n]) => n);
  const most = Math.max(1, ...values);
  const step = width_px / Math.max(1, values.length);
  const bar = Math.max(1, Math.min(6, step - 1));
  const total = values.reduce((sum, n) => sum + n, 0);
  const hot = hotFrom(values);
  const text = `${label}: ${exactNumber(total)}`;
  return (
    <svg className="chart" width={width_px} height={height_px} viewBox={`0 0 ${width_px} ${height_px}`} role="img" aria-label={text}>
      <title>{text}</title>
      {markPositions(points, marks).map((x) => (
        <g key={x} className="mk">
          <path className="rel" d={`M${x} 4V${height_px}`} />
          <path className="relf" d={`M${x - 2.5} 0h5l-2.5 4z`} />
        </g>
      ))}
      {values.map((n, i) => {
        const h = n === 0 ? 1 : Math.max(2, ((height_px - top_px) * n) / most);
        const at = i * step + (step - bar) / 2;
        return <rect key={points[i]?.[0] ?? i} className={n === 0 ? "bar0 nil" : i >= hot ? "hot" : "bar0"} x={at.toFixed(1)} y={(height_px - h).toFixed(1)} width={bar.toFixed(1)} height={h.toFixed(1)} />;
      })}
      {markPositions(points, deploys, 2).map((x) => <path key={x} className="dpt" d={`M${x} ${height_px}v3`} />)}
    </svg>
  );
});

const none: readonly number[] = [];

/** Where marks stand, in px; those outside the chart are left out. */
export function markPositions(points: Props["points"], marks: readonly number[], gap = mark_gap_px): number[] {
  const first = points[0]?.[0] ?? 0;
  const span = ((points[1]?.[0] ?? first) - first) * points.length;
  if (span <= 0) return [];
  const out: number[] = [];
  for (const at of marks.toSorted((a, b) => b - a)) {
    const x = Math.round(((at - first) / span) * width_px);
    if (x < 0 || x > width_px) continue;
    if (out.every((other) => Math.abs(other - x) >= gap)) out.push(x);
  }
  return out;
}

const hot_factor = 3;
const hot_tail = 0.25;

/** Index from which bars at the end are far above the usual: over three times the mean of the part before. */
export function hotFrom(values: readonly number[]): number {
  const tail = Math.ceil(values.length * (1 - hot_tail));
  const before = values.slice(0, tail);
  const mean = before.reduce((sum, n) => sum + n, 0) / Math.max(1, before.length);
  let from = values.length;
  while (from > tail && (values[from - 1] ?? 0) > hot_factor * Math.max(mean, 1)) from -= 1;
  return from;
}

/** How many times its usual the hot end is; null where nothing is hot or there is no usual. */
export function hotRate(values: readonly number[]): number | null {
  const from = hotFrom(values);
  const hot = values.slice(from);
  const usual = values.slice(0, Math.ceil(values.length * (1 - hot_tail)));
  const mean = (list: readonly number[]) => list.reduce((sum, n) => sum + n, 0) / Math.max(1, list.length);
  return hot.length > 0 && mean(usual) >= 1 ? mean(hot) / mean(usual) : null;
}
