/** Preferences live with the account: what is chosen here is kept there, what was chosen elsewhere is shown here. */
import type { QueryClient } from "@tanstack/react-query";
import { savePreferences } from "~/api/account";
import { bootstrapQuery } from "~/api/session";
import type { Preferences } from "~/api/types";
import { chooseLanguage, languageChoice, languages } from "~/lib/i18n/index";
import { setTimeZone, timeZone } from "~/lib/intl";
import { densities, density, setDensity } from "~/ui/density";
import { setTheme, theme } from "~/ui/theme";

/** Choices that come one after the other are written once. */
const settle_ms = 400;

function chosen(): Preferences {
  return { theme: theme.get(), density: density.get(), language: languageChoice.get(), timeZone: timeZone.get() };
}

/** Shows what the account says; what it does not say stays as this device has it. */
export async function takePreferences(wanted: Preferences): Promise<void> {
  const colours = (["light", "dark", "system"] as const).find((each) => each === wanted.theme);
  if (colours && colours !== theme.get()) setTheme(colours);
  const rows = densities.find((each) => each === wanted.density);
  if (rows && rows !== density.get()) setDensity(rows);
  if (wanted.timeZone !== null && wanted.timeZone !== timeZone.get()) setTimeZone(wanted.timeZone);
  const speech = languages.find((each) => each.id === wanted.language)?.id;
  // A language whose chunk does not come leaves the one shown.
  if (speech && speech !== languageChoice.get()) await chooseLanguage(speech).catch(() => undefined);
}

let timer: ReturnType<typeof setTimeout> | undefined;
let stop: (() => void) | undefined;

/** From now on every choice is written to the account; one that cannot be written lasts on this device. */
export function keepPreferences(client: QueryClient): void {
  stop?.();
  const write = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const wanted = chosen();
      const known = client.getQueryData(bootstrapQuery.queryKey);
      if (!known?.user || JSON.stringify(known.preferences) === JSON.stringify(wanted)) return;
      client.setQueryData(bootstrapQuery.queryKey, { ...known, preferences: wanted });
      void savePreferences(wanted).catch(() => undefined);
    }, settle_ms);
  };
  const stops = [theme, density, languageChoice, timeZone].map((store) => store.subscribe(write));
  stop = () => {
    clearTimeout(timer);
    for (const each of stops) each();
  };
}
