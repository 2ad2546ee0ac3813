import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

interface Graph {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

const entry = fileURLToPath(new URL("./src/main.tsx", import.meta.url));
let first: Set<string> | undefined;

/**
 * What the first page loads is one file: split along what other pages share with it, it was sixty, and a browser asks a
 * server of HTTP/1.1 for six at a time.
 */
function chunkOf(id: string, graph: Graph): string | null {
  first ??= reach(entry, graph, new Set());
  return first.has(id) ? "base" : null;
}

/** A module and all it imports at once. */
function reach(id: string, graph: Graph, found: Set<string>): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  for (const each of graph.getModuleInfo(id)?.importedIds ?? []) reach(each, graph, found);
  return found;
}

/** The server that `npm run dev` speaks to. */
const server = process.env.BARTIZAN_URL ?? "http://localhost:9000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { port: 5173, proxy: { "/api": server } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    // For scripts/budget.mjs, which takes it away again.
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: chunkOf }] } } },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "happy-dom" },
});
