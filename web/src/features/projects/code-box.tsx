import { useState } from "react";
import { highlight } from "~/lib/highlight";
import { CopyButton } from "~/ui/copy-button";
import { Icon } from "~/ui/icon";
import { isCommand, type Snippet } from "./platforms";

interface Props {
  snippets: readonly Snippet[];
  /** Which is shown first. */
  start?: number;
  /** What the choice between them is about. */
  label: string;
  /** Puts the project's own words into a snippet. */
  fill: (code: string) => string;
}

/** Code to copy, one of several ways, with the command that comes before it. */
export function CodeBox({ snippets, start = 0, label, fill }: Props) {
  const [at, setAt] = useState(start);
  const snippet = snippets[at] ?? snippets[0];
  if (!snippet) return null;
  const code = fill(snippet.code);
  return (
    <>
      {isCommand(snippet.install) && <Command text={snippet.install} />}
      <div className="codec">
        <div className="h t2">
          <span role="group" aria-label={label} className="row-f ob-t">
            {snippets.map((each, i) => <button key={each.name} type="button" aria-pressed={i === at} className={i === at ? "on" : ""} onClick={() => setAt(i)}>{each.name}</button>)}
          </span>
          <span className="grow" />
          <span className="mono t3 ell hide-s">{isCommand(snippet.install) ? snippet.file : snippet.install}</span>
          <CopyButton text={code} />
        </div>
        <pre tabIndex={0} aria-label={snippet.file}>
          {code.split("\n").map((line, n) => <span key={n} className="cln">{highlight(line, snippet.file).map((span, i) => (span.kind ? <i key={i} className={span.kind}>{span.text}</i> : span.text))}{"\n"}</span>)}
        </pre>
      </div>
    </>
  );
}

/** One line for a terminal. */
export function Command({ text }: { text: string }) {
  return <div className="codec one"><div className="h"><Icon name="terminal" className="t3" /><span className="mono ell grow">{text}</span><CopyButton text={text} /></div></div>;
}
