/** Every request the interface makes is one of the contract's; a journey that asks for anything else fails. */
import { existsSync, readFileSync } from "node:fs";

const file = new URL("../../openapi/bartizan.json", import.meta.url);

function routes(): Array<readonly [method: string, path: RegExp]> | null {
  if (!existsSync(file)) return null;
  const { paths } = JSON.parse(readFileSync(file, "utf8")) as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, operations]) => {
    const shape = new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{[^}]+\}/g, "[^/]+")}$`);
    return Object.keys(operations).map((method) => [method.toUpperCase(), shape] as const);
  });
}

const known = routes();

export function inContract(method: string, path: string): boolean {
  return known === null || known.some(([wanted, shape]) => wanted === method && shape.test(path));
}
