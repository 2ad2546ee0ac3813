/** A JSON value as lines that can be folded: what stands between two brackets knows where it ends. */

export interface JsonLine {
  /** Indentation in steps. */
  depth: number;
  /** Name with its quotes, empty within a list. */
  name: string;
  /** Brackets, or the value with its quotes. */
  text: string;
  comma: boolean;
  /** For an opening bracket: index of the line that closes it. */
  end: number | null;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function jsonLines(value: unknown): JsonLine[] {
  const out: JsonLine[] = [];
  const walk = (each: Json, name: string, depth: number, comma: boolean) => {
    const entries: Array<[string, Json]> | null = Array.isArray(each) ? each.map((item) => ["", item]) : typeof each === "object" && each !== null ? Object.entries(each).map(([key, item]) => [JSON.stringify(key), item]) : null;
    const [open, close] = Array.isArray(each) ? ["[", "]"] : ["{", "}"];
    if (!entries || entries.length === 0) {
      out.push({ depth, name, text: entries ? open + close : JSON.stringify(each), comma, end: null });
      return;
    }
    const line: JsonLine = { depth, name, text: open, comma: false, end: null };
    out.push(line);
    for (const [i, [key, item]] of entries.entries()) walk(item, key, depth + 1, i < entries.length - 1);
    line.end = out.length;
    out.push({ depth, name: "", text: close, comma, end: null });
  };
  walk((value ?? null) as Json, "", 0, false);
  return out;
}

/** Indexes of the lines to draw: folded ones leave out what is inside; with a search only lines that have the text. */
export function visibleLines(lines: readonly JsonLine[], folded: ReadonlySet<number>, wanted: string): number[] {
  const out: number[] = [];
  const text = wanted.trim().toLowerCase();
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i];
    if (!line) break;
    if (text !== "") {
      if (`${line.name}: ${line.text}`.toLowerCase().includes(text)) out.push(i);
    } else {
      out.push(i);
      if (line.end !== null && folded.has(i)) i = line.end;
    }
  }
  return out;
}
