/** Grouping: rules, preview, fingerprints, similar issues. */
export const grouping = {
  "grouping.title": "Grouping", "grouping.settings.hint": "which events are one issue", "grouping.issue": "Issue",
  "grouping.explain": "Events with the same fingerprint are one issue. Rules change how fingerprints are made; the preview shows what they would do to events that are stored.",
  "grouping.fingerprints": "Fingerprint rules", "grouping.fingerprints.hint": "the first that matches decides, before the SDK's own fingerprint",
  "grouping.stack": "Stack-trace rules", "grouping.stack.hint": "which frames belong to the application and which count; later rules win",
  "grouping.example": "For example: {example}", "grouping.fault": "Line {line}, column {column}: {message}",
  "grouping.preview": "What would change", "grouping.period": "Look back", "grouping.days": { one: "{n} day", other: "{n} days" }, "grouping.preview.fault": "The preview goes on once the rule is mended.",
  "grouping.looked": { one: "{n} event looked at.", other: "{n} events looked at." }, "grouping.looked.newest": "The newest {n} events looked at.",
  "grouping.unchanged": "Write a rule to see what it would change.", "grouping.nothing": "Nothing would change.",
  "grouping.moved": { one: "{n} event would be grouped otherwise: {before} issues before, {after} after.", other: "{n} events would be grouped otherwise: {before} issues before, {after} after." },
  "grouping.merges": { one: "{n} group would come together", other: "{n} groups would come together" }, "grouping.splits": { one: "{n} issue would fall apart", other: "{n} issues would fall apart" },
  "grouping.renamed": { one: "{n} issue would go on whole under another fingerprint.", other: "{n} issues would go on whole under other fingerprints." }, "grouping.exampleEvent": "example",
  "grouping.save": "Apply to new events", "grouping.discard": "Discard", "grouping.newEvents": "Stored events stay in their issues.", "grouping.saved": "Version {n} of the rules begins in three seconds",
  "grouping.history": "History", "grouping.history.hint": "every version is kept and can be taken back", "grouping.version": "Version {n}", "grouping.restoredFrom": "taken back from version {n}", "grouping.restore": "Take back", "grouping.current": "current", "grouping.nobody": "a token",
  "grouping.hashes": "Fingerprints", "grouping.hashes.hint": "what this issue is made of", "grouping.noEvent": "no stored event", "grouping.unmerge": { one: "Take {n} fingerprint out", other: "Take {n} fingerprints out" }, "grouping.unmerge.hint": "They become an issue of their own, and later events follow.", "grouping.unmerged": "Taken out into an issue of its own",
  "grouping.similar": "Similar issues", "grouping.similar.hint": "by frames and type of the newest event", "grouping.similar.none": "No other issue of the project looks like this one.", "grouping.score": "Likeness", "grouping.events": { one: "{n} event", other: "{n} events" }, "grouping.sameFrames": "same frames of the application", "grouping.shared": { one: "{n} shared frame", other: "{n} shared frames" }, "grouping.merge": "Merge", "grouping.merged": "Merged",
} as const;
