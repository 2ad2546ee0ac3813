// Sizes of what a browser loads, compressed: before the first page at most 250 kB of JavaScript, and for each page of
// src/routes no more than its own budget on top of that. What a page loads only when asked is not part of it.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";

const max_initial_js_bytes = 250_000;
const max_page_js_bytes = 20_000;
/** The page of one issue carries the event, its tabs, activity and everything that can be done to the issue. */
const heavy_pages = { "routes/issue-tabs": 35_000 };
const max_css_bytes = 30_000;

const dist = new URL("../dist/", import.meta.url);
const routes = new URL("../src/routes/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const faults = [];

const sizes = new Map();
function bytes(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist))).length);
  return sizes.get(file);
}

/** The chunk of `key` and all it imports at once. */
function chunks(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const each of manifest[key].imports ?? []) chunks(each, found);
  return found;
}
const sum = (keys) => [...keys].reduce((total, key) => total + bytes(manifest[key].file), 0);
const kB = (n) => `${(n / 1000).toFixed(1)} kB`;

function checkFirstPage() {
  const page = readFileSync(new URL("index.html", dist), "utf8");
  if (/<script(?![^>]*\ssrc=)|<style|\sstyle=/.test(page)) faults.push("index.html has an inline script or style; the policy of the server forbids it");
  const named = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => file);
  const initial = new Set(Object.keys(manifest).filter((key) => named.includes(manifest[key].file)).flatMap((key) => [...chunks(key)]));
  if (initial.size === 0) throw new Error("index.html names no script of the manifest");
  const all = new Set([...named, ...[...initial].map((key) => manifest[key].file)]);
  const total = [...all].reduce((n, file) => n + bytes(file), 0);
  const css = [...initial].flatMap((key) => manifest[key].css ?? []).reduce((n, file) => n + bytes(file), 0);
  process.stdout.write(`initial: ${kB(total)} of JavaScript, at most ${kB(max_initial_js_bytes)}; ${kB(css)} of styles, at most ${kB(max_css_bytes)}\n`);
  if (named.length === 0 || total > max_initial_js_bytes) faults.push(`initial JavaScript: ${total} bytes in ${all.size} files, at most ${max_initial_js_bytes}`);
  if (css > max_css_bytes) faults.push(`initial styles: ${css} bytes, at most ${max_css_bytes}`);
  return all;
}

function checkPages(initial) {
  const sources = readdirSync(routes).filter((name) => name.endsWith(".tsx")).map((name) => readFileSync(new URL(name, routes), "utf8"));
  const pages = new Set(sources.flatMap((text) => [...text.matchAll(/import\("(~|\.)\/([^"]+)"\)/g)].map(([, root, path]) => (root === "~" ? path : `routes/${path}`))));
  const rows = [...pages].map((path) => {
    const key = [`src/${path}.tsx`, `src/${path}.ts`].find((name) => manifest[name]);
    if (!key) throw new Error(`${path} is loaded by a route, yet no chunk is made of it`);
    return { path, size: sum([...chunks(key)].filter((each) => !initial.has(manifest[each].file))), most: heavy_pages[path] ?? max_page_js_bytes };
  });
  if (rows.length === 0) throw new Error("no route loads a page");
  for (const { path, size, most } of rows.toSorted((a, b) => b.size - a.size)) {
    process.stdout.write(`  ${kB(size).padStart(9)} of ${kB(most).padStart(9)}  ${path}\n`);
    if (size > most) faults.push(`${path}: ${size} bytes of JavaScript of its own, at most ${most}`);
  }
}

checkPages(checkFirstPage());
// Only this check reads it; it is no part of what the server hands out.
rmSync(new URL(".vite/", dist), { recursive: true });
if (faults.length > 0) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}
