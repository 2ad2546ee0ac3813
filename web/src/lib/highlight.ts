/** A small tokenizer for source lines: keywords, strings, numbers, comments, calls. Text in, spans out; never HTML. */

export type Kind = "k" | "s" | "n" | "c" | "f" | "";
export interface Span {
  kind: Kind;
  text: string;
}

const words =
  "abstract and as assert async await begin bool break case catch chan char class const continue def default defer del delete do double elif else elsif end ensure enum except export extends extern false final finally float fn for foreach from func function go goto guard if impl implements import in include instanceof int interface is lambda let long loop match mod module move mut namespace new nil None not null of operator or override package pass private protected protocol pub public raise ref require rescue return Self self short static struct super switch template then this throw throws trait true True False try type typeof undefined union unless unsafe use using val var virtual void volatile when where while with yield";
const keywords = new Set(words.split(" "));
const hash_comment = /^(py|rb|sh|pl|yml|yaml|toml|ex|exs|cr|r)$/;
const max_line_chars = 1000;

export function highlight(line: string, filename: string): Span[] {
  const extension = /\.(\w+)$/.exec(filename)?.[1] ?? "";
  const text = line.length > max_line_chars ? `${line.slice(0, max_line_chars)}…` : line;
  const comment = hash_comment.test(extension) ? "#.*" : String.raw`\/\/.*|\/\*.*?(?:\*\/|$)|^\s*\*\s.*`;
  const rule = new RegExp(
    String.raw`(?<c>${comment})|(?<s>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|${"`"}(?:\\.|[^${"`"}\\])*${"`"}?)|(?<n>\b\d[\d_.]*(?:[eE][+-]?\d+)?\w*)|(?<w>[A-Za-z_$][\w$]*)(?<p>\s*\()?`,
    "g",
  );
  const out: Span[] = [];
  let at = 0;
  const push = (kind: Kind, piece: string) => {
    if (piece !== "") out.push({ kind, text: piece });
  };
  for (const m of text.matchAll(rule)) {
    push("", text.slice(at, m.index));
    const { c, s, n, w, p } = m.groups ?? {};
    if (c) push("c", c);
    else if (s) push("s", s);
    else if (n) push("n", n);
    else if (w) {
      push(keywords.has(w) ? "k" : p ? "f" : "", w);
      push("", p ?? "");
    }
    at = m.index + m[0].length;
  }
  push("", text.slice(at));
  return out;
}
