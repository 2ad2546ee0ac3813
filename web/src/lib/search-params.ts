/** The URL's search part as plain, repeatable strings, so that links stay readable and compatible. */

export type Search = Record<string, string | string[] | undefined>;

export function parseSearch(text: string): Search {
  const out: Search = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const old = out[key];
    out[key] = old === undefined ? value : [...(Array.isArray(old) ? old : [old]), value];
  }
  return out;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) params.append(key, String(item));
    }
  }
  const text = params.toString().replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%21", "!");
  return text === "" ? "" : `?${text}`;
}

export function one(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "string" ? first : undefined;
}

export function many(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string" && item !== "");
  return list.length > 0 ? list : undefined;
}

/** `value` when it is one of `allowed`. */
export function choice<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === one(value));
}
