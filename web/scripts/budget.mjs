// What the browser loads before the first page stays under 250 kB of compressed JavaScript.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const max_initial_js_bytes = 250_000;
const dist = new URL("../dist/", import.meta.url);
const page = readFileSync(new URL("index.html", dist), "utf8");
const files = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => file);
const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0);
const inline = /<script(?![^>]*\ssrc=)|<style|\sstyle=/.test(page);
if (inline) throw new Error("index.html has an inline script or style; the policy of the server forbids it");
if (files.length === 0 || bytes > max_initial_js_bytes) throw new Error(`initial JavaScript: ${bytes} bytes in ${files.length} files, at most ${max_initial_js_bytes}`);
process.stdout.write(`initial JavaScript: ${Math.round(bytes / 1000)} kB compressed, at most ${max_initial_js_bytes / 1000}\n`);
