// Every page in both themes and both sizes: no violation of any impact.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, open, serve } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const O = "/organizations/larkfield";
const pages: Array<[path: string, state?: string, key?: string]> = [
  [`${O}/issues`], [`${O}/issues?query=flow:x`], [`${O}/issues`, "", "?"], [`${O}/issues`, "", "Control+k"], [`${O}/issues`, "", "a"], [`${O}/issues`, "", "x"], [`${O}/issues`, "", "Space"], [`${O}/issues`, "", "v"], [`${O}/issues`, "", "/"],
  [`${O}/issues/WEB-3F2`], [`${O}/issues/WEB-3F2/events/${"7c1e90ab".repeat(4)}/json`], [`${O}/projects`], [`${O}/projects/new`], [`${O}/projects/api/getting-started`],
  [`${O}/settings`], [`${O}/settings/projects/web/keys`], [`${O}/settings/tokens`], [`${O}/settings/organization`], [`${O}/settings/members`], [`${O}/settings/teams`], [`${O}/settings/projects/web`], [`${O}/settings/projects/web/artifacts`], [`${O}/settings/projects/web/artifacts?tab=files`], [`${O}/settings/projects/api/artifacts`], [`${O}/releases`], [`${O}/releases/web@4.18.2`], ["/invite/1-9-abc", "signed-out"], ["/invite/1-9-used", "signed-out"], [`${O}/system`], ["/sign-in", "signed-out"], ["/setup?token=a", "setup"], ["/nowhere"],
];

interface Violation {
  id: string;
  impact: string;
  nodes: Array<{ html: string }>;
}

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

it.each(["light", "dark"] as const)("finds nothing in %s", async (theme) => {
  const found: string[] = [];
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    for (const [path, state = "", key] of pages) {
      const { page, close } = await open(browser, { url: server.url, width, height, theme, state });
      await page.goto(server.url + path);
      await page.getByRole("main").waitFor();
      await page.waitForTimeout(500);
      if (key) await page.keyboard.press(key);
      await page.waitForTimeout(200);
      const violations = (await page.evaluate(`${axe};axe.run(document,{resultTypes:["violations"]}).then((r)=>r.violations)`)) as Violation[];
      for (const each of violations) found.push(`${path} ${key ?? ""} ${width}: ${each.id} (${each.impact}) ${each.nodes.length}x ${each.nodes[0]?.html.slice(0, 160)}`);
      await close();
    }
  }
  expect(found).toEqual([]);
}, 240_000);
