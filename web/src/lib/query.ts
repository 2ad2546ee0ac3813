/** The search line as tokens: `is:unresolved !browser:Chrome "free text"`. Splits, joins and edits; the server judges. */

export interface Token {
  raw: string;
  key: string | null;
  value: string;
  negated: boolean;
}

/** Splits on blanks outside quotes, brackets and parentheses. */
export function tokenize(query: string): Token[] {
  const out: Token[] = [];
  let from = -1;
  let quoted = false;
  let depth = 0;
  for (let i = 0; i <= query.length; i += 1) {
    const c = query[i];
    if (c === '"' && query[i - 1] !== "\\") quoted = !quoted;
    else if (!quoted && c === "[") depth += 1;
    else if (!quoted && c === "]") depth = Math.max(0, depth - 1);
    const ends = c === undefined || (!quoted && depth === 0 && /\s/.test(c));
    if (!ends && from < 0) from = i;
    if (ends && from >= 0) {
      out.push(token(query.slice(from, i)));
      from = -1;
    }
  }
  return out;
}

export function token(raw: string): Token {
  const m = /^(!?)((?:tags|flags)\[[^\]]+\]|[A-Za-z][\w.-]*):(.+)$/s.exec(raw);
  if (!m || /^https?$/.test(m[2] ?? "")) return { raw, key: null, value: raw, negated: false };
  return { raw, key: m[2] ?? "", value: m[3] ?? "", negated: m[1] === "!" };
}

export function joinTokens(tokens: readonly Token[]): string {
  return tokens.map((item) => item.raw).join(" ");
}

/** Quotes a value that has blanks or quotes. */
export function quote(value: string): string {
  return /[\s"()[\],]/.test(value) || value === "" ? `"${value.replaceAll('"', '\\"')}"` : value;
}

const view_keys = new Set(["is", "assigned"]);

/** The part of a query that names a view (`is:`, `assigned:me`). */
export function viewPart(query: string): string {
  return joinTokens(tokenize(query).filter(isViewToken));
}

/** The query with its view replaced, everything else kept. */
export function withView(query: string, view: string): string {
  const rest = joinTokens(tokenize(query).filter((item) => !isViewToken(item)));
  return [view, rest].filter(Boolean).join(" ");
}

function isViewToken(item: Token): boolean {
  return item.key !== null && !item.negated && view_keys.has(item.key) && (item.key === "is" || /^(me|\[me,my_teams\])$/.test(item.value));
}

/** Both conditions; one that says OR is bracketed, so that it stays one. */
export function both(a: string, b: string): string {
  const closed = (query: string) => (/(^|\s)OR(\s|$)/i.test(query) ? `(${query})` : query);
  return a.trim() === "" ? b : b.trim() === "" ? a : `${closed(a)} ${closed(b)}`;
}
