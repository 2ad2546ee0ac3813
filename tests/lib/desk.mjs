// A person signed in at a desk, and what every page must be in both themes and sizes.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { launch } from './chromium.mjs';
import { EMAIL, PASSWORD } from './server.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENS = process.env.BARTIZAN_TEST_SCREENS;
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** A browser with a page of somebody signed in; what the page complains of is added to `faults`. */
export async function atDesk(server, faults) {
  const browser = await launch();
  const context = await browser.newContext({ viewport: SIZES.desk, reducedMotion: 'reduce' });
  await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  page.on('pageerror', error => faults.push(String(error)));
  return { browser, page };
}

/** The page as it is, in both themes at desk and phone size: nothing serious for axe, nothing wider than the screen. */
export async function look(page, name) {
  for (const theme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize(viewport);
      await page.waitForTimeout(200);
      if (SCREENS) {
        mkdirSync(SCREENS, { recursive: true });
        await page.screenshot({ path: join(SCREENS, `${name}-${size}-${theme}.png`), fullPage: true });
      }
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${name} scrolls sideways in ${size}: ${width} px`);
      await page.evaluate(AXE);
      const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      const serious = result.violations.filter(v => ['serious', 'critical'].includes(v.impact));
      assert.deepEqual(serious.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')}`), [], `${name}, ${size}, ${theme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(SIZES.desk);
}
