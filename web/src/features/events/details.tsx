import { type ReactNode, useState } from "react";
import type { EventDetail } from "~/api/event-types";
import type { Json } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { KeyValues } from "./value";

/** Everything else the event carries, searchable: tags, contexts, user, extra, packages. */
export function Details({ event }: { event: EventDetail }) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const fits = ([key, value]: readonly [string, Json]) => wanted === "" || key.toLowerCase().includes(wanted) || JSON.stringify(value ?? "").toLowerCase().includes(wanted);
  const groups: Array<[string, Array<readonly [string, Json]>]> = [
    [t("details.tags"), event.tags.map((tag) => [tag.key, tag.value ?? ""] as const)],
    [t("details.user"), Object.entries(event.user ?? {}).filter(([, value]) => value !== null) as Array<[string, Json]>],
    ...Object.entries(event.contexts ?? {}).map(([name, context]): [string, Array<readonly [string, Json]>] => [name, Object.entries(context ?? {}).filter(([key]) => key !== "type")]),
    [t("details.extra"), Object.entries(event.context ?? {})],
    [t("details.packages"), Object.entries(event.packages ?? {})],
    [t("details.sdk"), event.sdk ? [["name", event.sdk.name ?? ""], ["version", event.sdk.version ?? ""]] : []],
  ];
  const shown = groups.map(([name, rows]) => [name, rows.filter(fits)] as const).filter(([, rows]) => rows.length > 0);
  return (
    <section className="sec" id="details">
      <div className="sh">
        <h2>{t("event.details")}</h2>
        <span className="grow" />
        <input className="mini" type="search" aria-label={t("details.search")} placeholder={t("details.search")} value={text} onChange={(change) => setText(change.target.value)} />
      </div>
      <div className="dets">
        {shown.map(([name, rows]) => <Group key={name} name={name}><KeyValues values={rows} /></Group>)}
        {shown.length === 0 && <p className="t3 p12">{t("details.nothing")}</p>}
      </div>
    </section>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="card det">
      <h3>{name}</h3>
      {children}
    </div>
  );
}
