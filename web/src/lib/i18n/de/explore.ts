/** Erkunden: Tabellen und Verläufe über Ereignisse. */
export const explore = {
  "saved.title": "Gespeicherte Abfragen", "saved.save": "Abfrage speichern", "saved.hint": "alle in der Organisation sehen sie", "saved.none": "Noch ist nichts gespeichert. Eine Frage stellen und hier für alle behalten.", "saved.done": "{name} gespeichert", "saved.deleted": "{name} gelöscht", "saved.replace": "Durch das Gezeigte ersetzen", "saved.same": "Schon gespeichert als {name}", "saved.byToken": "ein Token",
  "explore": "Erkunden", "explore.mode": "Was Zeilen sind", "explore.groups": "Gruppen", "explore.events": "Ereignisse", "explore.by": "Gruppieren nach", "explore.show": "Zeigen", "explore.columns": "Spalten",
  "explore.add": "Hinzufügen: {what}", "explore.addShort": "Hinzufügen", "explore.remove": "{name} entfernen", "explore.results": "Ergebnisse", "explore.open": "Öffnen", "explore.event": "Ereignis {id} öffnen", "explore.drill": "Ereignisse zu {query} zeigen",
  "explore.chart": "Im Verlauf", "explore.draw": "Zeichnen", "explore.over": "{name} im Verlauf", "explore.others": "alle anderen", "explore.all": "alle Ereignisse", "explore.none": "ohne",
  "explore.csv": "CSV", "explore.more": "Mehr zeigen", "explore.nothing": "Kein Ereignis passt", "explore.nothingHint": "Einen längeren Zeitraum, andere Projekte oder eine weitere Suche versuchen.", "explore.clear": "Suche leeren",
} as const;
