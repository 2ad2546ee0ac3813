/** The message catalogue. English is the source; another language is one more object with the same keys. */
import { en } from "./en/index";

export type MessageKey = keyof typeof en;
type Message = string | { one: string; other: string };
type Params = Record<string, string | number>;

const catalogues: Record<string, Partial<Record<MessageKey, Message>>> = { en };
let current = "en";

export function setLanguage(language: string): void {
  current = language in catalogues ? language : "en";
  document.documentElement.lang = current;
}

export function languages(): string[] {
  return Object.keys(catalogues);
}

/** For dates and numbers: the reader's regional form of the chosen language, else the language itself. */
export function locale(): string {
  const wished = typeof navigator === "undefined" ? undefined : navigator.languages?.find((l) => l.startsWith(current));
  return wished ?? current;
}

/** The text of `key`; `{name}` is replaced; plural forms are chosen by the parameter `n`. */
export function t(key: MessageKey, params?: Params): string {
  const message: Message = catalogues[current]?.[key] ?? en[key];
  let text = typeof message === "string" ? message : message[plural(params?.n)];
  for (const [name, value] of Object.entries(params ?? {})) text = text.replaceAll(`{${name}}`, String(value));
  return text;
}

function plural(n: string | number | undefined): "one" | "other" {
  const count = typeof n === "number" ? n : Number.parseInt(String(n ?? 0).replaceAll(/[^\d]/g, ""), 10);
  return new Intl.PluralRules(current).select(count) === "one" ? "one" : "other";
}
