// Types from the committed contract. `node scripts/schema.mjs` writes src/api/generated/schema.ts; the test compares.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const contract = new URL("../../openapi/bartizan.json", import.meta.url);
export const target = new URL("../src/api/generated/schema.ts", import.meta.url);
const head = "// Written by `npm run api` from openapi/bartizan.json. Do not edit.\n";

export async function generate() {
  const document = JSON.parse(readFileSync(contract, "utf8"));
  // Operations stay inside their paths: the names of handlers are no names of types.
  for (const path of Object.values(document.paths)) for (const operation of Object.values(path)) delete operation.operationId;
  return head + astToString(await openapiTS(document));
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(target, await generate());
