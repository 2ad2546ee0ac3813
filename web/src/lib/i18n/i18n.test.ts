import { afterEach, describe, expect, it } from "vitest";
import { compact, percent } from "../number";
import { ageShort, duration } from "../time";
import { catalogue as de } from "./de/index";
import { en } from "./en/index";
import { type Catalogue, type Message, type MessageKey, showLanguage, t } from "./index";

const texts = (message: Message) => (typeof message === "string" ? [message] : Object.values(message));
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].toSorted();

afterEach(() => showLanguage("en"));

describe.each([["de", de as Catalogue]] as const)("%s", (id, catalogue) => {
  it("has no text that English lacks", () => {
    expect(Object.keys(catalogue).filter((key) => !(key in en))).toEqual([]);
  });
  it("fills in what English fills in, in every plural form", () => {
    for (const [key, message] of Object.entries(catalogue)) {
      const wanted = placeholders(texts(en[key as MessageKey]).at(-1) ?? "");
      // "the last hour": the form for one need not write the number.
      for (const text of texts(message as Message)) expect([key, placeholders(text.includes("{n}") ? text : `${text}${wanted.includes("n") && typeof message === "object" ? "{n}" : ""}`)]).toEqual([key, wanted]);
    }
  });
  it("has a form for every number", () => {
    const forms = new Intl.PluralRules(id).resolvedOptions().pluralCategories;
    for (const [key, message] of Object.entries(catalogue)) {
      if (typeof message === "object") expect([key, forms.every((form) => form in (message as object))]).toEqual([key, true]);
    }
  });
});

describe("a language", () => {
  it("brings its texts, plurals, numbers and spans of time", async () => {
    await showLanguage("de");
    expect(document.documentElement.lang).toBe("de");
    expect(t("row.users", { n: 1204 })).toBe("1.204 Nutzer");
    expect(t("ledger.hint", { n: 1 })).toBe("was aus allem der letzten Stunde wurde");
    expect(compact(12_604)).toBe("12,6k");
    expect(percent(1, 3)).toBe("33,3 %");
    expect(duration(41 * 86_400)).toBe("41 Tage");
    expect(ageShort(0, 11 * 86_400_000)).toBe("11 T");
  });
  it("leaves a placeholder that nothing fills as it is", () => expect(t("copy.do", { n: 1 })).toBe("Copy"));
});
