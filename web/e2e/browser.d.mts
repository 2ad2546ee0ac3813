import type { Browser, Page } from "playwright-core";

export interface Open {
  url: string;
  width?: number;
  height?: number;
  theme?: "light" | "dark";
  state?: string;
}
export function serve(): Promise<{ url: string; close: () => Promise<unknown> }>;
export function launch(): Promise<Browser>;
export function open(browser: Browser, options: Open): Promise<{ page: Page; faults: string[]; close: () => Promise<void> }>;
