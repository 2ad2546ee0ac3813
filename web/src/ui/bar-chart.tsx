/** Bars over time, drawn to the width of their container, with marks (releases) and an exact reading on hover or arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { compact, exactNumber } from "~/lib/number";
import { hotFrom } from "./trend";
import { useWidth } from "./use-width";

export interface Mark {
  at: number;
  label: string;
  strong?: boolean;
}

interface Props {
  /** Epoch seconds and counts, evenly spaced. */
  points: ReadonlyArray<readonly [number, number]>;
  marks?: readonly Mark[];
  label: string;
  /** The text of one bar's reading. */
  reading: (epochS: number, count: number) => string;
  axis: (epochS: number) => string;
  nowLabel: string;
}

const height_px = 112;
const base_px = 92;
const top_px = 20;
const cut_over = 10;
const widest_px = 22;

export function BarChart({ points, marks = [], label, reading, axis, nowLabel }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [at, setAt] = useState<number | null>(null);
  const n = points.length;
  const step = n > 0 ? width / n : 1;
  const values = points.map(([, count]) => count);
  const scale = cutScale(values);
  const hot = hotFrom(values);
  const first = points[0]?.[0] ?? 0;
  const span = n > 1 ? ((points[1]?.[0] ?? 0) - first) * n : 1;
  const x = (epochS: number) => Math.min(width, Math.max(0, ((epochS - first) / span) * width));
  const onMove = (event: PointerEvent) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    setAt(Math.min(n - 1, Math.max(0, Math.floor((event.clientX - left) / step))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    setAt((old) => Math.min(n - 1, Math.max(0, (old ?? n) + (event.key === "ArrowLeft" ? -1 : 1))));
  };
  const chosen = at === null ? null : points[at];
  const labelled = axisAt(n, width);
  return (
    <div ref={holder} className="bc-w">
      <svg
        className="chart" width={width} height={height_px} viewBox={`0 0 ${Math.max(1, width)} ${height_px}`}
        role="img" aria-label={label} tabIndex={0}
        onPointerMove={onMove} onPointerLeave={() => setAt(null)} onKeyDown={onKeyDown} onBlur={() => setAt(null)}
      >
        {[top_px, (top_px + base_px) / 2].map((y) => <path key={y} className="grid" d={`M0 ${y + 0.5}H${width}`} />)}
        <text className="ax" x="0" y={top_px - 4}>{compact(scale.most)}</text>
        {values.map((count, i) => {
          const cut = count > scale.most;
          const h = count === 0 ? 0 : Math.max(2, ((base_px - top_px) * Math.min(count, scale.most)) / scale.most);
          const w = Math.max(1, Math.min(widest_px, step - 2));
          const left = i * step + (step - w) / 2;
          return (
            <g key={points[i]?.[0] ?? i} className={at === null || at === i ? "" : "dim"}>
              <rect className={i >= hot ? "hot" : "bar0"} x={left.toFixed(1)} y={(base_px - h).toFixed(1)} width={w.toFixed(1)} height={h.toFixed(1)} />
              {cut && <path className="cutline" d={`M${left - 2} ${top_px + 16}l${w + 4} -6`} />}
            </g>
          );
        })}
        <path className="base" d={`M0 ${base_px + 0.5}H${width}`} />
        {marks.filter((mark) => mark.at >= first && mark.at <= first + span).map((mark) => (
          <g key={`${mark.at}${mark.label}`}>
            <path className="rel" d={`M${x(mark.at).toFixed(1)} 6V${base_px}`} />
            <path className="relf" d={`M${(x(mark.at) - 4).toFixed(1)} 2h8l-4 6z`} />
            <text className={mark.strong ? "axs" : "ax"} x={(x(mark.at) > width - 100 ? x(mark.at) - 8 : x(mark.at) + 8).toFixed(1)} y="11" textAnchor={x(mark.at) > width - 100 ? "end" : "start"}>{mark.label}</text>
          </g>
        ))}
        {labelled.map((i) => <text key={i} className="ax" x={(i * step).toFixed(1)} y={height_px - 3} textAnchor={i === 0 ? "start" : "middle"}>{axis(points[i]?.[0] ?? 0)}</text>)}
        <text className="ax" x={width} y={height_px - 3} textAnchor="end">{nowLabel}</text>
      </svg>
      <p className="bc-r t12" aria-live="polite">{chosen ? reading(chosen[0], chosen[1]) : ""}</p>
      <p className="sr">{`${label}: ${exactNumber(values.reduce((sum, count) => sum + count, 0))}`}</p>
    </div>
  );
}

/** The axis ends at the second largest when one bar is over ten times the rest; that bar is drawn cut. */
export function cutScale(values: readonly number[]): { most: number } {
  const sorted = values.toSorted((a, b) => b - a);
  const largest = sorted[0] ?? 0;
  const second = sorted[1] ?? 0;
  if (second > 0 && largest > cut_over * second) return { most: second * 2 };
  return { most: Math.max(1, largest) };
}

const label_px = 130;

function axisAt(n: number, width: number): number[] {
  const count = Math.max(1, Math.floor((width - 60) / label_px));
  const every = Math.max(1, Math.ceil(n / count));
  return Array.from({ length: count }, (_, i) => i * every).filter((i) => i < n - every / 2);
}
