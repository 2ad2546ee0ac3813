import { describe, expect, it } from "vitest";
import { type Block, type Inline, parseMarkdown, safeHref } from "./markdown";

const flat = (children: readonly Inline[]): string =>
  children.map((each) => ("children" in each ? `<${each.kind}>${flat(each.children)}</>` : each.kind === "br" ? "⏎" : each.kind === "text" ? each.text : `<${each.kind}>${each.text}</>`)).join("");
const one = (text: string, names: string[] = []) => {
  const block = parseMarkdown(text, names)[0];
  return block && "children" in block ? flat(block.children) : JSON.stringify(block);
};

describe("markdown", () => {
  it("reads what people write", () => {
    expect(one("a **b** *c* `d*e*` ~~f~~ g_h_i")).toBe("a <strong>b</> <em>c</> <code>d*e*</> <del>f</> g_h_i");
    expect(one("see https://x.example/a?b=1.")).toBe("see <link>https://x.example/a?b=1</>.");
    expect(one("one\ntwo")).toBe("one⏎two");
    expect(parseMarkdown("# H\n\n- a\n- b\n  more\n\n1. x\n\n> q\n\n```py\ncode **no**\n```\n---").map((block: Block) => block.kind)).toEqual(["heading", "ul", "ol", "quote", "code", "hr"]);
  });

  it("makes a link of nothing but the web and mail", () => {
    expect(one("[x](javascript:alert(1))")).not.toContain("<link>");
    expect(one("[x](https://a.example)")).toBe("<link>x</>");
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "//x.example", "JaVaScRiPt:x", "https://a b"]) expect(safeHref(bad)).toBeNull();
  });

  it("marks whom it mentions, whole names only", () => {
    expect(one("@Mina Okafor and #web, mail a@Mina", ["@Mina Okafor", "@Mina", "#web"])).toBe("<mention>@Mina Okafor</> and <mention>#web</>, mail a@Mina");
    expect(one("@Minas", ["@Mina"])).toBe("@Minas");
  });

  it("takes hostile text in its stride", () => {
    for (const text of ["*".repeat(20_000), "[".repeat(20_000), "`".repeat(20_001), "_a".repeat(20_000), "> ".repeat(9000), "**a".repeat(5000), "<script>alert(1)</script>"]) {
      expect(parseMarkdown(text).length).toBeGreaterThan(0);
    }
  });
});
