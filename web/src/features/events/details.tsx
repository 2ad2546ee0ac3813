import { type ReactNode, useMemo, useState } from "react";
import { entry, type EventDetail } from "~/api/event-types";
import type { Json } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { below, type Meta, metaOf } from "./meta";
import { inline, KeyValues } from "./value";

type Row = readonly [string, Json];
interface Group {
  name: string;
  rows: Row[];
  meta: Meta;
}

/** Characters of a value that the search looks at. */
const searched_chars = 20_000;

function groupsOf(event: EventDetail): Group[] {
  const images = entry(event, "debugmeta")?.images ?? [];
  return [
    { name: t("details.tags"), rows: event.tags.map((tag) => [tag.key, tag.value ?? ""] as const), meta: metaOf(event)?.tags },
    { name: t("details.user"), rows: Object.entries(event.user ?? {}).filter(([, value]) => value !== null) as Row[], meta: metaOf(event)?.user },
    ...Object.entries(event.contexts ?? {}).map(([name, context]): Group => ({ name, rows: Object.entries(context ?? {}).filter(([key]) => key !== "type"), meta: below(metaOf(event)?.contexts, name) })),
    { name: t("details.extra"), rows: Object.entries(event.context ?? {}), meta: metaOf(event)?.context },
    { name: t("details.images"), rows: images.map((image) => [`${(image.code_file ?? image.debug_file ?? image.type ?? "").replace(/^.*[\\/]/, "")}`, `${image.image_addr ?? ""} ${image.debug_id ?? ""} ${image.arch ?? ""}`.trim()] as const), meta: null },
    { name: t("details.packages"), rows: Object.entries(event.packages ?? {}), meta: null },
    { name: t("details.sdk"), rows: event.sdk ? [["name", event.sdk.name ?? ""], ["version", event.sdk.version ?? ""]] : [], meta: null },
  ];
}

/** Everything else the event carries, searchable: tags, contexts, user, extra, images, packages. */
export function Details({ event }: { event: EventDetail }) {
  const [text, setText] = useState("");
  const groups = useMemo(() => groupsOf(event), [event]);
  const wanted = text.trim().toLowerCase();
  const shown = useMemo(() => {
    const fits = ([key, value]: Row) => wanted === "" || key.toLowerCase().includes(wanted) || inline(value, searched_chars).toLowerCase().includes(wanted);
    return groups.map((group) => ({ ...group, rows: group.name.toLowerCase().includes(wanted) ? group.rows : group.rows.filter(fits) })).filter(({ rows }) => rows.length > 0);
  }, [groups, wanted]);
  return (
    <section className="sec" id="details">
      <div className="sh">
        <h2>{t("event.details")}</h2>
        <span className="grow" />
        <input className="mini" type="search" aria-label={t("details.search")} placeholder={t("details.search")} value={text} onChange={(change) => setText(change.target.value)} />
      </div>
      <div className="dets">
        {shown.map(({ name, rows, meta }) => <GroupCard key={name} name={name}><KeyValues values={rows} meta={meta} /></GroupCard>)}
        {shown.length === 0 && <p className="t3 p12">{t("details.nothing")}</p>}
      </div>
    </section>
  );
}

function GroupCard({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="card det">
      <h3>{name}</h3>
      {children}
    </div>
  );
}
