import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

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
    chunkSizeWarningLimit: 800,
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "happy-dom" },
});
