// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generate, target } from "../../scripts/schema.mjs";

const contract = new URL("../../../openapi/bartizan.json", import.meta.url);

it.runIf(existsSync(contract))("has types that are those of the contract: run `npm run api`", async () => {
  expect(readFileSync(target, "utf8") === (await generate())).toBe(true);
}, 60_000);
