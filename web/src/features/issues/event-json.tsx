import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { get } from "~/api/http";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { CopyButton } from "~/ui/copy-button";
import { Bar, useTitle } from "~/ui/page";
import { Failed, Loading } from "~/ui/states";
import { issueQuery } from "./queries";

/** Lines drawn at once; a huge event stays usable. */
const shown_lines = 5000;

export function EventJson({ org, issueId, eventId }: { org: string; issueId: string; eventId: string }) {
  const issue = useQuery(issueQuery(org, issueId));
  const slug = issue.data?.project.slug;
  const path = `/api/0/projects/${encodeURIComponent(org)}/${encodeURIComponent(slug ?? "")}/events/${encodeURIComponent(eventId)}/json/`;
  const json = useQuery({ queryKey: ["event-json", org, slug, eventId], queryFn: ({ signal }) => get<unknown>(path, {}, signal), enabled: slug !== undefined, staleTime: Infinity });
  const [text, setText] = useState("");
  const lines = useMemo(() => (json.data === undefined ? [] : JSON.stringify(json.data, null, 2).split("\n")), [json.data]);
  const wanted = text.trim().toLowerCase();
  const shown = useMemo(() => lines.map((line, i) => [i + 1, line] as const).filter(([, line]) => wanted === "" || line.toLowerCase().includes(wanted)), [lines, wanted]);
  useTitle("JSON", eventId.slice(0, 8), issue.data?.shortId);
  const failed = issue.error ?? json.error;
  return (
    <>
      <Bar
        path={[
          <Link key="l" to="/organizations/$org/issues" params={{ org }}>{t("issues")}</Link>,
          <Link key="i" className="mono" to="/organizations/$org/issues/$issueId" params={{ org, issueId }} search={{ event: eventId }}>{issue.data?.shortId ?? issueId}</Link>,
        ]}
        title={<span className="mono">{eventId.slice(0, 8)}.json</span>}
        actions={<><input className="mini hide-s" type="search" aria-label={t("json.search")} placeholder={t("json.search")} value={text} onChange={(event) => setText(event.target.value)} /><CopyButton text={() => lines.join("\n")} /><a className="btn" href={path} download={`${eventId}.json`}>{t("json.download")}</a></>}
      />
      <main className="wrap json">
        {failed ? <Failed error={failed} /> : json.data === undefined ? <Loading /> : (
          <>
            <div className="card code" role="region" aria-label={t("json.label")} tabIndex={0}>
              {shown.slice(0, shown_lines).map(([number, line]) => <div key={number} className="cl"><span className="ln">{number}</span><span className="tx"><JsonLine line={line} /></span></div>)}
            </div>
            <p className="t12 t3 p12">{shown.length > shown_lines ? t("json.cut", { n: exactNumber(shown_lines), total: exactNumber(shown.length) }) : t("json.lines", { n: exactNumber(shown.length) })}</p>
          </>
        )}
      </main>
    </>
  );
}

function JsonLine({ line }: { line: string }) {
  const m = /^(\s*)("(?:[^"\\]|\\.)*")(: )?(.*)$/s.exec(line);
  if (!m) return <Scalar text={line} />;
  const [, pad, first, colon, rest] = m;
  if (!colon) return <>{pad}<i className="s">{first}</i>{rest}</>;
  return <>{pad}<i className="f">{first}</i>{colon}<Scalar text={rest ?? ""} /></>;
}

function Scalar({ text }: { text: string }) {
  const kind = /^\s*"/.test(text) ? "s" : /^\s*[\d-]/.test(text) ? "n" : /^\s*(true|false|null)/.test(text) ? "k" : "";
  return kind ? <i className={kind}>{text}</i> : <>{text}</>;
}
