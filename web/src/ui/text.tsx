/** Times and numbers: short form shown, exact form on hover and for screen readers' sake in the markup. */
import { useSyncExternalStore } from "react";
import { compact, exactNumber } from "~/lib/number";
import { ageShort, ago, exact, toMs } from "~/lib/time";

const tick_ms = 5000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tick_ms);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The shared clock: every relative time on the page moves together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** Makes the shared clock right at once, when fresh data came in. */
export function freshNow(): number {
  return Math.max(now, Date.now());
}

interface TimeProps {
  value: string | number | null | undefined;
  short?: boolean;
  label?: string;
}

export function Time({ value, short, label }: TimeProps) {
  const at = Math.max(useNow(), toMs(value) ?? 0);
  const ms = toMs(value);
  if (ms === null) return <span className="t3">–</span>;
  return (
    <time dateTime={new Date(ms).toISOString()} title={label ? `${label}: ${exact(ms)}` : exact(ms)}>
      {short ? ageShort(ms, at) : ago(ms, at)}
    </time>
  );
}

export function Num({ value }: { value: string | number | null | undefined }) {
  const full = exactNumber(value);
  const text = compact(value);
  return <span title={full === text ? undefined : full}>{text}</span>;
}
