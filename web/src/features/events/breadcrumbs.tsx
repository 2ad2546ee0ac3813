import { useState } from "react";
import type { Breadcrumb } from "~/api/event-types";
import { type MessageKey, t } from "~/lib/i18n/index";
import { exact, toMs } from "~/lib/time";
import { Button } from "~/ui/button";
import { Icon } from "~/ui/icon";
import type { IconName } from "~/ui/icon-paths";
import { Seg } from "~/ui/seg";
import { Scrubbed } from "./value";

type Kind = "all" | "log" | "query" | "http" | "ui" | "nav";
const shown_rows = 10;

function kindOf(crumb: Breadcrumb): Kind {
  const text = `${crumb.type} ${crumb.category ?? ""}`;
  if (/http|fetch|xhr/.test(text)) return "http";
  if (/navigation/.test(text)) return "nav";
  if (/query|sql|db/.test(text)) return "query";
  return /\bui\b|\buser\b|click|touch/.test(text) ? "ui" : "log";
}

const icons: Record<Kind, IconName> = { all: "lines", log: "lines", query: "database", http: "globe", ui: "code", nav: "chevronRight" };

function say(crumb: Breadcrumb): string {
  const data = crumb.data ?? {};
  const text = (name: string) => (data[name] === undefined || data[name] === null ? "" : String(data[name]));
  const rest = Object.entries(data).filter(([k]) => !/^(method|url|status_code|from|to|__span)$/.test(k)).map(([k, v]) => `${k}=${typeof v === "object" ? JSON.stringify(v) : String(v)}`).join(" ");
  const main = data.url === undefined ? (data.to === undefined ? "" : `${text("from")} → ${text("to")}`) : `${text("method")} ${text("url")} ${text("status_code")}`;
  return [crumb.message, main.trim(), rest].filter(Boolean).join("  ");
}

function offset(crumb: Breadcrumb, eventMs: number | null): string {
  const at = toMs(crumb.timestamp);
  if (at === null || eventMs === null) return "";
  const s = (eventMs - at) / 1000;
  const size = Math.abs(s);
  const text = size < 100 ? `${size.toFixed(2)} s` : size < 7200 ? `${Math.round(size / 60)} min` : `${Math.round(size / 3600)} h`;
  return size < 0.005 ? "0" : `${s > 0 ? "−" : "+"}${text}`;
}

interface Props {
  crumbs: readonly Breadcrumb[];
  at: string | null;
  /** The error itself, as the last line. */
  end: string;
}

export function Breadcrumbs({ crumbs, at, end }: Props) {
  const [kind, setKind] = useState<Kind>("all");
  const [all, setAll] = useState(false);
  const kinds = [...new Set(crumbs.map(kindOf))];
  const matching = kind === "all" ? crumbs : crumbs.filter((crumb) => kindOf(crumb) === kind);
  const shown = all ? matching : matching.slice(-shown_rows);
  const eventMs = toMs(at);
  return (
    <section className="sec" id="breadcrumbs">
      <div className="sh">
        <h2>{t("event.breadcrumbs")}</h2>
        <span className="t3">{shown.length < matching.length ? t("crumb.last", { n: shown.length, total: matching.length }) : ""}</span>
        <span className="grow" />
        {kinds.length > 1 && <Seg label={t("crumb.filter")} value={kind} onChange={setKind} options={(["all", ...kinds] as Kind[]).map((each) => ({ value: each, label: each === "all" ? t("crumb.all", { n: crumbs.length }) : t(`crumb.${each}` as MessageKey) }))} />}
      </div>
      <div className="card">
        {shown.length < matching.length && <Button tone="ghost" className="wide-b" onClick={() => setAll(true)}>{t("crumb.earlier", { n: matching.length - shown.length })}</Button>}
        <ol className="bc">
          {shown.map((crumb, i) => (
            <li key={i} className={`br ${crumb.level === "warning" ? "w" : crumb.level === "error" || crumb.level === "fatal" ? "e" : ""}`}>
              <span className="mono t3 num" title={exact(crumb.timestamp)}>{offset(crumb, eventMs)}</span>
              <span className="bi"><Icon name={crumb.level === "warning" ? "warning" : crumb.level === "error" ? "x" : icons[kindOf(crumb)]} size={12} /></span>
              <span className="t3 t12 ell" title={crumb.category ?? crumb.type}>{crumb.category ?? crumb.type}</span>
              <span className="mono ell" title={say(crumb)}><Scrubbed text={say(crumb)} /></span>
            </li>
          ))}
          <li className="br e">
            <span className="mono t3 num" title={exact(at)}>0</span>
            <span className="bi"><Icon name="x" size={12} /></span>
            <span className="t3 t12">{t("crumb.this")}</span>
            <span className="mono ell">{end}</span>
          </li>
        </ol>
      </div>
    </section>
  );
}
