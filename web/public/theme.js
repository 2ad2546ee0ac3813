// Runs before the first paint so that a chosen theme never flashes.
try {
  const theme = localStorage.getItem("bartizan.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be blocked; the system theme applies then.
}
