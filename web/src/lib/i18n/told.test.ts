// @vitest-environment node
// What the server says, held against its source: each of its sentences has a German one, and no German one is left over.
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { told as german } from "./de/index";
import { told as table } from "./de/told/index";
import { showLanguage, told } from "./index";
import { reader } from "./told";

const crates = new URL("../../../../crates/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, crates), "utf8");

/** Rust without its tests, its lines of comment, and the breaks inside its strings. */
function code(path: string): string {
  const lines = (read(path).split(/^#\[cfg\(test\)\]\nmod /m)[0] ?? "").split("\n").filter((line) => !/^\s*\/\//.test(line));
  return lines.join("\n").replaceAll(/\\\n\s*/g, "").replaceAll(/'\\?"'/g, "'q'").replaceAll(/reason = "[^"]*"/g, "");
}

/** A string of Rust as it is said: escapes undone, `{name}` and `{}` with a value in their place. */
function said(literal: string): string {
  return literal.replaceAll(/\\(.)/g, "$1").replaceAll(/\{[\w.]*:\?\}/g, '"7"').replaceAll(/\{[\w.]*\}/g, "7");
}

const rust = (folder: string) => readdirSync(new URL(folder, crates)).filter((name) => /^(?!tests)\w+\.rs$/.test(name)).map((name) => `${folder}${name}`);
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, literal = ""]) => said(literal));
const string = String.raw`"((?:[^"\\]|\\.)*)"`;
const literals = (path: string) => all(code(path), new RegExp(string, "g"));
/** The first string after each of these openings. */
const after = (path: string, opening: string) => all(code(path), new RegExp(`(?:${opening})\\s*(?:&?format!\\(\\s*)?${string}`, "g"));
const unknown = (sentences: readonly string[]) => sentences.filter((each) => german(each) === undefined);

afterEach(() => showLanguage("en"));

describe("each sentence of the server is said in German", () => {
  it("the fields of a search", () => {
    const fields = all(code("domain/src/search/keys.rs"), /^ {4}key\("[^"]+", &\[[^\]]*\], \w+, [\w()]+, "([^"]*)"\)/gm);
    expect(fields.length).toBe((read("domain/src/search/keys.rs").match(/^ {4}key\(/gm) ?? []).length);
    expect(unknown([...fields, "Feature flag checkout"])).toEqual([]);
  });
  it("what is wrong with a search", () => {
    const files = [...rust("domain/src/search/"), ...rust("api/src/sentry/search/")].filter((path) => !/\/(?:keys|error)\.rs$/.test(path));
    const sentences = files.flatMap(literals).filter((each) => /[a-z7] [a-z7"]/.test(each) && !/^[A-Z]/.test(each));
    // Said by a part that is put into it: which side of an AND is empty.
    const parts = new Set(["nothing stands 7 this 7", "there is no 7 \"7\" in this organization"]);
    const whole = ["before", "after"].map((side) => `nothing stands ${side} this AND`).concat(["person", "team"].map((what) => `there is no ${what} "ann" in this organization`));
    const found = [...sentences.filter((each) => !parts.has(each)), ...whole];
    expect(found.length).toBeGreaterThan(60);
    expect(unknown(found)).toEqual([]);
  });
  it("what is wrong with a question of Explore", () => {
    const files = rust("api/src/sentry/discover/");
    // What the interface never asks for: other datasets, types of attributes, the parameters of a chart.
    const programs = /dataset|attribute type|topEvents|Queries cannot|is no function\.$/;
    const found = files.flatMap(literals).filter((each) => / .*\.$/.test(each) && !programs.test(each));
    expect(found.length).toBeGreaterThan(10);
    expect(unknown([...found.filter((each) => each !== '7: "7" is not 7.'), 'count_if: "x" is not a whole number.', "medan is not a known function here: write one of count, p50. Did you mean p50()?"])).toEqual([]);
  });
  it("what is wrong with a rule of grouping", () => {
    const sentences = rust("domain/src/grouping/").flatMap(literals).filter((each) => /^[A-Z“].*\.$/.test(each) && !/^Known are|cannot be asked/.test(each));
    const found = [...sentences, "“path” cannot be asked here. Known are: type, value."];
    expect(found.length).toBeGreaterThan(20);
    expect(unknown(found)).toEqual([]);
  });
  it("how an event was grouped", () => {
    const files = rust("processing/src/grouping/").filter((path) => !/(?:parameterize|regrouper|directory)\.rs$/.test(path));
    const descriptions = files.flatMap((path) => [...after(path, String.raw`description:|let description =`), ...all(code(path), /variant\("[^"]*", \w+|variant\("[^"]*", "[^"]*", "([^"]*)"/g)]);
    const hints = files.flatMap((path) => after(path, String.raw`Err\(|ok_or\(|hinted\(|hint: Some\(|hint = Some\(|let why =|NO_APP_FRAMES: &str =|MINIFIED: Hint =|Component::ignored\("\w+",`));
    const worded = files.filter((path) => !path.endsWith("names.rs")).flatMap(literals).filter((each) => /^[a-z-]+(?: [a-z,;-]+)+$/.test(each));
    const found = [...descriptions, ...hints, ...worded].filter((each) => each !== "");
    for (const wanted of ["in-app exception stack trace", "recursion", "not in the application", "minified name", "the version before; issues it made stay"]) expect(found).toContain(wanted);
    expect(unknown([...found, "left out by a built-in rule", "5 × not in the application"])).toEqual([]);
  });
  it("why code stayed minified, and what mends it", () => {
    const shot = read("symbols/src/js/snapshots/bartizan_symbols__js__step__tests__every_step_has_a_sentence_and_a_way_out.snap");
    const lines = (shot.split("\n---\n")[1] ?? "").split("\n").filter((line) => line.startsWith("  ")).map((line) => line.trim());
    expect(lines.length).toBeGreaterThan(30);
    expect(unknown(lines.filter((line) => !line.startsWith("sentry-cli ") || line.includes(" # ")))).toEqual([]);
    const reasons = ["map", "mappings", "find"].flatMap((name) => after(`symbols/src/js/${name}.rs`, String.raw`#\[error\(|reason\(|Json\(`)).filter((each) => / /.test(each));
    expect(reasons.length).toBeGreaterThan(10);
    expect(unknown(reasons)).toEqual([]);
  });
  it("why a file could not be fetched", () => {
    const files = ["integrations/src/outbound/mod.rs", "symbols/src/js/fetched.rs", "domain/src/fetching.rs"].flatMap((path) => after(path, String.raw`#\[error\(`));
    const worker = ["mod", "worker"].flatMap((name) => after(`bartizan/src/server/fetching/${name}.rs`, String.raw`Failed\(|ok_or\(|Err\(|map_err\(\|\w*\|`));
    const found = [...files, ...worker].filter((each) => / /.test(each));
    expect(found.length).toBeGreaterThan(20);
    expect(unknown([...found, "It was fetched from the web without success: its source map did not come: a.example answered 404."])).toEqual([]);
  });
  it("why native frames stayed addresses", () => {
    const faults = [...after("symbols/src/native/error.rs", String.raw`#\[error\(`), ...after("symbols/src/native/derive.rs", String.raw`#\[error\(`)].filter((each) => / /.test(each));
    const ways = literals("symbols/src/native/service.rs").filter((each) => /^(?:7 has|[A-Z]|sentry-cli)\S* .* /.test(each));
    expect(ways.length).toBeGreaterThan(2);
    expect(unknown([...faults, ...ways, "shop.debug: the file is larger than is read", ...literals("api/src/sentry/events/shape.rs").filter((each) => /^[A-Z][a-z]+ .* .*/.test(each))])).toEqual([]);
  });
  it("why something was refused", () => {
    // Met by programs alone: uploads, releases and deploys of sentry-cli, and undo by its own name.
    const programs = /\/(?:uploads|releases)\b/;
    const files = readdirSync(new URL("app/src/", crates), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".rs") && !programs.test(`/${name}`)).map((name) => `app/src/${name}`);
    const found = [...files, "api/src/error.rs", "api/src/auth/caller.rs", "api/src/limit.rs"].flatMap(literals).filter((each) => /^[A-Z][^ ]* .*[.?]$/.test(each) && !each.startsWith("Invalid token"));
    expect(found.length).toBeGreaterThan(45);
    expect(unknown(found)).toEqual([]);
  });
});

describe("the German table", () => {
  const sources = readdirSync(crates, { recursive: true, encoding: "utf8" }).filter((path) => /^\w+[/\\]src[/\\].*\.rs$/.test(path));
  const text = sources.map((path) => read(path)).join("\n").replaceAll(/\\\n\s*/g, "").replaceAll(/\{[\w.]*:\?\}/g, '"{}"').replaceAll(/\\(["\\])/g, "$1");
  it("says nothing that the server does not say", () => {
    const gone = Object.keys(table).filter((source) => !source.split(/\{~?\w+\}|(?<=\.) /).every((part) => text.includes(part)));
    expect(gone).toEqual([]);
  });
  it("fills in what the English sentence holds", () => {
    const names = (sentence: string) => [...sentence.matchAll(/\{~?(\w+)\}/g)].map(([, name]) => name).toSorted();
    // What is said twice in English.
    const twice = new Set(["any", "again"]);
    for (const [source, target] of Object.entries(table)) expect([source, names(target).filter((name) => !twice.has(name ?? ""))]).toEqual([source, names(source).filter((name) => !twice.has(name ?? ""))]);
  });
  it("speaks of a whole fault", () => {
    expect(german('Error in the search query at character 5: "x; y" is not a value of is; did you mean is:resolved?.')).toBe("Fehler in der Suche beim Zeichen 5: „x; y“ ist kein Wert von is; gemeint ist vielleicht is:resolved.");
    expect(german("Error in the search query at character 1: this parenthesis closes nothing; remove it, or quote the text it belongs to.")).toBe("Fehler in der Suche beim Zeichen 1: diese Klammer schließt nichts; entfernen, oder den Text dazu in Anführungszeichen setzen.");
    expect(german('The file was uploaded for the dist "1"; the event has "".')).toBe("Die Datei wurde für die Dist „1“ hochgeladen; das Ereignis hat „“.");
    expect(german("The source map a.map cannot be used: its version is 2, not 3.")).toBe("Die Source Map a.map ist nicht brauchbar: ihre Version ist 2, nicht 3.");
    expect(german("The source map a.map cannot be used: who knows.")).toBe("Die Source Map a.map ist nicht brauchbar: who knows.");
  });
});

describe("a reader", () => {
  const own = reader({ "No file {id}.": "Keine Datei {id}.", "{a} of {b} of {c}": "{c}/{b}/{a}", "Yes": "Ja", "Because {~why}!": "Weil {why}!", "{n}, {~why}": "{n}: {why}" });
  it("leaves English and what it does not know", async () => {
    expect(told("Severity")).toBe("Severity");
    await showLanguage("de");
    expect(told("Severity")).toBe("Schweregrad");
    expect(told("severity")).toBe("severity");
    expect(told("")).toBe("");
    expect(told("__proto__")).toBe("__proto__");
  });
  it("puts values in as they are", () => {
    for (const value of ["{id}", "{b}", "<b>Yes</b>", "Yes", "$&", "", "{~why}"]) expect(own(`No file ${value}.`)).toBe(`Keine Datei ${value}.`);
    expect(own("1 of 2 of 3 of 4")).toBe("3 of 4/2/1");
    expect(own("Not a file.")).toBeUndefined();
  });
  it("says a sentence within a sentence, where it is one", () => {
    expect(own("Because Yes!")).toBe("Weil Ja!");
    expect(own("Because No!")).toBeUndefined();
    expect(own("a, b, Yes")).toBe("a: b: Ja");
  });
  it("is done soon with whatever is sent", () => {
    const long = "x of ".repeat(800);
    expect(own(long.slice(0, 3990))).toBe(`${long.slice(10, 3990)}/x/x`);
    expect(own(`${"a, ".repeat(1300)}b`)).toBeUndefined();
    expect(own(`No file ${"x".repeat(100_000)}.`)).toBeUndefined();
    expect(own(`Because ${"Because ".repeat(400)}Yes${"!".repeat(401)}`)).toBeUndefined();
  });
});
