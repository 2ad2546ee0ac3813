/**
 * Syntax colours by a well-kept library (lowlight over highlight.js) that answers a tree of classes and text, never
 * HTML. The core and each grammar are loaded when first needed; until then, and for what no grammar knows or what is
 * too large, the small tokenizer in `highlight.ts` does.
 */
import type { LanguageFn } from "highlight.js";
import type { Kind, Span } from "./highlight";

type Grammar = () => Promise<{ default: LanguageFn }>;

const grammars: Record<string, Grammar> = {
  bash: () => import("highlight.js/lib/languages/bash"), c: () => import("highlight.js/lib/languages/c"), cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"), css: () => import("highlight.js/lib/languages/css"), dart: () => import("highlight.js/lib/languages/dart"),
  elixir: () => import("highlight.js/lib/languages/elixir"), go: () => import("highlight.js/lib/languages/go"), java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"), json: () => import("highlight.js/lib/languages/json"), kotlin: () => import("highlight.js/lib/languages/kotlin"),
  lua: () => import("highlight.js/lib/languages/lua"), objectivec: () => import("highlight.js/lib/languages/objectivec"), perl: () => import("highlight.js/lib/languages/perl"),
  php: () => import("highlight.js/lib/languages/php"), python: () => import("highlight.js/lib/languages/python"), ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"), scala: () => import("highlight.js/lib/languages/scala"), sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"), typescript: () => import("highlight.js/lib/languages/typescript"), xml: () => import("highlight.js/lib/languages/xml"),
};

const byExtension: Record<string, string> = {
  sh: "bash", h: "c", cc: "cpp", cxx: "cpp", hpp: "cpp", cs: "csharp", scss: "css", ex: "elixir", exs: "elixir", js: "javascript", jsx: "javascript", mjs: "javascript", cjs: "javascript",
  kt: "kotlin", kts: "kotlin", m: "objectivec", mm: "objectivec", pl: "perl", pm: "perl", py: "python", pyi: "python", pyx: "python", rb: "ruby", erb: "ruby", rs: "rust", sc: "scala",
  ts: "typescript", tsx: "typescript", mts: "typescript", cts: "typescript", vue: "xml", html: "xml", svelte: "xml",
};
const byPlatform: Record<string, string> = { node: "javascript", cocoa: "swift", csharp: "csharp", native: "cpp", other: "", rust: "rust", php: "php", perl: "perl" };

/** Larger pieces keep the small tokenizer: colours are not worth a page that stutters. */
const max_chars = 40_000;
const max_line_chars = 1000;

/** The grammar for a file, else for the platform of its event; null where none is known. */
export function languageOf(filename: string, platform: string | null | undefined): string | null {
  const extension = /\.(\w+)(?:[?#].*)?$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  const found = byExtension[extension] ?? (extension in grammars ? extension : (byPlatform[platform ?? ""] ?? platform ?? ""));
  return found in grammars ? found : null;
}

interface Node {
  type: string;
  value?: string;
  children?: Node[];
  properties?: { className?: unknown };
}

/** Our five colours for the many classes of the grammars. */
function kindOf(node: Node): Kind | null {
  const name = Array.isArray(node.properties?.className) ? String(node.properties.className[0] ?? "") : "";
  if (/^hljs-(keyword|literal|built_in|type|variable\.language|selector-tag|name|tag)/.test(name)) return "k";
  if (/^hljs-(string|regexp|char|symbol|link)/.test(name)) return "s";
  if (/^hljs-(number)/.test(name)) return "n";
  if (/^hljs-(comment|doctag|meta|quote)/.test(name)) return "c";
  if (/^hljs-(title|function|section|attr|property)/.test(name)) return "f";
  return null;
}

/** The tree as lines of spans. */
export function linesOf(tree: Node): Span[][] {
  const lines: Span[][] = [[]];
  const walk = (node: Node, kind: Kind) => {
    if (node.type === "text") {
      for (const [i, piece] of (node.value ?? "").split("\n").entries()) {
        if (i > 0) lines.push([]);
        if (piece !== "") lines.at(-1)?.push({ kind, text: piece });
      }
    }
    const own = node.type === "element" ? (kindOf(node) ?? kind) : kind;
    for (const child of node.children ?? []) walk(child, own);
  };
  walk(tree, "");
  return lines;
}

type Lowlight = ReturnType<(typeof import("lowlight"))["createLowlight"]>;
let core: Promise<Lowlight> | null = null;

/** Lines of spans, or null where the library does not know the language or the text is too large. */
export async function highlightLines(lines: readonly string[], language: string | null): Promise<Span[][] | null> {
  const load = language ? grammars[language] : undefined;
  if (!language || !load) return null;
  const text = lines.join("\n");
  if (text.length > max_chars || lines.some((line) => line.length > max_line_chars || line.includes("\n"))) return null;
  core ??= import("lowlight").then(({ createLowlight }) => createLowlight());
  const [lowlight, grammar] = await Promise.all([core, load()]);
  if (!lowlight.registered(language)) lowlight.register(language, grammar.default);
  const out = linesOf(lowlight.highlight(language, text) as Node);
  return out.length === lines.length ? out : null;
}
