/** Formatters by language and options, made once: making one costs a hundred times what using one does. */
import { locale } from "./i18n/index";
import { load, save } from "./storage";
import { createStore } from "./store";

function usable(zone: string | null): string | null {
  try {
    return zone && new Intl.DateTimeFormat("en", { timeZone: zone }) && zone;
  } catch {
    return null;
  }
}

/** The time zone chosen by its IANA name; `null`: that of the device. */
export const timeZone = createStore<string | null>(usable(load("timeZone")));

/** Keeps the choice; a zone that this browser does not know is none. */
export function setTimeZone(zone: string | null): void {
  const next = usable(zone);
  save("timeZone", next);
  timeZone.set(next);
}

export const deviceZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;


const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

function once<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(kind: string, options: object, make: (tag: string) => T): T {
  const tag = locale();
  const key = `${kind} ${tag} ${JSON.stringify(options)}`;
  const found = made.get(key);
  if (found) return found as T;
  const fresh = make(tag);
  made.set(key, fresh);
  return fresh;
}

export function numberFormat(options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return once("number", options, (tag) => new Intl.NumberFormat(tag, options));
}

export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zone = timeZone.get();
  const own = zone ? { ...options, timeZone: zone } : options;
  return once("date", own, (tag) => new Intl.DateTimeFormat(tag, own));
}

export function relativeFormat(options: Intl.RelativeTimeFormatOptions): Intl.RelativeTimeFormat {
  return once("relative", options, (tag) => new Intl.RelativeTimeFormat(tag, options));
}
