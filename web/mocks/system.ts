/** The system page's sample figures; they add up. */
import { projects } from "./story.ts";

const row = (outcome: string, reason: string, quantity: number, category = "error") => ({ category, outcome, reason, quantity });

export function system() {
  const rows = [
    row("accepted", "", 1_197_842), row("filtered", "known-bots", 41_870), row("filtered", "browser-extensions", 9334), row("sampled", "budget", 28_110, "transaction"),
    row("rate_limited", "key_limit", 6318), row("invalid", "envelope_header", 742), row("duplicate", "event_id", 94),
  ];
  return {
    version: "0.1.0", startedAt: new Date(Date.now() - 41 * 86_400_000).toISOString(),
    queue: { oldest: 88_120_400, newest: 88_214_311, processed: 88_214_308, indexed: 88_214_290, lagRecords: 3, bytes: 41_200_000, segments: 2, diskFreeBytes: 212_000_000_000, lastSyncUs: 4100 },
    events: { documents: 4_812_331, bytes: 17_100_000_000, days: 41 }, meta: { bytes: 212_000_000 }, memoryRssBytes: 184_000_000,
    disk: { totalBytes: 512_000_000_000, freeBytes: 212_000_000_000, reserveBytes: 5_000_000_000 },
    ledger: { since: new Date(Date.now() - 86_400_000).toISOString(), received: 1_284_310, rows },
    keys: projects.map((project, i) => ({ projectId: project.id, projectSlug: project.slug, keyId: `${["3f9c", "4be1", "a07d", "c55e"][i]}0c27a9d4e0b4be1f0c27a9d4e0b`, label: "Default", accepted: [742_118, 293_540, 91_870, 70_314][i] ?? 0, rateLimited: [6318, 0, 0, 0][i] ?? 0 })),
  };
}
