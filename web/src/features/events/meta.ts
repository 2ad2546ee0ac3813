/** Remarks about values: which rule took something out, how long a text was before it was cut. */
import type { EventDetail, EventMeta, MetaTree, Remark } from "~/api/event-types";
import { t } from "~/lib/i18n/index";
import { exactNumber } from "~/lib/number";

export type Meta = MetaTree | null | undefined;

/** The tree below a name or position. */
export function below(tree: Meta, ...path: ReadonlyArray<string | number>): Meta {
  let here: Meta = tree;
  for (const name of path) {
    if (!here || typeof here !== "object") return null;
    here = here[String(name)] as Meta;
  }
  return here;
}

/** What is said of the value itself. */
export function remarkOf(tree: Meta): Remark | null {
  const found = tree?.[""];
  return found && typeof found === "object" && (found.rem?.length || found.len || found.err?.length) ? found : null;
}

/** Remarks about the event by part. */
export function metaOf(event: EventDetail): EventMeta | null {
  const { _meta: meta } = event;
  return meta ?? null;
}

/** Remarks of the entry of one type. */
export function entryMeta(event: EventDetail, type: string): Meta {
  const index = event.entries.findIndex((item) => item.type === type);
  return index < 0 ? null : metaOf(event)?.entries?.[String(index)]?.data;
}

const deeds = { x: "meta.removed", s: "meta.replaced", m: "meta.masked", p: "meta.pseudonym", e: "meta.encrypted", a: "meta.annotated" } as const;

function deed(kind: string): string {
  return kind in deeds ? t(deeds[kind as keyof typeof deeds]) : t("meta.changed");
}

/** The remark in words, a line each. */
export function explain(remark: Remark, shown: unknown): string {
  const out = (remark.rem ?? []).map(([rule, kind]) => t("meta.rule", { what: deed(kind), rule }));
  const size = typeof shown === "string" || Array.isArray(shown) ? shown.length : shown && typeof shown === "object" ? Object.keys(shown).length : 0;
  if (typeof remark.len === "number" && remark.len > size) out.push(t("meta.cut", { n: exactNumber(size), total: exactNumber(remark.len) }));
  for (const fault of remark.err ?? []) out.push(t("meta.fault", { fault: typeof fault === "string" ? fault : fault[0] }));
  return [...new Set(out)].join("\n");
}

/** The chip's word: the first rule's name, or that it was cut. */
export function shortRemark(remark: Remark): string {
  const rule = remark.rem?.[0]?.[0];
  return rule ? t("meta.chip", { rule: rule.replace(/^@/, "").split(":")[0] ?? rule }) : remark.len ? t("meta.trimmed") : t("meta.faulty");
}
