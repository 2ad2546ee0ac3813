/** Choices of this reader on this device. Storage may be blocked; then a choice lasts until reload. */
const memory = new Map<string, string>();
const prefix = "bartizan.";

export function load(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function save(key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
  } catch {
    // Kept in memory.
  }
}
