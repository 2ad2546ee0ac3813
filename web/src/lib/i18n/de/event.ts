/** Ein Ereignis: Stack, Breadcrumbs, Anfrage, Einzelheiten, JSON. */
export const event = {
  "nav.which": "Welches Ereignis", "nav.latest": "Neuestes", "nav.recommended": "Reichstes", "nav.recommended.hint": "Das Ereignis mit den meisten Angaben", "nav.first": "Erstes", "nav.older": "Älteres Ereignis", "nav.newer": "Neueres Ereignis", "nav.newerCame": "neueres Ereignis",
  "nav.stack": "Stack", "nav.breadcrumbs": "Breadcrumbs", "nav.request": "Anfrage", "nav.details": "Details", "nav.tags": "Tags",
  "event.stack": "Stacktrace", "event.noStack": "Diese Ausnahme kam ohne Stacktrace.", "event.causedBy": "verursacht durch", "event.unnamed": "Fehler", "event.thrownIn": { one: "geworfen in {where}, {n} Frame", other: "geworfen in {where}, {n} Frames" },
  "event.unhandled": "nicht abgefangen", "event.unhandled.hint": "Kein Code hat sie abgefangen", "event.scrubbed": "Vor dem Speichern entfernt",
  "event.problems": { one: "{n} Teil dieses Ereignisses war nicht brauchbar", other: "{n} Teile dieses Ereignisses waren nicht brauchbar" },
  "event.debugFiles": { one: "Frames bleiben unlesbar: {n} Debugdatei fehlt oder ist nicht brauchbar", other: "Frames bleiben unlesbar: {n} Debugdateien fehlen oder sind nicht brauchbar" },
  "event.breadcrumbs": "Breadcrumbs", "event.request": "Anfrage", "event.where": "Wo es geschah", "event.details": "Einzelheiten", "event.threads": "Threads",
  "frame.first": "Wo es brach", "frame.inApp": "eigener Code", "frame.noSource": "Zu diesem Frame kamen keine Quellzeilen.", "frame.vars": "Variablen", "frame.minified": "minifiziert bei {where}", "frame.which": "Welche Frames",
  "frame.app": "Eigene {n}", "frame.all": "Alle {n}", "frame.raw": "Text", "frame.hidden": { one: "{n} Frame fremden Codes verborgen", other: "{n} Frames fremden Codes verborgen" },
  "crumb.all": "Alle {n}", "crumb.log": "Logs", "crumb.query": "Abfragen", "crumb.http": "HTTP", "crumb.ui": "Klicks", "crumb.nav": "Navigation", "crumb.filter": "Art der Breadcrumbs",
  "crumb.last": "letzte {n} von {total}", "crumb.earlier": { one: "{n} früheren zeigen", other: "{n} frühere zeigen" }, "crumb.this": "dieses Ereignis",
  "request.copy": "Als curl kopieren", "request.parts": "Teile der Anfrage", "request.headers": "Header {n}", "request.query": "Query {n}", "request.cookies": "Cookies {n}", "request.body": "Body",
  "thread.crashed": "abgestürzt", "thread.current": "aktiv", "thread.n": "Thread {id}",
  "details.tags": "Tags", "details.user": "Nutzer", "details.extra": "Extra", "details.packages": "Pakete", "details.sdk": "SDK", "details.search": "In Einzelheiten suchen", "details.nothing": "Hier passt nichts.",
  "value.items": { one: "{n} Eintrag", other: "{n} Einträge" }, "value.keys": { one: "{n} Schlüssel", other: "{n} Schlüssel" }, "value.more": "{n} weitere",
  "json.search": "In diesem Ereignis suchen", "json.label": "Das Ereignis, wie es gespeichert ist", "json.download": "Herunterladen", "json.lines": { one: "{n} Zeile", other: "{n} Zeilen" },
} as const;
