// The catalogues against each other and against the source: nothing missing, nothing left over, nothing written twice.
import { describe, expect, it } from "vitest";
import { catalogue as de } from "./de/index";
import { en } from "./en/index";

type Parts = Record<string, Record<string, Record<string, unknown>>>;

const sources: Record<string, string> = import.meta.glob(["../../**/*.{ts,tsx}", "!../../**/*.test.*", "!../../api/generated/**", "!./**"], { query: "?raw", import: "default", eager: true });
const parts: Record<string, Parts> = {
  en: import.meta.glob(["./en/*.ts", "!./en/index.ts"], { eager: true }),
  de: import.meta.glob(["./de/*.ts", "!./de/index.ts"], { eager: true }),
};
const text = Object.values(sources).join("\n");
const known = new Set(Object.keys(en));

/** Keys made of parts, as in `level.${level}`: what the parts may be is not looked at. */
const composed = [...text.matchAll(/`(\w+\.[\w.]*\$\{[^`]*)`/g)].map(([, template = ""]) => {
  const fixed = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[^\w]/g, String.raw`\$&`));
  return { template, pattern: new RegExp(`^${fixed.join("[^.]+")}$`) };
});

describe("the message catalogue", () => {
  it("reads the source", () => {
    expect(Object.keys(sources).length).toBeGreaterThan(100);
    expect(composed.length).toBeGreaterThan(10);
  });
  it("has the same keys in every language", () => {
    expect(Object.keys(de).toSorted()).toEqual(Object.keys(en).toSorted());
  });
  it("has every key the source asks for", () => {
    const asked = [...text.matchAll(/\bt\(\s*"([^"]+)"/g)].map(([, key = ""]) => key);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
    const made = composed.filter(({ template }) => text.includes(`t(\`${template}\``));
    expect(made.filter(({ pattern }) => ![...known].some((key) => pattern.test(key))).map(({ template }) => template)).toEqual([]);
  });
  it("has no key that nothing asks for", () => {
    expect([...known].filter((key) => !text.includes(`"${key}"`) && !composed.some(({ pattern }) => pattern.test(key)))).toEqual([]);
  });
  it("leaves no text for people in the source", () => {
    // Names of things that are called the same everywhere.
    const names = /^(?:Bartizan|Markdown|DSN|JSON|CSV|Esc|Tab)$/;
    // What stands between single quotes is code shown as an example.
    const written = [...text.replaceAll(/'[^'\n]*'/g, "").matchAll(/(?:aria-label|title|placeholder|label|hint|alt)="([A-Z][^"]*)"|>([A-Z][a-z]+(?: [\w’']+)*)[.!?]?<\//g)].map(([, attribute, content]) => attribute ?? content ?? "");
    expect(written.filter((each) => !names.test(each))).toEqual([]);
  });
  it.each(Object.entries(parts))("says nothing twice in %s", (_, files) => {
    const keys = Object.values(files).flatMap((exports) => Object.values(exports).flatMap((part) => Object.keys(part)));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
});
