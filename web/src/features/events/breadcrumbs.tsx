import { useMemo, useState } from "react";
import { type Breadcrumb, entry, type EventDetail } from "~/api/event-types";
import { type MessageKey, t } from "~/lib/i18n/index";
import { clock, exact, toMs } from "~/lib/time";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import { Menu } from "~/ui/menu";
import { Seg } from "~/ui/seg";
import { crumbLevels, kindIcons, kindOf, kinds, levelOf, matching, offset, say } from "./crumbs";
import { below, entryMeta, type Meta } from "./meta";
import { Scrubbed, Value } from "./value";

const shown_rows = 10;
const more_rows = 100;

/** What led to the event, the last line being the event itself. */
export function Breadcrumbs({ event }: { event: EventDetail }) {
  const crumbs = useMemo(() => entry(event, "breadcrumbs")?.values ?? [], [event]);
  const meta = below(entryMeta(event, "breadcrumbs"), "values");
  const [kind, setKind] = useState<"all" | (typeof kinds)[number]>("all");
  const [level, setLevel] = useState("");
  const [text, setText] = useState("");
  const [absolute, setAbsolute] = useState(false);
  const [rows, setRows] = useState(shown_rows);
  const present = useMemo(() => ({ kinds: kinds.filter((each) => crumbs.some((crumb) => kindOf(crumb) === each)), levels: crumbLevels.filter((each) => crumbs.some((crumb) => levelOf(crumb) === each)) }), [crumbs]);
  const found = useMemo(() => matching(crumbs, { kind, level, text }), [crumbs, kind, level, text]);
  const shown = found.slice(-rows);
  const at = event.dateCreated ?? event.dateReceived;
  return (
    <section className="sec" id="breadcrumbs">
      <div className="sh">
        <h2>{t("event.breadcrumbs")}</h2>
        <span className="t3 t12">{shown.length < crumbs.length ? t("crumb.last", { n: shown.length, total: crumbs.length }) : crumbs.length}</span>
        <span className="grow" />
        <input className="mini" type="search" aria-label={t("crumb.search")} placeholder={t("crumb.search")} value={text} onChange={(change) => setText(change.target.value)} />
        {present.levels.length > 1 && (
          <Menu label={t("crumb.level")} align="end" trigger={<Button icon="filter">{level ? t(`level.${level}` as MessageKey) : t("crumb.anyLevel")}</Button>} items={[{ id: "", label: t("crumb.anyLevel"), checked: level === "", onSelect: () => setLevel("") }, ...present.levels.map((each) => ({ id: each, label: t(`level.${each}`), checked: level === each, onSelect: () => setLevel(each) }))]} />
        )}
        <Button icon="clock" aria-pressed={absolute} title={t(absolute ? "crumb.relative" : "crumb.absolute")} aria-label={t(absolute ? "crumb.relative" : "crumb.absolute")} className="icon" onClick={() => setAbsolute(!absolute)} />
        {present.kinds.length > 1 && <Seg label={t("crumb.filter")} value={kind} onChange={setKind} options={(["all", ...present.kinds] as const).map((each) => ({ value: each, label: each === "all" ? t("crumb.all", { n: crumbs.length }) : t(`crumb.${each}`) }))} />}
      </div>
      <div className="card">
        {found.length > shown.length && <Button tone="ghost" className="wide-b" onClick={() => setRows(rows + more_rows)}>{t("crumb.earlier", { n: Math.min(more_rows, found.length - shown.length) })}</Button>}
        <ol className="bc">
          {shown.map(({ crumb, at: position }) => <Row key={position} crumb={crumb} time={absolute ? clock(crumb.timestamp) : offset(crumb, toMs(at))} meta={below(meta, position)} />)}
          {found.length === 0 && <li className="br"><span className="t3 br-n">{t("crumb.nothing")}</span></li>}
          <li className="br e">
            <span className="mono t3 num" title={exact(at)}>{absolute ? clock(at) : "0"}</span>
            <span className="bi"><Icon name="x" size={12} /></span>
            <span className="t3 t12">{t("crumb.this")}</span>
            <span className="mono ell">{event.title}</span>
          </li>
        </ol>
      </div>
    </section>
  );
}

const tones: Record<string, string> = { warning: "w", error: "e", fatal: "e" };

function Row({ crumb, time, meta }: { crumb: Breadcrumb; time: string; meta: Meta }) {
  const [open, setOpen] = useState(false);
  const level = levelOf(crumb);
  const icon = level === "warning" ? "warning" : tones[level] === "e" ? "x" : kindIcons[kindOf(crumb)];
  const text = say(crumb);
  return (
    <li className={`br ${tones[level] ?? ""} ${open ? "open" : ""}`}>
      <span className="mono t3 num" title={exact(crumb.timestamp)}>{time}</span>
      <span className="bi" title={level}><Icon name={icon} size={12} /></span>
      <span className="t3 t12 ell" title={crumb.category ?? crumb.type}>{crumb.category ?? crumb.type}</span>
      <button type="button" className="mono ell br-b" aria-expanded={open} title={open ? undefined : text} onClick={() => setOpen(!open)}>
        <Scrubbed text={text} meta={below(meta, "message")} />
      </button>
      {open && crumb.data && <div className="br-d mono"><Value value={crumb.data} meta={below(meta, "data")} /></div>}
    </li>
  );
}
