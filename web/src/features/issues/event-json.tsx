import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { get } from "~/api/http";
import { t } from "~/lib/i18n/index";
import { type JsonLine, jsonLines, visibleLines } from "~/lib/json-lines";
import { exactNumber } from "~/lib/number";
import { Button } from "~/ui/button";
import { CopyButton } from "~/ui/copy-button";
import { Icon } from "~/ui/icon";
import { Bar, useTitle } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { issueQuery } from "./queries";

const row_px = 20;
/** Characters of one line that are drawn. */
const line_chars = 2000;
/** Folded at first: what is deeper is opened by who looks for it. */
const none: ReadonlySet<number> = new Set();

export function EventJson({ org, issueId, eventId }: { org: string; issueId: string; eventId: string }) {
  const issue = useQuery(issueQuery(org, issueId));
  const slug = issue.data?.project.slug;
  const path = `/api/0/projects/${encodeURIComponent(org)}/${encodeURIComponent(slug ?? "")}/events/${encodeURIComponent(eventId)}/json/`;
  const json = useQuery({ queryKey: ["event-json", org, slug, eventId], queryFn: ({ signal }) => get<unknown>(path, {}, signal), enabled: slug !== undefined, staleTime: Infinity });
  const [text, setText] = useState("");
  useTitle("JSON", eventId.slice(0, 8), issue.data?.shortId);
  const failed = issue.error ?? json.error;
  const search = <input className="mini" type="search" aria-label={t("json.search")} placeholder={t("json.search")} value={text} onChange={(event) => setText(event.target.value)} />;
  return (
    <>
      <Bar
        path={[
          <Link key="l" to="/organizations/$org/issues" params={{ org }}>{t("issues")}</Link>,
          <Link key="i" className="mono" to="/organizations/$org/issues/$issueId" params={{ org, issueId }} search={{ event: eventId }}>{issue.data?.shortId ?? issueId}</Link>,
        ]}
        title={<span className="mono">{eventId.slice(0, 8)}.json</span>}
        actions={<><CopyButton className="slim" text={() => JSON.stringify(json.data, null, 2)} /><a className="btn slim" href={path} download={`${eventId}.json`}><Icon name="download" /><span className="slim-t">{t("json.download")}</span></a></>}
      />
      <main className="wrap json">
        {failed ? <Failed error={failed} /> : json.data === undefined ? <Loading /> : <Lines value={json.data} text={text} search={search} />}
      </main>
    </>
  );
}

/** Only the lines in sight are drawn, so an event of any size scrolls. */
function Lines({ value, text, search }: { value: unknown; text: string; search: React.ReactNode }) {
  const [folded, setFolded] = useState(none);
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => jsonLines(value), [value]);
  const shown = useMemo(() => visibleLines(lines, folded, text), [lines, folded, text]);
  const rows = useVirtualizer({ count: shown.length, getScrollElement: () => box.current, estimateSize: () => row_px, overscan: 30 });
  const items = rows.getVirtualItems();
  const toggle = (at: number) => setFolded((old) => {
    const next = new Set(old);
    if (!next.delete(at)) next.add(at);
    return next;
  });
  const foldAll = () => setFolded(folded.size > 0 ? none : new Set(lines.flatMap((line, at) => (line.end !== null && line.depth === 1 ? [at] : []))));
  return (
    <>
      <div className="sh">
        {search}
        <span className="t12 t3">{t(text.trim() ? "json.matches" : "json.lines", { n: exactNumber(shown.length) })}</span>
        <span className="grow" />
        <Button onClick={foldAll}>{t(folded.size > 0 ? "json.unfoldAll" : "json.foldAll")}</Button>
      </div>
      <div ref={box} className="card jbox" role="region" aria-label={t("json.label")} tabIndex={0}>
        <div className="jl">
          <svg aria-hidden="true" width="1" height={items[0]?.start ?? 0} className="jgap" />
          {items.map((item) => {
            const at = shown[item.index] ?? 0;
            const line = lines[at];
            return line && <Row key={at} at={at} line={line} inside={line.end === null ? 0 : line.end - at - 1} folded={folded.has(at) && text.trim() === ""} onToggle={() => toggle(at)} />;
          })}
          <svg aria-hidden="true" width="1" height={Math.max(0, rows.getTotalSize() - (items.at(-1)?.end ?? 0))} className="jgap" />
        </div>
      </div>
    </>
  );
}

interface RowProps {
  at: number;
  line: JsonLine;
  inside: number;
  folded: boolean;
  onToggle: () => void;
}

function Row({ at, line, inside, folded, onToggle }: RowProps) {
  const text = line.text.length > line_chars ? `${line.text.slice(0, line_chars)}…` : line.text;
  return (
    <div className="jrow">
      <span className="ln">{at + 1}</span>
      {line.end === null ? <span className="fo" /> : (
        <button type="button" className="fo" aria-expanded={!folded} aria-label={`${t(folded ? "json.unfold" : "json.fold")} ${line.name}`} onClick={onToggle}><Icon name={folded ? "chevronRight" : "chevronDown"} size={12} /></button>
      )}
      <span className="tx">
        {"  ".repeat(line.depth)}
        {line.name && <><i className="f">{line.name}</i>: </>}
        <Scalar text={text} />
        {folded && <span className="t3"> … {t("json.folded", { n: exactNumber(inside) })} {line.text === "[" ? "]" : "}"}</span>}
        {line.comma && ","}
      </span>
    </div>
  );
}

function Scalar({ text }: { text: string }) {
  const kind = text.startsWith('"') ? "s" : /^[\d-]/.test(text) ? "n" : /^(true|false|null)$/.test(text) ? "k" : "";
  return kind ? <i className={kind}>{text}</i> : <>{text}</>;
}
