import { useState } from "react";
import { entry, type EventDetail } from "~/api/event-types";
import type { Json } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Chip } from "~/ui/badges";
import { CopyButton } from "~/ui/copy-button";
import { Seg } from "~/ui/seg";
import { bodyText, curl, fullUrl, pairs } from "./curl";
import { below, entryMeta } from "./meta";
import { KeyValues, Value } from "./value";
import { Scrubbed } from "./value";

type Tab = "curl" | "headers" | "body" | "query" | "cookies" | "env";

function path(url: string): string {
  try {
    const { pathname, search, hash } = new URL(url);
    return pathname + search + hash;
  } catch {
    return url;
  }
}

export function RequestView({ event }: { event: EventDetail }) {
  const [tab, setTab] = useState<Tab>("curl");
  const request = entry(event, "request");
  if (!request) return null;
  const meta = entryMeta(event, "request");
  const headers = pairs(request.headers);
  const query = pairs(request.query);
  const cookies = pairs(request.cookies);
  const env = Object.entries(request.env ?? {}) as Array<[string, Json]>;
  const body = bodyText(request);
  const tabs: Array<{ value: Tab; label: string }> = [
    { value: "curl", label: "curl" },
    ...(headers.length > 0 ? [{ value: "headers" as const, label: t("request.headers", { n: headers.length }) }] : []),
    ...(query.length > 0 ? [{ value: "query" as const, label: t("request.query", { n: query.length }) }] : []),
    ...(cookies.length > 0 ? [{ value: "cookies" as const, label: t("request.cookies", { n: cookies.length }) }] : []),
    ...(body ? [{ value: "body" as const, label: t("request.body") }] : []),
    ...(env.length > 0 ? [{ value: "env" as const, label: t("request.env", { n: env.length }) }] : []),
  ];
  return (
    <section className="sec" id="request">
      <div className="sh">
        <h2>{t("event.request")}</h2>
        <span className="grow" />
        <CopyButton text={() => curl(request)} label={t("request.copy")} />
      </div>
      <div className="card">
        <div className="h">
          <Chip>{request.method ?? "GET"}</Chip>
          <span className="mono ell req-u" title={fullUrl(request)}>{path(fullUrl(request))}</span>
          <span className="grow" />
          <Seg label={t("request.parts")} value={tab} onChange={setTab} options={tabs} />
        </div>
        {tab === "curl" && <pre className="curl" tabIndex={0}><Scrubbed text={curl(request)} /></pre>}
        {tab === "headers" && <KeyValues values={headers} meta={below(meta, "headers")} />}
        {tab === "query" && <KeyValues values={query} meta={below(meta, "query")} />}
        {tab === "cookies" && <KeyValues values={cookies} meta={below(meta, "cookies")} />}
        {tab === "env" && <KeyValues values={env} meta={below(meta, "env")} />}
        {tab === "body" && <div className="mono p12"><Value value={request.data} bare meta={below(meta, "data")} /></div>}
      </div>
    </section>
  );
}
