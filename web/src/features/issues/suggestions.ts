/** What can follow in the search line: keys first, then the values a key has, with their counts. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { searchKeysQuery, searchValuesQuery } from "~/api/organization";
import { compact } from "~/lib/number";
import { quote } from "~/lib/query";

export interface Suggestion {
  text: string;
  hint: string;
  /** A whole token, not only a key. */
  done: boolean;
}

const most = 10;

export function useSuggestions(org: string, text: string, open: boolean): Suggestion[] {
  const sign = text.startsWith("!") ? "!" : "";
  const [key = "", value] = text.replace(/^!/, "").split(/:(.*)/s);
  const wanted = (value ?? "").replaceAll('"', "");
  const keys = useQuery({ ...searchKeysQuery(org), enabled: open });
  const values = useQuery({ ...searchValuesQuery(org, key, wanted), enabled: open && value !== undefined && key !== "", placeholderData: keepPreviousData });
  if (value !== undefined) {
    const known = (values.data ?? []).filter((each) => each.value.toLowerCase().includes(wanted.toLowerCase()));
    return known.slice(0, most).map((each) => ({ text: `${sign}${key}:${quote(each.value)}`, hint: each.count === null ? "" : compact(each.count), done: true }));
  }
  const start = key.toLowerCase();
  const rank = (name: string) => (name.toLowerCase().startsWith(start) ? 0 : 1);
  return (keys.data ?? [])
    .filter((each) => each.key.toLowerCase().includes(start))
    .toSorted((a, b) => rank(a.key) - rank(b.key))
    .slice(0, most)
    .map((each) => ({ text: `${sign}${each.key}:`, hint: each.description === each.key ? "" : each.description, done: false }));
}
