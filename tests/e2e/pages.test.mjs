// Every page in both themes at desk and phone size: no serious accessibility finding, no sideways scrolling on a phone.
// With BARTIZAN_TEST_SCREENS=DIR a picture of each is kept (`make screens`).
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const SCREENS = process.env.BARTIZAN_TEST_SCREENS;
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

let server;
let browser;
let issue;
before(async () => {
  server = await Server.start();
  server.cli(['org', 'create', 'acme']);
  server.cli(['demo', '--days', '14', '--scale', '0.2']);
  server.cli(['user', 'create', '--email', EMAIL, '--name', 'Mina Okafor', '--password-stdin', '--superuser', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  server.token = server.cli(['token', 'create', '--user', EMAIL, '--org', 'larkfield', '--scope', 'event:admin,project:admin,org:admin']).token;
  issue = await server.until('the demo', async () => (await server.api('/organizations/larkfield/issues/?query=reading&statsPeriod=14d&sort=freq'))[0]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const pages = {
  'sign-in': { path: () => '/sign-in', stranger: true, see: 'Sign in' },
  issues: { path: () => '/organizations/larkfield/issues', see: 'TypeError' },
  issue: { path: () => `/organizations/larkfield/issues/${issue.shortId}`, see: 'totalFor' },
  explore: { path: () => '/organizations/larkfield/explore?statsPeriod=14d', see: 'count_unique(user)' },
  'explore-events': { path: () => '/organizations/larkfield/explore?mode=events&query=level:error', see: 'timestamp' },
  projects: { path: () => '/organizations/larkfield/projects', see: 'worker' },
  'new-project': { path: () => '/organizations/larkfield/projects/new', see: 'Pick the platform' },
  'getting-started': { path: () => '/organizations/larkfield/projects/api/getting-started', see: 'It works' },
  settings: { path: () => '/organizations/larkfield/settings', see: 'Settings' },
  keys: { path: () => '/organizations/larkfield/settings/projects/web/keys', see: 'Default' },
  tokens: { path: () => '/organizations/larkfield/settings/tokens', see: 'token' },
  system: { path: () => '/organizations/larkfield/system', see: 'eceived' },
  'not-found': { path: () => '/organizations/larkfield/nothing/here', see: '' },
};

async function signIn(context) {
  const answer = await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  assert.equal(answer.status(), 200, await answer.text());
}

async function findings(page) {
  await page.evaluate(await (await import('node:fs/promises')).readFile(AXE, 'utf8'));
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')}`);
}

for (const theme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`${theme}, ${size}`, async t => {
      const member = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce', hasTouch: size === 'phone' });
      const stranger = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
      await signIn(member);
      for (const [name, { path, see, stranger: outside }] of Object.entries(pages)) {
        await t.test(name, async () => {
          const page = await (outside ? stranger : member).newPage();
          try {
            await page.goto(server.url + path());
            if (see) await page.getByText(see).locator('visible=true').first().waitFor({ timeout: 15_000 });
            await page.waitForTimeout(400);
            if (SCREENS) {
              mkdirSync(SCREENS, { recursive: true });
              await page.screenshot({ path: join(SCREENS, `${name}-${size}-${theme}.png`) });
            }
            const width = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(width <= viewport.width, `scrolls sideways: ${width} px`);
            assert.deepEqual(await findings(page), []);
          } finally {
            await page.close();
          }
        });
      }
      await member.close();
      await stranger.close();
    });
  }
}
