/** A `User-Agent` in a few words. Each later entry of a list hides in the words of an earlier one, so order matters. */
const browsers: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bEdgA?\//, "Edge"], [/\bOPR\//, "Opera"], [/\bFirefox\/|\bFxiOS\//, "Firefox"], [/\bHeadlessChrome\//, "Headless Chrome"], [/\bChrome\/|\bCriOS\//, "Chrome"], [/\bSafari\//, "Safari"], [/^curl\//, "curl"],
];
const systems: ReadonlyArray<readonly [RegExp, string]> = [
  [/iPhone|iPod/, "iPhone"], [/iPad/, "iPad"], [/Android/, "Android"], [/Windows/, "Windows"], [/CrOS/, "ChromeOS"], [/Macintosh|Mac OS X/, "macOS"], [/Linux/, "Linux"],
];

const find = (list: typeof browsers, agent: string) => list.find(([pattern]) => pattern.test(agent))?.[1];

/** "Firefox, Linux"; null where nothing is known. */
export function deviceName(agent: string | null): string | null {
  const parts = [find(browsers, agent ?? ""), find(systems, agent ?? "")].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(", ") : null;
}

export const isPhone = (agent: string | null) => /iPhone|iPod|Android.*Mobile/.test(agent ?? "");
