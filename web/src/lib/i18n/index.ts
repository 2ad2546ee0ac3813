/**
 * The message catalogue. English is the source and part of the first load; every other language is one chunk with the
 * same keys, loaded when somebody reads it. A test holds the catalogues against each other.
 */
import { load, save } from "~/lib/storage";
import { createStore } from "~/lib/store";
import { en } from "./en/index";

export type MessageKey = keyof typeof en;
/** One text, or one for each plural form that the language has (Unicode's names); `other` is always there. */
export type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
export type Catalogue = Partial<Record<MessageKey, Message>>;
type Params = Record<string, string | number>;

/** The interface's texts, and the server's, which come in English. */
interface Texts {
  catalogue: Catalogue;
  told?: (text: string) => string | undefined;
}

/** Each language by its own name, with the chunk that holds it. */
const loaders = {
  en: { name: "English", load: async (): Promise<Texts> => ({ catalogue: en }) },
  de: { name: "Deutsch", load: async (): Promise<Texts> => import("./de/index") },
} as const;

export type Language = keyof typeof loaders;
export const languages = (Object.keys(loaders) as Language[]).map((id) => ({ id, name: loaders[id].name }));

const loaded: Partial<Record<Language, Texts>> = { en: { catalogue: en } };
/** The language shown; pages are drawn anew when it changes. */
export const language = createStore<Language>("en");

function known(tag: string | null | undefined): Language | undefined {
  const base = tag?.toLowerCase().split("-")[0] ?? "";
  return base in loaders ? (base as Language) : undefined;
}

/** What was chosen on this device, else the first of the browser's languages that there is, else English. */
export function preferredLanguage(): Language {
  const wished = typeof navigator === "undefined" ? [] : (navigator.languages ?? []);
  return known(load("language")) ?? wished.map(known).find((each) => each !== undefined) ?? "en";
}

/** The choice itself, which is not the language shown when the browser decides. */
export function chosenLanguage(): Language | null {
  return known(load("language")) ?? null;
}

/** The choice as a store; `null` leaves it to the browser. */
export const languageChoice = createStore<Language | null>(chosenLanguage());

/** Shows `id` once its chunk is here; a chunk that does not come leaves the language as it is. */
export async function showLanguage(id: Language): Promise<void> {
  loaded[id] ??= await loaders[id].load();
  if (typeof document !== "undefined") document.documentElement.lang = id;
  language.set(id);
}

/** Keeps the choice (`null`: as the browser says) and shows it. */
export async function chooseLanguage(id: Language | null): Promise<void> {
  save("language", id);
  languageChoice.set(id);
  await showLanguage(id ?? preferredLanguage());
}

/** For dates and numbers: the reader's regional form of the language, else the language itself. */
export function locale(): string {
  const current = language.get();
  const wished = typeof navigator === "undefined" ? undefined : navigator.languages?.find((tag) => known(tag) === current);
  return wished ?? current;
}

/** The text of `key`; `{name}` is replaced; the plural form is chosen by the parameter `n`. */
export function t(key: MessageKey, params?: Params): string {
  const message: Message = loaded[language.get()]?.catalogue[key] ?? en[key];
  const text = typeof message === "string" ? message : (message[form(params?.n)] ?? message.other);
  return params ? fill(text, params) : text;
}

/** A sentence of the server in the language shown; as it is in English, and where it is not one of its sentences. */
export const told = (text: string): string => loaded[language.get()]?.told?.(text) ?? text;

function fill(text: string, params: Params): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : typeof value === "number" ? numbers().format(value) : value;
  });
}

const rules = new Map<Language, Intl.PluralRules>();

/** The plural form of a number, also of one already written with its separators ("1,204"). */
function form(n: string | number | undefined): Intl.LDMLPluralRule {
  const current = language.get();
  const count = typeof n === "number" ? n : Number.parseInt(String(n ?? 0).replaceAll(/[^\d]/g, ""), 10);
  let rule = rules.get(current);
  if (!rule) rules.set(current, (rule = new Intl.PluralRules(current)));
  return rule.select(count);
}

let written: { locale: string; format: Intl.NumberFormat } | undefined;

function numbers(): Intl.NumberFormat {
  const now = locale();
  if (written?.locale !== now) written = { locale: now, format: new Intl.NumberFormat(now, { maximumFractionDigits: 2 }) };
  return written.format;
}
