/** Units and what the components of ui/ say. */
export const common = {
  "age.y": "{n} J", "age.mo": "{n} Mt", "age.w": "{n} W", "age.d": "{n} T", "age.h": "{n} h", "age.m": "{n} m", "age.s": "{n} s",
  "span.d": { one: "{n} Tag", other: "{n} Tage" }, "span.h": "{n} h", "span.min": "{n} min", "span.s": "{n} s",
  "confirm.type": "Zum Fortfahren „{name}“ eintippen", "confirm.first": "Erst den Namen eintippen",
  "chart.asTable": "Als Tabelle", "chart.asChart": "Als Diagramm", "chart.time": "Zeit",
  "state.forbidden.text": "Die eigene Rolle reicht dafür nicht. Wer die Organisation besitzt oder verwaltet, kann das ändern.",
  "state.crashed": "Diese Seite ist stehen geblieben", "state.crashed.text": "Der Rest von Bartizan läuft weiter. Die Seite neu laden; kommt der Fehler wieder, helfen die Einzelheiten bei der Suche.", "state.reload": "Neu laden",
  "prefs.language": "Sprache", "prefs.browser": "Wie der Browser", "prefs.density": "Zeilen in Listen", "prefs.keys": "Kürzel mit einer Taste", "prefs.keys.hint": "E erledigt, J und K bewegen … Aus: nur Kürzel mit Strg oder ⌘ wirken.",
} as const;
