import type { ReactNode } from "react";
import { Icon } from "./icon";
import type { IconName } from "./icon-paths";

const tints = 5;

/** A steady tint per name, so that a person has the same colour everywhere. */
function tint(name: string): number {
  let sum = 0;
  for (const c of name) sum = (sum * 31 + (c.codePointAt(0) ?? 0)) % 997;
  return (sum % tints) + 1;
}

function initials(name: string): string {
  const words = name.replace(/^#/, "").split(/[\s._@-]+/).filter(Boolean);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? (words[1]?.[0] ?? "") : (words[0]?.[1] ?? ""))).toUpperCase();
}

interface AvatarProps {
  name: string | null;
  team?: boolean;
  large?: boolean;
  /** What to say when nobody is assigned. */
  nobody?: string;
}

export function Avatar({ name, team, large, nobody = "" }: AvatarProps) {
  if (name === null) {
    return (
      <span className={`av none ${large ? "l" : ""}`} title={nobody}>
        <Icon name="plus" size={12} />
        <span className="sr">{nobody}</span>
      </span>
    );
  }
  return (
    <span title={name} className="av-w">
      <span className={`av a${tint(name)} ${team ? "team" : ""} ${large ? "l" : ""}`} aria-hidden="true">
        <b>{initials(name)}</b>
      </span>
      <span className="sr">{name}</span>
    </span>
  );
}

type Tone = "" | "reg" | "new" | "esc" | "ok" | "acc" | "warn";

export function Chip({ tone = "", icon, title, children }: { tone?: Tone; icon?: IconName; title?: string; children: ReactNode }) {
  return (
    <span className={`chip ${tone}`} title={title}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

const bars = { high: 3, medium: 2, low: 1 } as const;

export function PriorityBars({ level, label }: { level: "high" | "medium" | "low" | null; label: string }) {
  const on = level ? bars[level] : 0;
  return (
    <span className={`prio ${level === "high" ? "h" : level === "medium" ? "m2" : "l"}`} title={label}>
      <svg viewBox="0 0 14 14" {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}>
        <rect className={on >= 1 ? "on" : ""} x="1" y="9" width="3" height="4" rx="1" />
        <rect className={on >= 2 ? "on" : ""} x="5.5" y="5.5" width="3" height="7.5" rx="1" />
        <rect className={on >= 3 ? "on" : ""} x="10" y="2" width="3" height="11" rx="1" />
      </svg>
    </span>
  );
}
