/** Light, dark, or as the system says. */
import { createStore } from "~/lib/store";
import { load, save } from "~/lib/storage";

export type Theme = "system" | "light" | "dark";

function stored(): Theme {
  const theme = load("theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}

export const theme = createStore<Theme>(stored());

export function setTheme(next: Theme): void {
  theme.set(next);
  save("theme", next === "system" ? null : next);
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
}
