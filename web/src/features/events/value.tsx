/** Any value of an event as text: one line when small, a tree that opens when not. */
import { Fragment, useState } from "react";
import type { Json } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { redacted } from "./curl";

const inline_chars = 90;
const shown_items = 50;
const max_depth = 12;

function inline(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value === "object") return value === null ? "null" : `{ ${Object.entries(value).map(([k, v]) => `${k}: ${inline(v)}`).join(", ")} }`;
  return String(value);
}

function tone(value: Json): string {
  if (value === null) return "v-nil";
  if (typeof value === "string") return "v-str";
  return typeof value === "number" || typeof value === "boolean" ? "v-num" : "";
}

/** Text with what was scrubbed shown as a chip. */
export function Scrubbed({ text }: { text: string }) {
  const parts = text.split(redacted);
  const found = text.match(redacted) ?? [];
  return (
    <>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {part}
          {found[i] && <span className="red" title={t("event.scrubbed")}>{found[i]}</span>}
        </Fragment>
      ))}
    </>
  );
}

export function Value({ value, depth = 0 }: { value: Json; depth?: number }) {
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(false);
  const text = inline(value);
  if (value === null || typeof value !== "object" || depth > max_depth) return <span className={tone(value)}><Scrubbed text={text} /></span>;
  const entries = Array.isArray(value) ? value.map((each, i): [string, Json] => [String(i), each]) : Object.entries(value);
  if (entries.length === 0 || (!open && text.length <= inline_chars && depth > 0)) return <span><Scrubbed text={text} /></span>;
  const kind = Array.isArray(value) ? t("value.items", { n: entries.length }) : t("value.keys", { n: entries.length });
  return (
    <span className="tree">
      <button type="button" className="tw" aria-expanded={open} onClick={() => setOpen(!open)} title={kind}>
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        {open ? <span className="t3">{kind}</span> : <span className="ell"><Scrubbed text={text.length > 400 ? `${text.slice(0, 400)}…` : text} /></span>}
      </button>
      {open && (
        <span className="tk" role="group">
          {entries.slice(0, all ? undefined : shown_items).map(([key, each]) => (
            <span key={key} className="tl"><span className="t3">{key}:</span> <Value value={each} depth={depth + 1} /></span>
          ))}
          {!all && entries.length > shown_items && <button type="button" className="link tl" onClick={() => setAll(true)}>{t("value.more", { n: entries.length - shown_items })}</button>}
        </span>
      )}
    </span>
  );
}

/** Names and values in two columns. */
export function KeyValues({ values, className = "" }: { values: ReadonlyArray<readonly [string, Json]>; className?: string }) {
  return (
    <dl className={`kvs mono ${className}`}>
      {values.map(([key, value], i) => (
        <div key={`${key}${i}`}>
          <dt className="ell" title={key}>{key}</dt>
          <dd>{typeof value === "string" ? <Scrubbed text={value} /> : <Value value={value} />}</dd>
        </div>
      ))}
    </dl>
  );
}
