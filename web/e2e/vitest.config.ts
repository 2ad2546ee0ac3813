import { defineConfig } from "vitest/config";

const page_timeout_ms = 60_000;

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  test: { include: ["*.e2e.ts"], environment: "node", testTimeout: page_timeout_ms, hookTimeout: page_timeout_ms, fileParallelism: false },
});
