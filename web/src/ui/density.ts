/** How close the rows of lists stand; the tokens follow `<html data-density>`. */
import { load, save } from "~/lib/storage";
import { createStore } from "~/lib/store";

export type Density = "compact" | "normal" | "roomy";
export const densities = ["compact", "normal", "roomy"] as const;

/** Heights of a list row in pixels: the same as `--row` in tokens.css, for lists that place their rows themselves. */
export const row_px: Readonly<Record<Density, number>> = { compact: 32, normal: 36, roomy: 52 };

function stored(): Density {
  return densities.find((each) => each === load("density")) ?? "normal";
}

export const density = createStore<Density>(stored());

export function setDensity(next: Density): void {
  density.set(next);
  save("density", next === "normal" ? null : next);
  if (next === "normal") delete document.documentElement.dataset.density;
  else document.documentElement.dataset.density = next;
}
