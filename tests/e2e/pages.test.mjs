// Every page in both themes at desk and phone size: no serious accessibility finding, no sideways scrolling on a phone.
// With BARTIZAN_TEST_SCREENS=DIR a picture of each is kept (`make screens`).
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { Cli, LINES } from '../lib/sentry-cli.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** The frame around the pages of an organisation. */
const ELSEWHERE = new Set(['organizations/$org']);
const SCREENS = process.env.BARTIZAN_TEST_SCREENS;
const THEMES = ['light', 'dark'];
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

let server;
/** Nobody has an account there yet. */
let fresh;
let invitation;
let cli;
let browser;
let issue;
let event;
let first;
before(async () => {
  server = await Server.start();
  server.cli(['org', 'create', 'acme']);
  server.cli(['demo', '--days', '14', '--scale', '0.2']);
  server.cli(['user', 'create', '--email', EMAIL, '--name', 'Mina Okafor', '--password-stdin', '--superuser', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  server.token = server.cli(['token', 'create', '--user', EMAIL, '--org', 'larkfield', '--scope', 'event:admin,project:admin,project:releases,org:admin,member:admin']).token;
  issue = await server.until('the demo', async () => (await server.api('/organizations/larkfield/issues/?query=reading&statsPeriod=14d&sort=freq'))[0]);
  event = await server.api(`/organizations/larkfield/issues/${issue.id}/events/latest/`);
  first = await server.api(`/organizations/larkfield/issues/${issue.id}/events/oldest/`);
  await lived();
  const invited = await server.api('/organizations/larkfield/members/', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'noor@example.com', orgRole: 'member', teams: [] }),
  });
  invitation = new URL(invited.invite_link).pathname.split('/').at(-1);
  fresh = await Server.start();
  if (SCREENS) mkdirSync(SCREENS, { recursive: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await fresh?.stop();
  cli?.remove();
});

/** What people and builds did meanwhile, so that no page is empty only because the demo company has no people. */
async function lived() {
  const put = (id, body) => server.api(`/organizations/larkfield/issues/${id}/`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  // The demo is sent, and arrives one event after another.
  const find = async words => (await server.until(words, async () => (await server.api(`/organizations/larkfield/issues/?query=${words}&statsPeriod=14d`))[0])).id;
  await put(await find('RangeError'), { assignedTo: EMAIL });
  await put(await find('KeyError'), { assignedTo: EMAIL, priority: 'high' });
  await put(await find('MemoryError'), { assignedTo: EMAIL, status: 'resolved' });
  await put(await find('NSURLErrorDomain'), { status: 'resolved' });
  await put(await find('RateLimited'), { status: 'ignored' });
  await server.api(`/organizations/larkfield/issues/${issue.id}/comments/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'Only carts with a gift card. `rule` is undefined when the sku is unknown.' }) });
  const view = { name: 'Checkout, unowned', shared: true, state: { query: 'is:unresolved assigned:none transaction:"/checkout*"' } };
  assert.equal((await server.request('/api/native/organizations/larkfield/views', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(view) })).status, 201);
  for (const saved of [{ name: 'Errors by release', fields: ['release', 'count()'], query: 'level:error' }, { name: 'Who meets fatal ones', fields: ['user', 'count()', 'last_seen()'], query: 'level:fatal' }]) {
    await server.api('/organizations/larkfield/discover/saved/', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(saved) });
  }
  cli = new Cli(LINES.at(-1)[1], server, { org: 'larkfield', project: 'web' });
  cli.write('dist/app.js', 'function checkout(){throw new Error("x")}\n//# sourceMappingURL=app.js.map\n');
  cli.write('dist/app.js.map', JSON.stringify({ version: 3, file: 'app.js', sources: ['src/app.ts'], sourcesContent: ['x'], names: [], mappings: 'AAAA' }));
  cli.run(['sourcemaps', 'inject', 'dist']);
  cli.run(['sourcemaps', 'upload', '--release', 'web@4.18.2', 'dist']);
}

const of = path => () => `/organizations/larkfield${path}`;
const pages = {
  'sign-in': { path: () => '/sign-in', stranger: true, see: 'Sign in' },
  setup: { path: () => '/setup?token=none', stranger: true, empty: true, see: 'Create and sign in' },
  invitation: { path: () => `/invite/${invitation}`, stranger: true, see: 'Accept the invitation' },
  issues: { path: of('/issues'), see: 'TypeError' },
  'issues-resolved': { path: of('/issues?query=is:resolved'), see: 'MemoryError' },
  'issues-none': { path: of('/issues?query=flow:chekout'), see: 'flow' },
  'issues-selected': { path: of('/issues'), see: 'TypeError', keys: ['x', 'j', 'x'] },
  'issues-peek': { path: of('/issues'), see: 'TypeError', keys: ['j', 'Space'] },
  'issues-filter': { path: of('/issues?query=is:unresolved%20level:error'), see: 'TypeError', act: page => page.locator('[data-tok="1"] .te').click() },
  palette: { path: of('/issues'), see: 'TypeError', keys: ['Control+k'] },
  'key-map': { path: of('/issues'), see: 'TypeError', keys: ['?'] },
  issue: { path: () => `/organizations/larkfield/issues/${issue.shortId}`, see: 'totalFor' },
  'issue-events': { path: () => `/organizations/larkfield/issues/${issue.shortId}?tab=events`, see: 'All events' },
  'issue-grouping-page': { path: () => `/organizations/larkfield/issues/${issue.shortId}/grouping`, see: 'Fingerprint' },
  event: { path: () => `/organizations/larkfield/issues/${issue.id}/events/${event.eventID}`, see: 'totalFor' },
  'issue-tags': { path: () => `/organizations/larkfield/issues/${issue.shortId}?tab=tags`, see: 'region' },
  'issue-grouping': { path: () => `/organizations/larkfield/issues/${issue.shortId}?tab=grouping`, see: 'Fingerprint' },
  'event-json': { path: () => `/organizations/larkfield/issues/${issue.id}/events/${event.eventID}/json`, see: 'exception' },
  explore: { path: of('/explore?statsPeriod=14d'), see: 'count_unique(user)' },
  'explore-events': { path: of('/explore?mode=events&query=level:error'), see: 'timestamp' },
  'explore-saved': { path: of('/explore?statsPeriod=14d'), see: 'count_unique(user)', act: page => page.getByRole('button', { name: 'Saved queries' }).click() },
  'time-to-fix': { path: of('/time-to-fix?statsPeriod=14d'), see: 'By project' },
  releases: { path: of('/releases'), see: 'web@4.18.2' },
  release: { path: of('/releases/web@4.18.2'), see: 'RangeError' },
  projects: { path: of('/projects'), see: 'worker' },
  'artifacts-none': { path: of('/settings/projects/api/artifacts'), see: 'No source map yet' },
  'new-project': { path: of('/projects/new'), see: 'Pick the platform' },
  'getting-started': { path: of('/projects/web/getting-started'), see: 'It works' },
  settings: { path: of('/settings'), see: 'Settings' },
  organization: { path: of('/settings/organization'), see: 'Larkfield' },
  account: { path: of('/settings/account'), see: 'Current password' },
  members: { path: of('/settings/members'), see: EMAIL },
  teams: { path: of('/settings/teams'), see: 'Teams' },
  project: { path: of('/settings/projects/web'), see: 'web' },
  keys: { path: of('/settings/projects/web/keys'), see: 'Default' },
  grouping: { path: of('/settings/projects/web/grouping'), see: 'Fingerprint rules' },
  compare: { path: () => `/organizations/larkfield/projects/web/compare?left=${event.eventID}&right=${first.eventID}`, see: 'Compare' },
  artifacts: { path: of('/settings/projects/web/artifacts'), see: 'Source maps' },
  tokens: { path: of('/settings/tokens'), see: 'token' },
  system: { path: of('/system'), see: 'eceived' },
  'not-found': { path: of('/nothing/here'), see: 'here' },
};

/** Paths of the router, with what stands for each parameter taken out of the addresses above. */
const shape = address => address.replace(/\?.*/, '').replace(/^\/(organizations\/larkfield\/?)?/, '');

test('no page of the router is left out', async () => {
  const folder = new URL('../../web/src/routes/', import.meta.url);
  const sources = await Promise.all((await readdir(folder)).filter(name => name.endsWith('.tsx')).map(name => readFile(new URL(name, folder), 'utf8')));
  const routes = sources.flatMap(text => [...text.matchAll(/path: "([^"/][^"]*)"/g)].map(([, path]) => path)).filter(path => !ELSEWHERE.has(path));
  const walked = Object.values(pages).map(({ path }) => shape(path()));
  const missing = routes.filter(route => !walked.some(path => new RegExp(`^${route.replaceAll(/\$\w+/g, '[^/]+')}$`).test(path)));
  assert.ok(routes.length > 20, `only ${routes.length} routes were found`);
  assert.deepEqual(missing, []);
});

async function signIn(context) {
  const answer = await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  assert.equal(answer.status(), 200, await answer.text());
}

async function findings(page) {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')}`);
}

/** What makes the page, or a part of it that does not say it scrolls, wider than the window. */
function sideways() {
  const root = document.documentElement;
  const pages = [root, document.body, ...document.querySelectorAll('main, .main')];
  if (pages.every(each => each.scrollWidth <= each.clientWidth)) return [];
  const wide = [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > root.clientWidth + 1 && !each.closest('.scroll-x, .code, pre'));
  return [`${root.scrollWidth} px of ${root.clientWidth}`, ...wide.slice(0, 5).map(each => `${each.tagName}.${each.className}`)];
}

/** Buttons of the header that fell into another line, and tabs that are chosen yet scrolled out of their strip. */
function misplaced() {
  const buttons = [...document.querySelectorAll('header.bar > .btn')].filter(each => each.offsetWidth > 0);
  const middle = each => { const box = each.getBoundingClientRect(); return box.top + box.height / 2; };
  const fallen = buttons.filter(each => Math.abs(middle(each) - middle(buttons[0])) > 8);
  const cut = [...document.querySelectorAll('nav [aria-current]')].filter(each => {
    const [own, strip] = [each.getBoundingClientRect(), each.parentElement.getBoundingClientRect()];
    return own.width > 0 && getComputedStyle(each.parentElement).overflowX !== 'visible' && (own.left < strip.left - 4 || own.right > strip.right + 4);
  });
  return [...fallen, ...cut].map(each => each.textContent);
}

for (const [size, viewport] of Object.entries(SIZES)) {
  test(size, async t => {
    const options = { viewport, reducedMotion: 'reduce', hasTouch: size === 'phone' };
    const member = await browser.newContext(options);
    const stranger = await browser.newContext(options);
    await signIn(member);
    for (const [name, { path, see, stranger: outside, empty, keys = [], act }] of Object.entries(pages)) {
      await t.test(name, async () => {
        const page = await (outside ? stranger : member).newPage();
        try {
          await page.goto((empty ? fresh : server).url + path());
          if (see) await page.getByText(see).locator('visible=true').first().waitFor({ timeout: 15_000 });
          for (const key of keys) await page.keyboard.press(key);
          await act?.(page);
          await page.waitForTimeout(400);
          assert.deepEqual(await page.evaluate(sideways), []);
          assert.deepEqual(await page.evaluate(misplaced), []);
          for (const colorScheme of THEMES) {
            await page.emulateMedia({ colorScheme });
            // Charts are drawn anew in the colours of the theme.
            await page.waitForTimeout(200);
            if (SCREENS) await page.screenshot({ path: join(SCREENS, `${name}-${size}-${colorScheme}.png`) });
            assert.deepEqual(await findings(page), [], colorScheme);
          }
        } finally {
          await page.close();
        }
      });
    }
    await member.close();
    await stranger.close();
  });
}
