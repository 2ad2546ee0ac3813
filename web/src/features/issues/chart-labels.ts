/** Names of marks along an axis so that none lies over another: what stands out first, then the newest. */

interface Wish {
  x: number;
  label: string;
  strong: boolean;
}
interface Placed extends Wish {
  at: number;
  anchor: "start" | "end";
}

const char_px = 6.7;
const gap_px = 8;
const longest_chars = 24;

export function placeLabels(wishes: readonly Wish[], width: number): Placed[] {
  const taken: Array<[number, number]> = [];
  const marks = wishes.map((wish) => wish.x);
  const out: Placed[] = [];
  for (const wish of wishes.toSorted((a, b) => Number(b.strong) - Number(a.strong) || b.x - a.x)) {
    const label = wish.label.length > longest_chars ? `${wish.label.slice(0, longest_chars)}…` : wish.label;
    const long = label.length * char_px;
    const sides: Array<["start" | "end", number, number]> = [["start", wish.x + gap_px, wish.x + gap_px + long], ["end", wish.x - gap_px - long, wish.x - gap_px]];
    const fits = sides.find(([, from, to]) => from >= 0 && to <= width && taken.every(([a, b]) => to < a || from > b) && marks.every((mark) => mark === wish.x || mark + 5 < from || mark - 5 > to));
    if (!fits) continue;
    taken.push([fits[1], fits[2]]);
    out.push({ ...wish, label, at: fits[0] === "start" ? fits[1] : fits[2], anchor: fits[0] });
  }
  return out;
}
