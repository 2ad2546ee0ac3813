/** Das eigene Konto. */
export const account = {
  "account.title": "Eigenes Konto", "account.you": "Person", "account.manage": "Name, Passwort, Sitzungen, Aussehen", "account.name.hint": "Was andere an Fehlern, Kommentaren und in Listen sehen.",
  "account.preferences": "Aussehen", "account.preferences.hint": "gilt für das Konto auf jedem Gerät; die Tasten nur auf diesem",
  "prefs.zone": "Zeitzone", "prefs.zone.device": "Wie dieses Gerät ({zone})",
  "password.title": "Passwort", "password.hint": "andere Sitzungen enden", "password.current": "Bisheriges Passwort", "password.new": "Neues Passwort", "password.do": "Passwort ändern", "password.changed": "Passwort geändert; andere Sitzungen sind beendet", "password.wrong": "Das ist nicht das Passwort dieses Kontos.", "password.currentFirst": "Erst das bisherige Passwort eingeben",
  "sessions.title": "Angemeldet auf", "sessions.hint": "eine Sitzung endet nach 14 Tagen von selbst", "sessions.unknown": "Unbekannter Browser", "sessions.here": "diese hier", "sessions.seen": "Zuletzt gesehen", "sessions.began": "angemeldet",
  "sessions.end": "Beenden", "sessions.endNamed": "Sitzung in {device} beenden", "sessions.ended": "Sitzung beendet", "sessions.endOthers": "Alle anderen beenden", "sessions.othersEnded": "Alle anderen Sitzungen sind beendet",
} as const;
