import type { Ledger } from "~/api/system";

/** In the order of the equation; the colour tells kinds apart, "stored" is grey: what was not stored is the information. */
export const outcomes = [
  ["accepted", "c0"], ["filtered", "c3"], ["sampled", "c5"], ["rate_limited", "c2"], ["invalid", "c4"], ["duplicate", "c1"], ["unsupported", "c6"],
] as const;

export type OutcomeId = (typeof outcomes)[number][0];

export interface Term {
  id: OutcomeId;
  tint: string;
  quantity: number;
}

/** One term for each outcome; those that never happened are left out, except "stored". */
export function terms(ledger: Ledger): Term[] {
  return outcomes
    .map(([id, tint]) => ({ id, tint, quantity: ledger.rows.filter((row) => row.outcome === id).reduce((sum, row) => sum + row.quantity, 0) }))
    .filter((term) => term.quantity > 0 || term.id === "accepted");
}

export function tintOf(outcome: string): string {
  return outcomes.find(([id]) => id === outcome)?.[1] ?? "c6";
}
