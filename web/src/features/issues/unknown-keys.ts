/** Keys of the search that nothing has: probably a slip. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { searchKeysQuery, searchValuesQuery } from "~/api/organization";
import { nearest } from "~/lib/nearest";
import { type Token, tokenize } from "~/lib/query";

export interface UnknownKey {
  token: Token;
  /** The name that was probably meant. */
  near: string | null;
}

/** Keys every installation has; only others are worth a question. */
const common = new Set(["is", "assigned", "level", "release", "environment", "has", "firstSeen", "lastSeen", "timesSeen", "age"]);
const most_checked = 3;
const own = /^(tags|flags)\[/;

export function useUnknownKeys(org: string, query: string): UnknownKey[] {
  const tokens = tokenize(query).filter((token) => token.key !== null && !common.has(token.key) && !own.test(token.key)).slice(0, most_checked);
  const keys = useQuery({ ...searchKeysQuery(org), enabled: tokens.length > 0 }).data;
  const names = new Set(keys?.flatMap((key) => [key.key, ...(key.aliases ?? [])]));
  const strange = keys ? tokens.filter((token) => !names.has(token.key ?? "")) : [];
  // A tag may be too rare to be among the names: only one without any value is unknown.
  const values = useQueries({ queries: strange.map((token) => searchValuesQuery(org, token.key ?? "", "")) });
  return strange.filter((_, index) => values[index]?.data?.length === 0).map((token) => ({ token, near: nearest(token.key ?? "", names) }));
}
