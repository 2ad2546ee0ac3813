/**
 * Sentences the server says in English, in another language. The English sentence itself is the id, with `{name}` where
 * the server puts a value and `{~name}` where it puts another of its sentences. Values come from events and people:
 * they are put in as they are. Part of a language's chunk, so that English costs nothing.
 */

/** The text in the language, or undefined where the table does not know it. */
export type Reader = (text: string) => string | undefined;

/** Longer texts are left alone: no sentence of the server is this long. In characters. */
const longest_text = 4000;
/** Ways tried to lay one template over one text. */
const most_ways = 24;
/** Sentences within sentences: a query's fault holds a message, which holds no other. */
const deepest = 2;

interface Template {
  /** What stands around the placeholders, one more than there are of them. */
  fixed: string[];
  names: string[];
  target: string;
}

const placeholder = /\{(~?\w+)\}/;

function compile([source, target]: [string, string]): Template {
  const parts = source.split(placeholder);
  return { fixed: parts.filter((_, at) => at % 2 === 0), names: parts.filter((_, at) => at % 2 === 1), target };
}

const weight = ({ fixed }: Template) => fixed.join("").length;

export function reader(table: Readonly<Record<string, string>>): Reader {
  const exact = new Map(Object.entries(table).filter(([source]) => !placeholder.test(source)));
  // Of two that fit, the one that says more.
  const templates = Object.entries(table).filter(([source]) => placeholder.test(source)).map(compile).toSorted((a, b) => weight(b) - weight(a));

  function read(text: string, depth: number): string | undefined {
    const whole = exact.get(text);
    if (whole !== undefined || text.length > longest_text) return whole;
    for (const template of templates) {
      const filled = fill(template, text, depth);
      if (filled !== undefined) return filled;
    }
    return undefined;
  }

  function fill({ fixed, names, target }: Template, text: string, depth: number): string | undefined {
    if (depth === deepest && names.some((name) => name.startsWith("~"))) return undefined;
    for (const values of ways(text, fixed)) {
      const said = new Map<string, string>();
      for (const [at, name] of names.entries()) {
        const value = values[at] ?? "";
        const own = name.startsWith("~") ? read(value, depth + 1) : value;
        if (own === undefined) break;
        said.set(name.replace("~", ""), own);
      }
      if (said.size === names.length) return target.split(placeholder).map((part, at) => (at % 2 === 0 ? part : (said.get(part) ?? ""))).join("");
    }
    return undefined;
  }

  return (text) => read(text, 0);
}

/** The values with which the fixed parts make up the text, shortest first; at most `most_ways`. */
function* ways(text: string, fixed: readonly string[]): Generator<string[]> {
  const [first = "", last = ""] = [fixed[0], fixed.at(-1)];
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return;
  const end = text.length - last.length;
  const inner = fixed.slice(1, -1);
  let left = most_ways;
  function* from(at: number, part: number): Generator<string[]> {
    const wanted = inner[part];
    if (wanted === undefined) {
      left -= 1;
      yield [text.slice(at, end)];
      return;
    }
    for (let found = text.indexOf(wanted, at); found >= 0 && found + wanted.length <= end && left > 0; found = text.indexOf(wanted, found + 1)) {
      let any = false;
      for (const rest of from(found + wanted.length, part + 1)) {
        any = true;
        yield [text.slice(at, found), ...rest];
      }
      // What does not fit behind this place fits behind no later one.
      if (!any) return;
    }
  }
  yield* from(first.length, 0);
}
