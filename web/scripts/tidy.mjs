// The law of folders: lib, ui, api <- features/* <- routes; no feature knows another; small files; no inline HTML.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../src");
const max_lines = 300;
const max_median_lines = 80;
const may = {
  lib: ["lib"],
  ui: ["ui", "lib"],
  api: ["api", "lib"],
  features: ["lib", "ui", "api"],
  routes: ["lib", "ui", "api", "features", "routes"],
  "main.tsx": ["lib", "ui", "api", "features", "routes"],
};

const files = (dir) =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return name === "generated" ? [] : files(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });

const faults = [];
const sizes = [];
for (const file of files(root)) {
  const text = readFileSync(file, "utf8");
  const here = relative(root, file);
  const [room, feature] = here.split("/");
  const lines = text.split("\n").length;
  sizes.push(lines);
  if (lines > max_lines) faults.push(`${here}: ${lines} lines, at most ${max_lines}`);
  if (/dangerouslySetInnerHTML|innerHTML\s*=/.test(text)) faults.push(`${here}: event data never becomes HTML`);
  for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*"((?:\.|~\/)[^"]*)"/g)) {
    const path = target.startsWith("~/") ? join(root, target.slice(2)) : resolve(dirname(file), target);
    const [toRoom, toFeature] = relative(root, path).split("/");
    if (toRoom?.startsWith("..")) continue;
    if (!may[room]?.some((name) => toRoom === name)) {
      if (!(room === "features" && toRoom === "features" && feature === toFeature)) faults.push(`${here}: ${room} may not use ${target}`);
    }
  }
}
sizes.sort((a, b) => a - b);
const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
if (median > max_median_lines) faults.push(`median file has ${median} lines, at most ${max_median_lines}`);
if (faults.length > 0) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}
process.stdout.write(`web tidy: ${sizes.length} files, median ${median} lines, longest ${sizes.at(-1)}\n`);
