/** A small part of Markdown as a tree of plain objects: what people write in comments. Text in, nodes out; never HTML. */

export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "strong" | "em" | "del"; children: Inline[] }
  | { kind: "link"; href: string; text: string }
  | { kind: "mention"; text: string }
  | { kind: "br" };

export type Block =
  | { kind: "p" | "quote"; children: Inline[] }
  | { kind: "heading"; level: number; children: Inline[] }
  | { kind: "code"; text: string; language: string }
  | { kind: "ul" | "ol"; items: Inline[][]; start?: number }
  | { kind: "hr" };

const max_depth = 8;

/** Only addresses of the web and of mail are links; anything else stays text. */
export function safeHref(text: string): string | null {
  return /^(https?:\/\/|mailto:)[^\s<>"]+$/i.test(text) ? text : null;
}

/** `names`: what follows an @ or # and stands for somebody, longest first. */
export function parseMarkdown(source: string, names: readonly string[] = []): Block[] {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const out: Block[] = [];
  const inline = (text: string) => parseInline(text, names);
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? "";
    const fence = /^\s{0,3}(```+|~~~+)\s*([\w+-]*)/.exec(line);
    if (fence) {
      const end = lines.findIndex((each, at) => at > i && each.trim().startsWith(fence[1] ?? ""));
      const to = end < 0 ? lines.length : end;
      out.push({ kind: "code", text: lines.slice(i + 1, to).join("\n"), language: fence[2] ?? "" });
      i = to + 1;
    } else if (line.trim() === "") i += 1;
    else if (/^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) {
      out.push({ kind: "hr" });
      i += 1;
    } else {
      const heading = /^(#{1,6})\s+(.*)$/.exec(line);
      const taken = heading ? 1 : run(lines, i);
      const part = lines.slice(i, i + taken);
      if (heading) out.push({ kind: "heading", level: heading[1]?.length ?? 1, children: inline(heading[2] ?? "") });
      else if (isQuote(line)) out.push({ kind: "quote", children: inline(part.map((each) => each.replace(/^\s{0,3}>\s?/, "")).join("\n")) });
      else if (bullet.test(line)) out.push({ kind: "ul", items: items(part, bullet).map(inline) });
      else if (numbered.test(line)) out.push({ kind: "ol", start: Number.parseInt(line.trim(), 10), items: items(part, numbered).map(inline) });
      else out.push({ kind: "p", children: inline(part.join("\n")) });
      i += taken;
    }
  }
  return out;
}

const bullet = /^\s{0,3}[-*+]\s+/;
const numbered = /^\s{0,3}\d{1,9}[.)]\s+/;
const isQuote = (line: string) => /^\s{0,3}>/.test(line);
const kindOf = (line: string) => (isQuote(line) ? "quote" : bullet.test(line) ? "ul" : numbered.test(line) ? "ol" : "p");

/** Lines from `at` on that belong together. */
function run(lines: readonly string[], at: number): number {
  const kind = kindOf(lines[at] ?? "");
  let to = at + 1;
  for (; to < lines.length; to += 1) {
    const line = lines[to] ?? "";
    if (line.trim() === "" || /^\s{0,3}(```|~~~|#{1,6}\s)/.test(line)) break;
    const next = kindOf(line);
    if (next !== kind && !(next === "p" && (kind === "ul" || kind === "ol") && /^\s{2,}/.test(line))) break;
  }
  return to - at;
}

function items(lines: readonly string[], mark: RegExp): string[] {
  const out: string[] = [];
  for (const line of lines) {
    if (mark.test(line)) out.push(line.replace(mark, ""));
    else out.push(`${out.pop() ?? ""}\n${line.trim()}`);
  }
  return out;
}

/** Each alternative begins with a character of its own, so no text takes long. */
const token = /(`+)([^`]+)\1|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|(?<![\w])_([^_\s][^_]*)_(?![\w])|~~([^~]+)~~|\[([^\]\n]{1,500})\]\(([^)\s]{1,2000})\)|(https?:\/\/[^\s<>"`]+)|\n/g;

function parseInline(text: string, names: readonly string[], depth = 0): Inline[] {
  const out: Inline[] = [];
  let at = 0;
  const plain = (piece: string) => out.push(...mentions(piece, names));
  const inner = (piece: string) => (depth < max_depth ? parseInline(piece, names, depth + 1) : [{ kind: "text" as const, text: piece }]);
  for (const m of text.matchAll(token)) {
    const [whole, , code, strong, strong2, em, em2, del, label, target, bare] = m;
    const href = target ? safeHref(target) : null;
    if (target && !href) continue;
    plain(text.slice(at, m.index));
    at = m.index + whole.length;
    if (code !== undefined) out.push({ kind: "code", text: code.trim() || code });
    else if (strong ?? strong2) out.push({ kind: "strong", children: inner(strong ?? strong2 ?? "") });
    else if (em ?? em2) out.push({ kind: "em", children: inner(em ?? em2 ?? "") });
    else if (del) out.push({ kind: "del", children: inner(del) });
    else if (href) out.push({ kind: "link", href, text: label ?? href });
    else if (bare) {
      // A full stop or bracket behind an address ends the sentence, not the address.
      const address = bare.replace(/[.,;:!?)\]]+$/, "");
      at -= bare.length - address.length;
      out.push({ kind: "link", href: address, text: address });
    } else out.push({ kind: "br" });
  }
  plain(text.slice(at));
  return out;
}

function mentions(text: string, names: readonly string[]): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if ((c !== "@" && c !== "#") || /\w/.test(text[i - 1] ?? " ")) continue;
    const name = names.find((each) => text.startsWith(each, i) && !/\w/.test(text[i + each.length] ?? " "));
    if (!name) continue;
    if (i > from) out.push({ kind: "text", text: text.slice(from, i) });
    out.push({ kind: "mention", text: name });
    from = i + name.length;
    i = from - 1;
  }
  if (from < text.length) out.push({ kind: "text", text: text.slice(from) });
  return out;
}
