/** Any value of an event as text: one line when small, a tree that opens when not. Never more work than what is shown. */
import { Fragment, useState } from "react";
import type { Json } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";
import { Icon } from "~/ui/icon";
import { redacted } from "./curl";
import { below, explain, type Meta, remarkOf, shortRemark } from "./meta";

const inline_chars = 90;
const preview_chars = 400;
const text_chars = 2000;
const shown_items = 50;
const max_depth = 24;

/** The value in one line of at most `room` characters; stops there, however large the value is. */
export function inline(value: Json, room: number = preview_chars): string {
  if (room <= 0) return "…";
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value.length > room ? `${value.slice(0, room)}…` : value);
  if (typeof value !== "object") return String(value);
  const list = Array.isArray(value);
  let text = list ? "[" : "{ ";
  let first = true;
  for (const key in value) {
    const left = room - text.length;
    const each = (value as Record<string, Json>)[key] ?? null;
    text += (first ? "" : ", ") + (left <= 0 ? "…" : (list ? "" : `${key}: `) + inline(each, left));
    first = false;
    if (left <= 0) break;
  }
  return first ? (list ? "[]" : "{}") : text + (list ? "]" : " }");
}

function tone(value: Json): string {
  if (value === null) return "v-nil";
  if (typeof value === "string") return "v-str";
  return typeof value === "number" || typeof value === "boolean" ? "v-num" : "";
}

/** Text with what was scrubbed shown as a chip. */
export function Scrubbed({ text, meta }: { text: string; meta?: Meta }) {
  const parts = text.split(redacted);
  const found = text.match(redacted) ?? [];
  const remark = remarkOf(meta);
  const why = remark ? explain(remark, text) : t("event.scrubbed");
  return (
    <>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {part}
          {found[i] && <span className="red" title={why}>{found[i]}</span>}
        </Fragment>
      ))}
      <RemarkChip meta={meta} value={text} />
    </>
  );
}

/** Says beside a value what was done to it and by which rule. */
export function RemarkChip({ meta, value }: { meta: Meta; value: Json }) {
  const remark = remarkOf(meta);
  if (!remark) return null;
  const text = explain(remark, value);
  return <span className="rmk" title={text} tabIndex={0} role="note" aria-label={text}>{shortRemark(remark)}</span>;
}

function Text({ value, meta }: { value: string; meta?: Meta }) {
  const [all, setAll] = useState(false);
  const long = value.length > text_chars && !all;
  return (
    <>
      <Scrubbed text={long ? `${value.slice(0, text_chars)}…` : value} meta={meta} />
      {long && <button type="button" className="link more-t" onClick={() => setAll(true)}>{t("value.whole", { n: exactNumber(value.length) })}</button>}
    </>
  );
}

interface Props {
  value: Json;
  depth?: number;
  meta?: Meta;
  /** Text without its quotes. */
  bare?: boolean;
}

export function Value({ value, depth = 0, meta, bare = false }: Props) {
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState(shown_items);
  if (typeof value === "string") return <span className="v-str"><Text value={bare ? value : JSON.stringify(value)} meta={meta} /></span>;
  if (value === null || typeof value !== "object" || depth > max_depth) return <span className={tone(value)}><Scrubbed text={inline(value)} meta={meta} /></span>;
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  const text = inline(value);
  if (size === 0 || (!open && text.length <= inline_chars && depth > 0)) return <span><Scrubbed text={text} meta={meta} /></span>;
  const kind = Array.isArray(value) ? t("value.items", { n: size }) : t("value.keys", { n: size });
  const entries: Array<[string, Json]> = !open ? [] : Array.isArray(value) ? value.slice(0, shown).map((each, i) => [String(i), each]) : Object.entries(value).slice(0, shown);
  return (
    <span className="tree">
      <button type="button" className="tw" aria-expanded={open} onClick={() => setOpen(!open)} title={kind}>
        <Icon name={open ? "chevronDown" : "chevronRight"} size={12} />
        {open ? <span className="t3">{kind}</span> : <span className="ell"><Scrubbed text={text} /></span>}
      </button>
      <RemarkChip meta={meta} value={value} />
      {open && (
        <span className="tk" role="group">
          {entries.map(([key, each]) => (
            <span key={key} className="tl"><span className="t3">{key}:</span> <Value value={each} depth={depth + 1} meta={below(meta, key)} /></span>
          ))}
          {size > shown && <button type="button" className="link tl" onClick={() => setShown(shown * 4)}>{t("value.more", { n: exactNumber(size - shown) })}</button>}
        </span>
      )}
    </span>
  );
}

interface KeyValuesProps {
  values: ReadonlyArray<readonly [string, Json]>;
  className?: string;
  /** Remarks by name, or by position where the values came as a list of pairs. */
  meta?: Meta;
}

/** Names and values in two columns. */
export function KeyValues({ values, className = "", meta }: KeyValuesProps) {
  const [shown, setShown] = useState(shown_items * 4);
  return (
    <>
      <dl className={`kvs mono ${className}`}>
        {values.slice(0, shown).map(([key, value], i) => (
          <div key={`${key}${i}`}>
            <dt className="ell" title={key}>{key}</dt>
            <dd><Value value={value} bare meta={below(meta, i, 1) ?? below(meta, key)} /></dd>
          </div>
        ))}
      </dl>
      {values.length > shown && <button type="button" className="link p12" onClick={() => setShown(shown * 4)}>{t("value.more", { n: exactNumber(values.length - shown) })}</button>}
    </>
  );
}
