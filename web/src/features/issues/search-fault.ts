/** Why the server could not read a search, and where. */
import { ApiError } from "~/api/errors";
import type { Token } from "~/lib/query";

export interface SearchFault {
  text: string;
  /** From and to, in characters of the search. */
  at: { start: number; end: number } | null;
}

export function faultOf(error: unknown): SearchFault | null {
  if (!(error instanceof ApiError) || error.status !== 400) return null;
  return { text: error.message, at: error.at };
}

/** Which of the filters the fault lies in; -1 for none. */
export function faultyToken(query: string, tokens: readonly Token[], fault: SearchFault | null): number {
  if (!fault?.at) return -1;
  let from = 0;
  for (const [index, { raw }] of tokens.entries()) {
    const start = query.indexOf(raw, from);
    from = start + raw.length;
    if (start <= fault.at.start && fault.at.start < from) return index;
  }
  return -1;
}
