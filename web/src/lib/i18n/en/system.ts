/** System health. */
export const system = {
  "system.title": "System health", "system.explain": "queue, ledger, disk", "system.inOrder": "All systems in order", "system.accounted": "every event accounted for", "system.off": "the ledger does not add up", "system.diskLow": "Disk is under its reserve", "system.unknown": "System state unknown",
  "system.updated": "Updated every 2 s", "system.stale": "Not updated", "system.copy": "Copy report", "system.version": "bartizan {version}, up {up}", "system.memory": "memory {bytes}", "system.embedded": "embedded store, one machine",
  "ledger.title": "Ledger", "ledger.hint": { one: "what became of everything of the last hour", other: "what became of everything of the last {n} hours" }, "ledger.received": "Received", "ledger.adds": "adds up, difference 0", "ledger.off": "differs by {n}",
  "outcome.accepted": "Stored", "outcome.filtered": "Filtered", "outcome.sampled": "Sampled", "outcome.rate_limited": "Rate-limited", "outcome.invalid": "Invalid", "outcome.duplicate": "Duplicate", "outcome.unsupported": "Not processed", "outcome.client_discard": "Dropped by the SDK",
  "queue.title": "Queue", "queue.level": "level", "queue.long": "long", "queue.waiting": "{n} waiting", "queue.hint": "accepted and durable, not yet processed", "queue.sync": "Last write to disk (fsync)", "queue.notIndexed": "Processed, not yet searchable", "queue.journal": "Journal", "queue.segments": { one: "{bytes} in {n} file", other: "{bytes} in {n} files" }, "queue.accepted": "Last record",
  "disk.title": "Disk", "disk.used": "{bytes} used", "disk.free": "{bytes} free", "disk.of": "of {bytes}", "disk.documents": "{n} events over {days} days", "disk.events": "events", "disk.meta": "metadata", "disk.queue": "journal", "disk.others": "others", "disk.low": "low", "disk.room": "room", "disk.reserve": "Below {bytes} free, new events are refused with 429 and reading goes on.",
  "reasons.title": "Why items were not stored", "reasons.none": "Everything received was stored.", "reasons.outcome": "Outcome", "reasons.reason": "Reason", "reasons.items": "Items",
  "byKey.title": "By key", "byKey.project": "Project", "byKey.key": "Key",
} as const;
