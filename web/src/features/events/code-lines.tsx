import { memo } from "react";
import { highlight } from "~/lib/highlight";

interface Props {
  lines: ReadonlyArray<readonly [number, string]>;
  hit: number | null;
  filename: string;
}

/** Source around the call, the line that was running marked. */
export const CodeLines = memo(function CodeLines({ lines, hit, filename }: Props) {
  return (
    <div className="code" role="group" aria-label={filename} tabIndex={0}>
      {lines.map(([number, text]) => (
        <div key={number} className={`cl ${number === hit ? "hit" : ""}`} aria-current={number === hit ? "true" : undefined}>
          <span className="ln">{number}</span>
          <span className="tx">
            {highlight(text, filename).map((span, i) => (span.kind ? <i key={i} className={span.kind}>{span.text}</i> : span.text))}
          </span>
        </div>
      ))}
    </div>
  );
});
