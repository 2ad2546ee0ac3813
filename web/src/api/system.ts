/** The installation's own state. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "./http";

export interface LedgerRow {
  category: string;
  outcome: string;
  reason: string;
  quantity: number;
}

export interface Ledger {
  since: string | number;
  received: number;
  rows: LedgerRow[];
}

export interface System {
  version: string;
  startedAt: string;
  queue: {
    oldest: number; newest: number; processed: number; indexed: number; lagRecords: number;
    bytes: number; segments: number; diskFreeBytes: number; lastSyncUs: number;
  };
  events: { documents: number; bytes: number; days: number };
  meta: { bytes: number };
  memoryRssBytes: number;
  disk: { totalBytes: number; freeBytes: number; reserveBytes: number };
  ledger: Ledger;
  keys: Array<{ projectId: string; projectSlug: string; keyId: string; label: string; accepted: number; rateLimited: number }>;
}

export const systemQuery = queryOptions({ queryKey: ["system"], queryFn: ({ signal }) => get<System>("/api/native/system", {}, signal), staleTime: 1000 });

/** Received less everything that has an outcome: nought when no item vanished. */
export function difference(ledger: Ledger): number {
  return ledger.received - ledger.rows.reduce((sum, row) => sum + (row.outcome === "client_discard" ? 0 : row.quantity), 0);
}
