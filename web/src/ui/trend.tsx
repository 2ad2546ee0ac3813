/** The small bars of a list row. The last bar is hot when it stands far over what came before. */
import { memo } from "react";
import { exactNumber } from "~/lib/number";

const width_px = 112;
const height_px = 24;
const top_px = 6;

export const Trend = memo(function Trend({ points, label }: { points: ReadonlyArray<readonly [number, number]>; label: string }) {
  const values = points.map(([, n]) => n);
  const most = Math.max(1, ...values);
  const step = width_px / Math.max(1, values.length);
  const bar = Math.max(1, Math.min(6, step - 1));
  const total = values.reduce((sum, n) => sum + n, 0);
  const hot = hotFrom(values);
  return (
    <svg className="chart" width={width_px} height={height_px} viewBox={`0 0 ${width_px} ${height_px}`} role="img" aria-label={`${label}: ${exactNumber(total)}`}>
      <title>{`${label}: ${exactNumber(total)}`}</title>
      {values.map((n, i) => {
        const h = n === 0 ? 1 : Math.max(2, ((height_px - top_px) * n) / most);
        const at = i * step + (step - bar) / 2;
        return <rect key={points[i]?.[0] ?? i} className={n === 0 ? "bar0 nil" : i >= hot ? "hot" : "bar0"} x={at.toFixed(1)} y={(height_px - h).toFixed(1)} width={bar.toFixed(1)} height={h.toFixed(1)} />;
      })}
    </svg>
  );
});

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
