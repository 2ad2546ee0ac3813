/** What can follow in the search line: keys first, then the values a key has, with their counts. */
import { useQuery } from "@tanstack/react-query";
import { tagKeysQuery, tagValuesQuery } from "~/api/organization";
import { type MessageKey, t } from "~/lib/i18n/index";
import { compact } from "~/lib/number";
import { quote } from "~/lib/query";

export interface Suggestion {
  text: string;
  hint: string;
  /** A whole token, not only a key. */
  done: boolean;
}

const most = 10;
const fixed: Record<string, { hint: MessageKey; values: readonly string[] }> = {
  is: { hint: "key.is", values: ["unresolved", "resolved", "archived", "new", "regressed", "escalating", "ongoing", "assigned", "unassigned"] },
  assigned: { hint: "key.assigned", values: ["me", "none"] },
  level: { hint: "key.level", values: ["fatal", "error", "warning", "info", "debug"] },
  has: { hint: "key.has", values: ["user", "release", "environment"] },
  firstSeen: { hint: "key.firstSeen", values: ["-1h", "-24h", "-7d", "+30d"] },
  lastSeen: { hint: "key.lastSeen", values: ["-1h", "-24h", "-7d", "+7d"] },
  times_seen: { hint: "key.times", values: [">10", ">100", ">1000"] },
  message: { hint: "key.message", values: [] },
  "issue.priority": { hint: "key.priority", values: ["high", "medium", "low"] },
};

export function useSuggestions(org: string, text: string, open: boolean): Suggestion[] {
  const negated = text.startsWith("!");
  const [key = "", value] = text.replace(/^!/, "").split(/:(.*)/s);
  const keys = useQuery({ ...tagKeysQuery(org), enabled: open });
  const ofTag = value !== undefined && !(key in fixed);
  const values = useQuery({ ...tagValuesQuery(org, key), enabled: open && ofTag && key !== "" });
  const sign = negated ? "!" : "";
  if (value !== undefined) {
    const wanted = value.replaceAll('"', "").toLowerCase();
    const known = fixed[key]?.values.map((each) => ({ each, hint: "" })) ?? (values.data ?? []).map((each) => ({ each: each.value ?? "", hint: each.count === null ? "" : compact(each.count) }));
    return known.filter(({ each }) => each.toLowerCase().includes(wanted)).slice(0, most).map(({ each, hint }) => ({ text: `${sign}${key}:${quote(each)}`, hint, done: true }));
  }
  const wanted = key.toLowerCase();
  const own = Object.entries(fixed).map(([name, { hint }]) => ({ name, hint: t(hint) }));
  const tags = (keys.data ?? []).filter(({ key: name }) => !(name in fixed)).map((tag) => ({ name: tag.key, hint: t("key.tag") }));
  return [...own, ...tags].filter(({ name }) => name.toLowerCase().startsWith(wanted) || (wanted.length > 1 && name.toLowerCase().includes(wanted))).slice(0, most).map(({ name, hint }) => ({ text: `${sign}${name}:`, hint, done: false }));
}
