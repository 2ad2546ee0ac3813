/** Several lines over time with a legend; the reading of a moment on hover or by arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useWidth } from "./use-width";

export interface Line {
  name: string;
  /** Epoch seconds and values, evenly spaced, the same moments for all lines. */
  points: ReadonlyArray<readonly [number, number]>;
  tint: string;
}

interface Props {
  lines: readonly Line[];
  label: string;
  value: (n: number) => string;
  axis: (epochS: number) => string;
  moment: (epochS: number) => string;
}

const height_px = 148;
const base_px = 126;
const top_px = 18;
const label_px = 130;

export function LineChart({ lines, label, value, axis, moment }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [at, setAt] = useState<number | null>(null);
  const first = lines[0]?.points ?? [];
  const n = first.length;
  const most = Math.max(...lines.flatMap((line) => line.points.map(([, v]) => v)), 0) || 1;
  const x = (i: number) => (n > 1 ? (i / (n - 1)) * Math.max(1, width) : 0);
  const y = (v: number) => base_px - (Math.max(0, v) / most) * (base_px - top_px);
  const onMove = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(Math.min(n - 1, Math.max(0, Math.round(((event.clientX - box.left) / Math.max(1, box.width)) * (n - 1)))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    setAt((old) => Math.min(n - 1, Math.max(0, (old ?? n) + (event.key === "ArrowLeft" ? -1 : 1))));
  };
  const every = Math.max(1, Math.ceil(n / Math.max(1, Math.floor(width / label_px))));
  const chosen = at === null ? null : first[at];
  return (
    <div ref={holder} className="bc-w">
      <svg
        className="chart lc" width={width} height={height_px} viewBox={`0 0 ${Math.max(1, width)} ${height_px}`} role="img" aria-label={label} tabIndex={0}
        onPointerMove={onMove} onPointerLeave={() => setAt(null)} onKeyDown={onKeyDown} onBlur={() => setAt(null)}
      >
        {[top_px, (top_px + base_px) / 2].map((line) => <path key={line} className="grid" d={`M0 ${line + 0.5}H${width}`} />)}
        <text className="ax" x="0" y={top_px - 5}>{value(most)}</text>
        <path className="base" d={`M0 ${base_px + 0.5}H${width}`} />
        {lines.toReversed().map((line) => <path key={line.name} className={`ln ${line.tint}`} d={line.points.map(([, v], i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join("")} />)}
        {at !== null && <path className="base" d={`M${x(at).toFixed(1)} ${top_px}V${base_px}`} />}
        {at !== null && lines.map((line) => <circle key={line.name} className={line.tint} cx={x(at).toFixed(1)} cy={y(line.points[at]?.[1] ?? 0).toFixed(1)} r="3" />)}
        {first.map(([s], i) => (i % every === 0 && i < n - every / 2 ? <text key={s} className="ax" x={x(i).toFixed(1)} y={height_px - 4} textAnchor={i === 0 ? "start" : "middle"}>{axis(s)}</text> : null))}
      </svg>
      <ul className="lc-l" aria-label={label}>
        {lines.map((line) => (
          <li key={line.name} className="row-f g6">
            <span className={`sq ${line.tint}`} />
            <span className="ell" title={line.name}>{line.name}</span>
            {at !== null && <span className="b">{value(line.points[at]?.[1] ?? 0)}</span>}
          </li>
        ))}
      </ul>
      <p className="bc-r t12" aria-live="polite">{chosen ? moment(chosen[0]) : ""}</p>
    </div>
  );
}
