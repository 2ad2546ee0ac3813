// @vitest-environment node
import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inContract } from "../../mocks/contract.ts";
import { generate, target } from "../../scripts/schema.mjs";

const contract = new URL("../../../openapi/bartizan.json", import.meta.url);

it.runIf(existsSync(contract))("has types that are those of the contract: run `npm run api`", async () => {
  expect(readFileSync(target, "utf8") === (await generate())).toBe(true);
}, 60_000);

it.runIf(existsSync(contract))("knows the contract's paths", () => {
  expect(inContract("GET", "/api/native/bootstrap")).toBe(true);
  expect(inContract("PUT", "/api/0/organizations/larkfield/issues/")).toBe(true);
  expect(inContract("GET", "/api/native/nowhere")).toBe(false);
  expect(inContract("DELETE", "/api/native/bootstrap")).toBe(false);
});
