import { memo, useEffect, useState } from "react";
import { highlight, type Span } from "~/lib/highlight";
import { highlightLines, languageOf } from "~/lib/highlighter";

interface Props {
  lines: ReadonlyArray<readonly [number, string]>;
  hit: number | null;
  filename: string;
  platform?: string | null | undefined;
  /** Column of the call in the hit line, from 1. */
  column?: number | null;
}

/** Source around the call, the line that was running marked. */
export const CodeLines = memo(function CodeLines({ lines, hit, filename, platform, column }: Props) {
  const better = useGrammar(lines, languageOf(filename, platform));
  return (
    <div className="code" role="group" aria-label={filename} tabIndex={0}>
      {lines.map(([number, text], i) => (
        <div key={number} className={`cl ${number === hit ? "hit" : ""}`} aria-current={number === hit ? "true" : undefined}>
          <span className="ln">{number}</span>
          <span className="tx">
            {underline(better?.[i] ?? highlight(text, filename), number === hit ? (column ?? null) : null).map((span, at) => (span.mark ? <u key={at} className={span.kind}>{span.text}</u> : span.kind ? <i key={at} className={span.kind}>{span.text}</i> : span.text))}
          </span>
        </div>
      ))}
    </div>
  );
});

/** What the grammar says, once it is there; the same lines are asked about once. */
function useGrammar(lines: Props["lines"], language: string | null): Span[][] | null {
  const [found, setFound] = useState<{ of: Props["lines"]; spans: Span[][] | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    void highlightLines(lines.map(([, text]) => text), language).then((spans) => wanted && setFound({ of: lines, spans }), () => undefined);
    return () => {
      wanted = false;
    };
  }, [lines, language]);
  return found?.of === lines ? found.spans : null;
}

interface Marked extends Span {
  mark?: boolean;
}

/** Marks the word at the column: where exactly in the line it broke. */
export function underline(spans: readonly Span[], column: number | null): Marked[] {
  const text = spans.map((span) => span.text).join("");
  const from = (column ?? 0) - 1;
  const word = from >= 0 && from < text.length ? /^[\w$]+/.exec(text.slice(from))?.[0] : undefined;
  if (!word) return [...spans];
  const out: Marked[] = [];
  let at = 0;
  for (const span of spans) {
    const start = Math.min(span.text.length, Math.max(0, from - at));
    const end = Math.min(span.text.length, Math.max(0, from + word.length - at));
    for (const [piece, mark] of [[span.text.slice(0, start), false], [span.text.slice(start, end), true], [span.text.slice(end), false]] as const) {
      if (piece !== "") out.push(mark ? { ...span, text: piece, mark } : { ...span, text: piece });
    }
    at += span.text.length;
  }
  return out;
}
