/** What can follow in the search line: keys, then how to compare, then the values a key has, with their counts. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { searchKeysQuery, searchValuesQuery } from "~/api/organization";
import type { SearchKey, SearchValue } from "~/api/types";
import { compact } from "~/lib/number";
import { quote } from "~/lib/query";
import { t, told } from "~/lib/i18n/index";

export type Section = "keys" | "operators" | "values";

export interface Suggestion {
  section: Section;
  text: string;
  /** What is shown, when it is not the text itself. */
  label?: string;
  hint: string;
  /** A whole token, not only a part of one. */
  done: boolean;
}

const most_keys = 12;
const most_values = 10;
const comparable = new Set(["number", "time"]);

export function useSuggestions(org: string, text: string, open: boolean): Suggestion[] {
  const { key, value } = parts(text);
  const keys = useQuery({ ...searchKeysQuery(org), enabled: open }).data ?? [];
  const wanted = value ?? "";
  const values = useQuery({ ...searchValuesQuery(org, key, wanted), enabled: open && value !== null && key !== "", placeholderData: keepPreviousData }).data ?? [];
  if (value === null) return offerKeys(text, keys);
  const [operators, known] = [offerOperators(text, keys), offerValues(text, values)];
  return value === "" ? [...operators, ...known] : [...known, ...operators];
}

/** `!browser.name:>"Fire` in its parts; the value is null until there is a colon. */
export function parts(text: string): { sign: "" | "!"; key: string; operator: string; value: string | null } {
  const m = /^(!?)([^:]*)(?::(>=|<=|>|<)?(.*))?$/s.exec(text);
  const hasValue = text.includes(":");
  return { sign: m?.[1] === "!" ? "!" : "", key: m?.[2] ?? "", operator: m?.[3] ?? "", value: hasValue ? (m?.[4] ?? "").replaceAll('"', "") : null };
}

/** What a field is, in the language shown; tags are described by their own name, which is nobody's to translate. */
export const fieldText = ({ kind, key, description }: SearchKey): string => (kind === "tag" && !key.startsWith("flags[") ? description : told(description));

export function offerKeys(text: string, keys: readonly SearchKey[]): Suggestion[] {
  const { sign, key } = parts(text);
  const start = key.toLowerCase();
  const rank = (name: string) => (name.toLowerCase().startsWith(start) ? 0 : 1);
  return keys
    .filter((each) => each.key.toLowerCase().includes(start))
    .toSorted((a, b) => rank(a.key) - rank(b.key))
    .slice(0, most_keys)
    .map((each) => ({ section: "keys", text: `${sign}${each.key}:`, label: `${sign}${each.key}`, hint: each.description !== each.key ? fieldText(each) : each.count === null ? "" : compact(each.count), done: false }));
}

/** How a key may be compared, offered as long as no value is typed. */
export function offerOperators(text: string, keys: readonly SearchKey[]): Suggestion[] {
  const { sign, key, operator, value } = parts(text);
  if (operator !== "") return [];
  if (value !== "") {
    const plain = keys.find((each) => each.key === key)?.valueType ?? "text";
    return plain === "text" && value !== null && !value.includes("*") && key !== "has" ? [{ section: "operators", text: `${sign}${key}:${quote(`*${value}*`)}`, hint: t("operator.contains"), done: true }] : [];
  }
  const kind = keys.find((each) => each.key === key)?.valueType ?? "text";
  const out: Suggestion[] = [{ section: "operators", text: sign === "!" ? `${key}:` : `!${key}:`, hint: t(sign === "!" ? "operator.is" : "operator.not"), done: false }];
  if (comparable.has(kind)) for (const [sign2, hint] of [[">", "operator.more"], ["<", "operator.less"]] as const) out.push({ section: "operators", text: `${sign}${key}:${sign2}`, hint: t(hint), done: false });
  if (kind === "text" && key !== "has") out.push({ section: "operators", text: `has:${key}`, hint: t("operator.has"), done: true }, { section: "operators", text: `!has:${key}`, hint: t("operator.hasNot"), done: true });
  return out;
}

export function offerValues(text: string, values: readonly SearchValue[]): Suggestion[] {
  const { sign, key, operator, value } = parts(text);
  const wanted = (value ?? "").toLowerCase();
  return values
    .filter((each) => each.value.toLowerCase().includes(wanted) && (operator === "" || !/^[<>]/.test(each.value)))
    .slice(0, most_values)
    .map((each) => ({ section: "values", text: `${sign}${key}:${operator}${/^[<>]/.test(each.value) ? each.value : quote(each.value)}`, hint: each.count === null ? "" : compact(each.count), done: true }));
}
