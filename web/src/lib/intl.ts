/** Formatters by language and options, made once: making one costs a hundred times what using one does. */
import { locale } from "./i18n/index";

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
  return once("date", options, (tag) => new Intl.DateTimeFormat(tag, options));
}

export function relativeFormat(options: Intl.RelativeTimeFormatOptions): Intl.RelativeTimeFormat {
  return once("relative", options, (tag) => new Intl.RelativeTimeFormat(tag, options));
}
