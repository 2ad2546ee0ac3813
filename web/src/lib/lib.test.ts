import { describe, expect, it } from "vitest";
import { highlight } from "./highlight";
import { t } from "./i18n/index";
import { bytes, compact, percent, wholePercent } from "./number";
import { joinTokens, quote, token, tokenize, viewPart, withView } from "./query";
import { choice, many, one, parseSearch, stringifySearch } from "./search-params";
import { slugify } from "./slug";
import { ageShort, ago, duration, exact } from "./time";

describe("query", () => {
  it("splits on blanks, but not in quotes or brackets", () => {
    expect(tokenize('is:unresolved !browser.name:"Head less"  level:[error, fatal] free').map((item) => item.raw)).toEqual([
      "is:unresolved", '!browser.name:"Head less"', "level:[error, fatal]", "free",
    ]);
  });
  it("keeps an unclosed quote as one token", () => {
    expect(tokenize('message:"open end').map((item) => item.raw)).toEqual(['message:"open end']);
  });
  it("reads key, value and negation; an address is free text", () => {
    expect(token("!user.id:7")).toMatchObject({ key: "user.id", value: "7", negated: true });
    expect(token("tags[a b]:x")).toMatchObject({ key: "tags[a b]" });
    expect(token("https://example.com")).toMatchObject({ key: null });
  });
  it("joins to what was split", () => {
    const query = 'is:new "two words" !a:b';
    expect(joinTokens(tokenize(query))).toBe(query);
  });
  it("replaces the view and keeps the rest", () => {
    expect(withView("is:unresolved assigned:me level:error", "is:resolved")).toBe("is:resolved level:error");
    expect(viewPart("level:error is:unresolved assigned:me")).toBe("is:unresolved assigned:me");
    expect(withView("assigned:#team is:new", "is:archived")).toBe("is:archived assigned:#team");
  });
  it("quotes what needs it", () => {
    expect(quote("plain")).toBe("plain");
    expect(quote('say "hi" now')).toBe(String.raw`"say \"hi\" now"`);
    expect(quote("")).toBe('""');
  });
});

describe("time and numbers", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  it("shortens ages", () => {
    expect(ageShort(now - 4000, now)).toBe("4s");
    expect(ageShort(now - 11 * 86_400_000, now)).toBe("11d");
    expect(ageShort(now - 20 * 86_400_000, now)).toBe("2w");
    expect(ageShort(now + 9000, now)).toBe("0s");
    expect(ageShort(null, now)).toBe("–");
    expect(ageShort("rubbish", now)).toBe("–");
  });
  it("says how long ago", () => {
    expect(ago(now - 36 * 60_000, now)).toBe("36 min ago");
    expect(exact("2026-11-23T12:00:00Z")).toContain("2026");
  });
  it("writes durations without empty parts", () => {
    expect(duration(60)).toBe("1 min");
    expect(duration(3700)).toBe("1 h 1 min");
    expect(duration(0.0041)).toBe("4 ms");
    expect(duration(0.000402)).toBe("402 µs");
    expect(duration(0)).toBe("0");
    expect(duration(41 * 86_400)).toBe("41 d");
  });
  it("compacts only large numbers", () => {
    expect(compact("2318")).toBe("2,318");
    expect(compact(12_604)).toBe("12.6k");
    expect(compact("not a number")).toBe("0");
    expect(percent(94, 1_284_310)).toBe("<0.01 %");
    expect(percent(1, 0)).toBe("0 %");
    expect(wholePercent(1, 3)).toBe(33);
    expect(bytes(17_100_000_000)).toBe("17 GB");
    expect(bytes(0)).toBe("0 B");
  });
});

describe("URL", () => {
  it("keeps repeated keys and reads back what it wrote", () => {
    const search = { project: ["1", "2"], query: "is:new a:b c", sort: undefined };
    const text = stringifySearch(search);
    expect(text).toBe("?project=1&project=2&query=is:new+a:b+c");
    expect(parseSearch(text.slice(1))).toEqual({ project: ["1", "2"], query: "is:new a:b c" });
  });
  it("refuses what is not allowed", () => {
    expect(choice("freq", ["date", "freq"])).toBe("freq");
    expect(choice("drop", ["date"])).toBeUndefined();
    expect(one(["a", "b"])).toBe("a");
    expect(many("x")).toEqual(["x"]);
    expect(many("")).toBeUndefined();
  });
  it("makes short names", () => expect(slugify("  Über Shop! 2 ")).toBe("uber-shop-2"));
});

describe("highlight", () => {
  it("loses no character", () => {
    for (const line of ['const a = "x\\"y"; // end', "def f(x): # note", "<script>alert('1')</script>", "`open", "x".repeat(900)]) {
      expect(highlight(line, "a.ts").map((span) => span.text).join("")).toBe(line);
    }
  });
  it("knows comments by the language", () => {
    expect(highlight("x # y", "a.py").at(-1)).toEqual({ kind: "c", text: "# y" });
    expect(highlight("x # y", "a.ts").some((span) => span.kind === "c")).toBe(false);
  });
  it("cuts a minified line", () => expect(highlight("y".repeat(5000), "a.js").map((span) => span.text).join("").length).toBeLessThan(1100));
});

describe("messages", () => {
  it("chooses the plural and fills in", () => {
    expect(t("issues.n", { n: 1 })).toBe("1 issue");
    expect(t("issues.n", { n: 2 })).toBe("2 issues");
    expect(t("row.users", { n: "1,204" })).toBe("1,204 users");
    expect(t("action.assigned", { what: "WEB-1", who: "Mina" })).toBe("WEB-1 assigned to Mina");
  });
});
