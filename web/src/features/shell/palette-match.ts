/** Which entries fit what is typed, best first, and where they fit. */
import type { ReactNode } from "react";
import type { IconName } from "~/ui/icon-paths";

export interface PaletteEntry {
  id: string;
  label: string;
  /** Said after the label, quieter. */
  detail?: string;
  /** At the right end: a short id, a number. */
  hint?: string;
  icon: IconName;
  lead?: ReactNode;
  keys?: readonly string[];
  /** What Tab types, to see more of it. */
  more?: string;
  /** Types this instead of doing something. */
  prefix?: string;
  run: () => void;
}

export interface PaletteGroup {
  id: string;
  title: string;
  entries: PaletteEntry[];
}

const words = (text: string) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Lower is better; null does not fit. Every word must be there: at the start best, at a word's start next. */
export function rank(label: string, text: string): number | null {
  const low = label.toLowerCase();
  let sum = 0;
  for (const word of words(text)) {
    const at = low.indexOf(word);
    if (at < 0) return null;
    sum += at === 0 ? 0 : /[\s.,/#@_-]/.test(low[at - 1] ?? " ") ? 1 : 2;
  }
  return sum;
}

export function fitting(entries: readonly PaletteEntry[], text: string): PaletteEntry[] {
  if (text.trim() === "") return [...entries];
  return entries
    .map((entry) => ({ entry, rank: rank(`${entry.label} ${entry.detail ?? ""} ${entry.hint ?? ""}`, text) }))
    .filter((each): each is { entry: PaletteEntry; rank: number } => each.rank !== null)
    .toSorted((a, b) => a.rank - b.rank)
    .map((each) => each.entry);
}

/** The label cut where what was typed stands in it. */
export function marked(label: string, text: string): Array<{ text: string; hit: boolean }> {
  const wanted = words(text.replace(/^[>#@?]/, ""));
  const hits = Array.from({ length: label.length }, () => false);
  for (const word of wanted) {
    const at = label.toLowerCase().indexOf(word);
    if (at >= 0) hits.fill(true, at, at + word.length);
  }
  const out: Array<{ text: string; hit: boolean }> = [];
  for (const [i, letter] of [...label].entries()) {
    const last = out.at(-1);
    const hit = hits[i] ?? false;
    if (last && last.hit === hit) last.text += letter;
    else out.push({ text: letter, hit });
  }
  return out;
}
