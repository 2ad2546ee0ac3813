// Runs before the first paint so that a chosen theme, density or language never flashes.
try {
  const root = document.documentElement;
  const theme = localStorage.getItem("bartizan.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const density = localStorage.getItem("bartizan.density");
  if (density === "compact" || density === "roomy") root.dataset.density = density;
  const language = localStorage.getItem("bartizan.language");
  if (language) root.lang = language;
} catch {
  // Storage may be blocked; the system theme applies then.
}
