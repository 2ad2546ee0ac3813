/** Gruppierung: Regeln, Vorschau, Fingerabdrücke, ähnliche Fehler. */
export const grouping = {
  "grouping.title": "Gruppierung", "grouping.settings.hint": "welche Ereignisse ein Fehler sind", "grouping.issue": "Fehler",
  "grouping.explain": "Ereignisse mit demselben Fingerabdruck sind ein Fehler. Regeln ändern, wie Fingerabdrücke entstehen; die Vorschau zeigt, was sie mit gespeicherten Ereignissen täten.",
  "grouping.fingerprints": "Regeln für Fingerabdrücke", "grouping.fingerprints.hint": "die erste passende entscheidet, vor dem Fingerabdruck des SDK",
  "grouping.stack": "Regeln für Stacktraces", "grouping.stack.hint": "welche Frames zur Anwendung gehören und welche zählen; spätere Regeln gewinnen",
  "grouping.example": "Zum Beispiel: {example}", "grouping.fault": "Zeile {line}, Spalte {column}: {message}",
  "grouping.preview": "Was sich ändern würde", "grouping.period": "Zurückblicken", "grouping.days": { one: "{n} Tag", other: "{n} Tage" }, "grouping.preview.fault": "Die Vorschau geht weiter, sobald die Regel stimmt.",
  "grouping.looked": { one: "{n} Ereignis betrachtet.", other: "{n} Ereignisse betrachtet." }, "grouping.looked.newest": "Die neuesten {n} Ereignisse betrachtet.",
  "grouping.unchanged": "Eine Regel schreiben, um zu sehen, was sie ändern würde.", "grouping.nothing": "Nichts würde sich ändern.",
  "grouping.moved": { one: "{n} Ereignis würde anders gruppiert: {before} Fehler vorher, {after} nachher.", other: "{n} Ereignisse würden anders gruppiert: {before} Fehler vorher, {after} nachher." },
  "grouping.merges": { one: "{n} Gruppe käme zusammen", other: "{n} Gruppen kämen zusammen" }, "grouping.splits": { one: "{n} Fehler fiele auseinander", other: "{n} Fehler fielen auseinander" },
  "grouping.renamed": { one: "{n} Fehler bliebe ganz, unter einem anderen Fingerabdruck.", other: "{n} Fehler blieben ganz, unter anderen Fingerabdrücken." }, "grouping.exampleEvent": "Beispiel",
  "grouping.save": "Auf neue Ereignisse anwenden", "grouping.discard": "Verwerfen", "grouping.newEvents": "Gespeicherte Ereignisse bleiben in ihren Fehlern.", "grouping.saved": "Version {n} der Regeln gilt in drei Sekunden",
  "grouping.history": "Verlauf", "grouping.history.hint": "jede Version bleibt und lässt sich zurückholen", "grouping.version": "Version {n}", "grouping.restoredFrom": "zurückgeholt aus Version {n}", "grouping.restore": "Zurückholen", "grouping.current": "gilt", "grouping.nobody": "ein Token",
  "grouping.hashes": "Fingerabdrücke", "grouping.hashes.hint": "woraus dieser Fehler besteht", "grouping.noEvent": "kein gespeichertes Ereignis", "grouping.unmerge": { one: "{n} Fingerabdruck herausnehmen", other: "{n} Fingerabdrücke herausnehmen" }, "grouping.unmerge.hint": "Sie werden ein eigener Fehler, und spätere Ereignisse folgen.", "grouping.unmerged": "In einen eigenen Fehler herausgenommen",
  "grouping.similar": "Ähnliche Fehler", "grouping.similar.hint": "nach Frames und Art des neuesten Ereignisses", "grouping.similar.none": "Kein anderer Fehler des Projekts sieht aus wie dieser.", "grouping.score": "Ähnlichkeit", "grouping.events": { one: "{n} Ereignis", other: "{n} Ereignisse" }, "grouping.sameFrames": "dieselben Frames der Anwendung", "grouping.shared": { one: "{n} gemeinsamer Frame", other: "{n} gemeinsame Frames" }, "grouping.merge": "Zusammenlegen", "grouping.merged": "Zusammengelegt",
} as const;
