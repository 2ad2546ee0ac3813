/** Bars over time drawn to the width of their container: release marks, a cut axis, exact readings, a span drawn by pointer or keys. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { compact, exactNumber } from "~/lib/number";
import { cutScale } from "~/ui/bar-chart";
import { hotFrom } from "~/ui/trend";
import { useWidth } from "~/ui/use-width";
import { placeLabels } from "./chart-labels";

export interface ChartMark {
  /** Epoch seconds. */
  at: number;
  label: string;
  strong: boolean;
}

interface Props {
  /** Epoch seconds and counts, evenly spaced. */
  points: ReadonlyArray<readonly [number, number]>;
  widthS: number;
  marks: readonly ChartMark[];
  /** What was put somewhere: ticks below the axis. */
  deploys: readonly ChartMark[];
  label: string;
  nowLabel: string;
  span: readonly [number, number] | null;
  axis: (epochS: number) => string;
  reading: (epochS: number, count: number, live: string, deploys: readonly string[]) => { count: string; when: string; live: string };
  onSpan: (fromS: number, toS: number) => void;
}

const height_px = 112;
const base_px = 92;
const top_px = 22;
const tick_px = 4;
const widest_px = 22;
const tip_px = 210;
const label_px = 130;

export function EventChart({ points, widthS, marks, deploys, label, nowLabel, span, axis, reading, onSpan }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [at, setAt] = useState<number | null>(null);
  const [from, setFrom] = useState<number | null>(null);
  const n = points.length;
  const step = n > 0 ? width / n : 1;
  const values = points.map(([, count]) => count);
  const { most } = cutScale(values);
  const hot = hotFrom(values);
  const first = points[0]?.[0] ?? 0;
  const x = (epochS: number) => Math.min(width, Math.max(0, ((epochS - first) / Math.max(1, widthS * n)) * width));
  const barAt = (event: PointerEvent) => Math.min(n - 1, Math.max(0, Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left) / step)));
  const take = (a: number, b: number) => onSpan(points[Math.min(a, b)]?.[0] ?? first, (points[Math.max(a, b)]?.[0] ?? first) + widthS);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && (from !== null || at !== null)) {
      setFrom(null);
      setAt(null);
    } else if (event.key === "Enter" && at !== null) take(from ?? at, at);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const next = Math.min(n - 1, Math.max(0, (at ?? n) + (event.key === "ArrowLeft" ? -1 : 1)));
      setFrom(event.shiftKey ? (from ?? at ?? next) : null);
      setAt(next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const chosen = at === null ? null : points[at];
  const live = chosen ? (marks.findLast((mark) => mark.at <= chosen[0] + widthS)?.label ?? "") : "";
  const within = (start: number, end: number) => (mark: ChartMark) => mark.at >= start && mark.at <= end;
  const tip = chosen ? reading(chosen[0], chosen[1], live, deploys.filter(within(chosen[0], chosen[0] + widthS)).map((deploy) => deploy.label)) : null;
  const seen = marks.filter(within(first, first + widthS * n));
  const drawn = from !== null && at !== null ? ([points[Math.min(from, at)]?.[0] ?? first, (points[Math.max(from, at)]?.[0] ?? first) + widthS] as const) : span;
  const cut = values.some((count) => count > most);
  return (
    <div ref={holder} className="bc-w">
      <svg
        className="chart ev" width={width} height={height_px} viewBox={`0 0 ${Math.max(1, width)} ${height_px}`} role="img" aria-label={label} tabIndex={0}
        onPointerDown={(event) => { if (event.button !== 0 || n === 0) return; event.currentTarget.setPointerCapture(event.pointerId); setFrom(barAt(event)); setAt(barAt(event)); }}
        onPointerMove={(event) => n > 0 && setAt(barAt(event))}
        onPointerUp={(event) => { const to = barAt(event); if (from !== null && (to !== from || event.pointerType === "mouse")) take(from, to); setFrom(null); }}
        onPointerCancel={() => setFrom(null)} onPointerLeave={() => from === null && setAt(null)} onKeyDown={onKeyDown} onBlur={() => { setAt(null); setFrom(null); }}
      >
        {[top_px, (top_px + base_px) / 2].map((y) => <path key={y} className="grid" d={`M0 ${y + 0.5}H${width}`} />)}
        {drawn && <rect className="span" x={x(drawn[0])} y={top_px} width={Math.max(2, x(drawn[1]) - x(drawn[0]))} height={base_px - top_px} />}
        {values.map((count, i) => <Bar key={points[i]?.[0] ?? i} count={count} most={most} left={i * step} step={step} tone={at !== null && at !== i && from === null ? "dim" : ""} hot={i >= hot} />)}
        <path className="base" d={`M0 ${base_px + 0.5}H${width}`} />
        {seen.map((mark, i) => <path key={i} className={mark.strong ? "rel" : "rel thin"} d={`M${x(mark.at).toFixed(1)} 8V${base_px}`} />)}
        {seen.map((mark, i) => <path key={i} className="relf" d={`M${(x(mark.at) - 4).toFixed(1)} 2h8l-4 6z`} />)}
        {deploys.filter(within(first, first + widthS * n)).map((deploy, i) => <path key={i} className="dpt" d={`M${x(deploy.at).toFixed(1)} ${base_px + 1}v${tick_px}`} />)}
        {placeLabels(seen.map((mark) => ({ x: x(mark.at), label: mark.label, strong: mark.strong })), width).map((each) => (
          <text key={`${each.x}${each.label}`} className={each.strong ? "axs" : "ax"} x={each.at.toFixed(1)} y="11" textAnchor={each.anchor}>{each.label}</text>
        ))}
        {at !== null && (
          <>
            <text className="ax scale" x="2" y={top_px + 12}>{compact(most)}{cut ? " +" : ""}</text>
            <text className="ax scale" x="2" y={(top_px + base_px) / 2 + 12}>{compact(most / 2)}</text>
          </>
        )}
        {axisAt(n, width).map((i) => <text key={i} className="ax" x={(i * step).toFixed(1)} y={height_px - 3} textAnchor={i === 0 ? "start" : "middle"}>{axis(points[i]?.[0] ?? 0)}</text>)}
        <text className="ax" x={width} y={height_px - 3} textAnchor="end">{nowLabel}</text>
        {tip && at !== null && (
          <foreignObject x={Math.max(0, Math.min(width - tip_px, (at + 0.5) * step - tip_px / 2))} y="24" width={tip_px} height="64" pointerEvents="none">
            <div className="tip t12"><b>{tip.count}</b><span>{tip.when}</span>{tip.live && <span className="t3">{tip.live}</span>}</div>
          </foreignObject>
        )}
      </svg>
      <p className="sr" aria-live="polite">{tip ? `${tip.count}, ${tip.when}${tip.live ? `, ${tip.live}` : ""}` : ""}</p>
      <p className="sr">{`${label}: ${exactNumber(values.reduce((sum, count) => sum + count, 0))}`}</p>
    </div>
  );
}

interface BarProps {
  count: number;
  most: number;
  left: number;
  step: number;
  tone: string;
  hot: boolean;
}

function Bar({ count, most, left, step, tone, hot }: BarProps) {
  const height = count === 0 ? 0 : Math.max(2, ((base_px - top_px) * Math.min(count, most)) / most);
  const width = Math.max(1, Math.min(widest_px, step - 2));
  const at = left + (step - width) / 2;
  return (
    <g className={tone}>
      <rect className={hot ? "hot" : "bar0"} x={at.toFixed(1)} y={(base_px - height).toFixed(1)} width={width.toFixed(1)} height={height.toFixed(1)} />
      {count > most && <path className="cutline" d={`M${(at - 2).toFixed(1)} ${top_px + 18}l${(width + 4).toFixed(1)} -6`} />}
    </g>
  );
}

function axisAt(n: number, width: number): number[] {
  const count = Math.max(1, Math.floor((width - 60) / label_px));
  const every = Math.max(1, Math.ceil(n / count));
  return Array.from({ length: count }, (_, i) => i * every).filter((i) => i < n - every / 2);
}
