/** The issue list in German: groups, display, search, views, peek, commands. */
export const list = {
  "group.label": "Gruppieren", "group.by.deploy": "Nach Auslieferung", "group.by.none": "Ungruppiert", "group.by.priority": "Nach Priorität", "group.by.assignee": "Nach Zuständigen", "group.by.project": "Nach Projekt",
  "group.since": "Seit", "group.heard": "zuerst gesehen", "group.turned": "Zunehmend oder zurückgekehrt", "group.rest": "Laufend, noch nicht gesichtet", "group.gone": "Nicht mehr hier",
  display: "Anzeige", density: "Dichte", "density.compact": "Eng", "density.normal": "Normal", "density.roomy": "Weit",
  "display.charts": "Kleine Diagramme", "chart.day": "24 h", "chart.period": "Zeitraum", "sort.priority": "Priorität", "row.rate": "Das {n}-Fache des Üblichen",
  "bulk.all": "Alle {n} markieren", "bulk.most": "Die ersten {n} sind markiert; mehr nimmt eine Änderung nicht.", "bulk.more": "Weitere Aktionen", "bulk.week": "Eine Woche archivieren", 
  
  "peek.label": "{id} im Seitenblick", "peek.open": "Öffnen",
  "view.save": "Ansicht sichern", "view.saveNew": "Als neue sichern", "view.update": "Ansicht aktualisieren", "view.saveHint": "Suche, Filter, Reihenfolge und Gruppen", "view.name": "Name", "view.share": "Mit der Organisation teilen", "view.nameFirst": "Erst einen Namen geben", "view.same": "Das ist schon eine gesicherte Ansicht",
  "view.saved": "Ansicht „{name}“ gesichert", "view.updated": "Ansicht „{name}“ aktualisiert", "view.deleted": "Ansicht „{name}“ gelöscht", "view.saved.title": "Gesicherte Ansichten", "view.sharedBy": "{name}, geteilt von {who}", "view.actions": "Aktionen für {name}",
  "view.rename": "Umbenennen", "view.shareDo": "Mit der Organisation teilen", "view.unshare": "Für sich behalten", "view.up": "Nach oben", "view.down": "Nach unten",
  "search.negate": "{what} umkehren", "search.unknown": "Kein Ereignis hat den Schlüssel „{key}“.", "search.mean": "Gemeint", "operator.is": "ist", "operator.not": "ist nicht", "operator.more": "mehr als, später als", "operator.less": "weniger als, früher als", "operator.contains": "enthält", "operator.has": "hat einen Wert", "operator.hasNot": "hat keinen Wert",
  "offers.keys": "Schlüssel", "offers.operators": "Vergleichen", "offers.values": "Werte", "offers.choose": "wählen", "offers.take": "nehmen",
  "empty.never": "Kein Ereignis hat", "empty.neverHas": "mit dem Wert", "empty.events": { one: "{n} Ereignis", other: "{n} Ereignisse" },
  "sheet.open": "Filter und Reihenfolge, {n} in der Suche", "sheet.title": "Filter und Reihenfolge", "sheet.search": "Suche", "sheet.all": "alles",
  "palette.title": "Befehle", "palette.label": "Tun, finden oder hingehen", "palette.onIssue": "Mit diesem Fehler", "palette.onIssues": "Mit den markierten Fehlern", "palette.latest": "Neueste Fehler", "palette.go": "Gehe zu", "palette.view": "gesicherte Ansicht", "palette.list": "Fehler: {name}",
  "palette.search": "Suchen", "palette.searchFor": "Fehler suchen nach „{text}“", "palette.do": "tun", "palette.more": "mehr davon", "palette.actions": "Aktionen", "palette.issues": "Fehler", "palette.people": "Leute", "palette.help": "Hilfe",
  "command.assign": "Zuweisen …", "command.unassign": "Zuweisung aufheben", "command.priority": "Priorität setzen …", "command.copyId": "{id} kopieren", "command.idCopied": "{id} kopiert", "jump.start": "DSN und Schnipsel von {name}",
  "filter.allShort": { one: "{n} Projekt", other: "Alle {n}" }, "filter.last": "Zurück von jetzt", "filter.from": "Von", "filter.to": "Bis", "filter.apply": "Anwenden", "filter.badMoment": "Kein Zeitpunkt", "filter.order": "Das Ende liegt vor dem Anfang",
  "keys.then": "dann", "keys.off": "Tasten allein sind abgeschaltet; Strg K und die Pfeile gehen weiter.", "keys.go.issues": "Zu den Fehlern", "keys.go.projects": "Zu den Projekten", "keys.go.settings": "Zu den Einstellungen", "keys.go.system": "Zum Systemzustand",
  "keys.filters": "Projekt, Umgebung", "keys.period": "Zeitraum", "keys.link": "Link zu dieser Ansicht kopieren", "keys.peek": "Seitenblick", "keys.tab": "In neuem Tab öffnen", "keys.save": "Ansicht sichern", "keys.close": "Schließen, Markierung aufheben", "keys.resolveNext": "In der nächsten Version erledigen", "keys.assignMe": "Mir zuweisen", 
  "hint.peek": "Seitenblick",
} as const;
