/** Units and what the components of ui/ say. */
export const common = {
  "age.y": "{n}y", "age.mo": "{n}mo", "age.w": "{n}w", "age.d": "{n}d", "age.h": "{n}h", "age.m": "{n}m", "age.s": "{n}s",
  "span.d": "{n} d", "span.h": "{n} h", "span.min": "{n} min", "span.s": "{n} s",
  "confirm.type": "Type “{name}” to go on", "confirm.first": "Type the name first",
  "chart.asTable": "As a table", "chart.asChart": "As a chart", "chart.time": "Time",
  "state.forbidden.text": "Your role does not reach this. An owner or manager of the organisation can change that.",
  "state.crashed": "This page stopped working", "state.crashed.text": "The rest of Bartizan goes on. Load the page again; if it comes back, send us the details.", "state.reload": "Load again",
  "prefs.language": "Language", "prefs.browser": "As the browser says", "prefs.density": "Rows of lists", "prefs.keys": "Single-key shortcuts", "prefs.keys.hint": "E resolves, J and K move … Off: only shortcuts with Ctrl or ⌘ act.",
} as const;
