// Pictures of each page in two sizes and two themes, to be looked at. `node e2e/shots.mjs [part of a name] [--full]`
import { mkdirSync } from "node:fs";
import { launch, open, serve } from "./browser.mjs";

const out = new URL("./shots/", import.meta.url).pathname;
const only = process.argv.slice(2).find((arg) => !arg.startsWith("--"));
const full = process.argv.includes("--full");
const themes = process.env.THEMES?.split(",") ?? ["light", "dark"];
const O = "/organizations/larkfield";
const e = "7c1e90ab".repeat(4);

const pages = {
  issues: { path: `${O}/issues` },
  "issues-selected": { path: `${O}/issues`, keys: ["j", "x", "j", "j", "x"] },
  "issues-search": { path: `${O}/issues?query=is:unresolved+level:error`, keys: ["/", "b"] },
  "issues-assign": { path: `${O}/issues`, keys: ["j", "a"] },
  "issues-none": { path: `${O}/issues?query=flow:chekout` },
  "issues-failed": { path: `${O}/issues?query=brokenstore` },
  "issues-bad-query": { path: `${O}/issues?query=(level:error` },
  "issues-empty": { path: `${O}/issues`, state: "empty" },
  issue: { path: `${O}/issues/WEB-3F2` },
  "issue-first": { path: `${O}/issues/API-2B1?event=oldest` },
  json: { path: `${O}/issues/WEB-3F2/events/${e}/json` },
  projects: { path: `${O}/projects` },
  "project-new": { path: `${O}/projects/new` },
  onboarding: { path: `${O}/projects/api/getting-started` },
  settings: { path: `${O}/settings` },
  keys: { path: `${O}/settings/projects/web/keys` },
  tokens: { path: `${O}/settings/tokens` },
  system: { path: `${O}/system` },
  keymap: { path: `${O}/issues`, keys: ["?"] },
  palette: { path: `${O}/issues`, keys: ["Control+k", "r", "e", "s"] },
  "issues-peek": { path: `${O}/issues`, keys: ["j", "Space"] },
  "issues-assignee": { path: `${O}/issues?group=assignee&project=1&statsPeriod=7d` },
  "issues-unknown": { path: `${O}/issues?query=is:unresolved+brwoser:x&start=2026-11-01T10:00:00Z&end=2026-11-03T10:00:00Z` },
  "sign-in": { path: "/sign-in", state: "signed-out" },
  setup: { path: "/setup?token=abc", state: "setup" },
  "not-found": { path: `${O}/nothing/here` },
};

mkdirSync(out, { recursive: true });
const server = await serve();
const browser = await launch();
for (const [name, { path, state, keys = [] }] of Object.entries(pages)) {
  if (only && !name.includes(only)) continue;
  for (const theme of themes) {
    for (const [size, width, height] of [["", 1440, 900], ["-phone", 390, 844]]) {
      const { page, faults, close } = await open(browser, { url: server.url, width, height, theme, state });
      await page.goto(server.url + path);
      await page.waitForTimeout(900);
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForTimeout(keys.length > 0 ? 500 : 500);
      await page.screenshot({ path: `${out}${name}${size}-${theme}.png` });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) process.stdout.write(`${name}${size}: ${wide} px too wide\n`);
      if (full) {
        await page.evaluate(() => {
          const main = document.querySelector("main");
          if (main) document.querySelector(".main").style.height = `${main.scrollHeight + 100}px`;
        });
        await page.screenshot({ path: `${out}${name}${size}-full-${theme}.png`, fullPage: true });
      }
      for (const fault of new Set(faults)) process.stdout.write(`${name}${size}-${theme}: ${fault}\n`);
      await close();
    }
  }
}
await browser.close();
await server.close();
