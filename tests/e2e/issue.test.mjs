// The issue page on events of real SDKs (Python, Node, a browser) and on hostile ones, in Chromium against the real server.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const execute = promisify(execFile);
const here = path => new URL(`../compat/${path}`, import.meta.url).pathname;
const python = (dsn, scenario) => execute(process.env.BARTIZAN_TEST_PYTHON, [here('python/app.py'), scenario], { env: { ...process.env, SENTRY_DSN: dsn } });
const node = (dsn, scenario) => execute(process.execPath, [here('node/app.cjs'), scenario], { env: { ...process.env, SENTRY_DSN: dsn } }).catch(error => error);

let server;
let projects;
let browser;
let context;
let page;
const faults = [];
const first = {};
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==', 'base64');

before(async () => {
  server = await Server.start();
  projects = server.setUp(['shop', 'python'], ['group', 'python'], ['orders', 'node-express'], ['web', 'javascript'], ['hostile', 'other']);
  server.cli(['user', 'create', '--email', 'ben@example.com', '--name', 'Ben Okoro', '--password-stdin', '--org', 'acme', '--role', 'member'], PASSWORD);
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] });
  const signedIn = await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  assert.equal(signedIn.status(), 200);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  page.on('pageerror', error => faults.push(String(error)));
  await python(projects.shop.dsn, 'chain');
  await python(projects.group.dsn, 'group');
  await node(projects.orders.dsn, 'express');
  await fromABrowser(projects.web.dsn);
  await hostile(projects.hostile.dsn);
  for (const slug of ['shop', 'group', 'orders', 'web', 'hostile']) {
    first[slug] = await server.until(`an issue of ${slug}`, async () => (await server.issues(slug)).find(issue => slug !== 'shop' || issue.count === '3'));
  }
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function fromABrowser(dsn) {
  const bundle = await build({ entryPoints: [here('browser/src/app.ts')], bundle: true, minify: true, write: false, target: 'es2022' });
  const html = `<!doctype html><title>shop</title><button id=uncaught>uncaught</button><button id=handled>handled</button><script>window.DSN=${JSON.stringify(dsn)}</script><script src=/app.js></script>`;
  const site = createServer((request, response) => request.url === '/app.js'
    ? response.setHeader('content-type', 'text/javascript').end(bundle.outputFiles[0].contents)
    : response.setHeader('content-type', 'text/html').end(html));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const visitor = await browser.newPage();
  await visitor.goto(`http://127.0.0.1:${site.address().port}/`);
  await visitor.waitForFunction(() => window.ready);
  await visitor.click('#uncaught');
  assert.equal(await visitor.evaluate(() => window.flush()), true);
  await visitor.close();
  site.close();
}

/** Ten thousand frames, large variables, markup everywhere, a picture that is one and one that is not. */
async function hostile(dsn) {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
  const frames = Array.from({ length: 3_000 }, (_, i) => ({ function: `f${i}${i % 500 === 0 ? evil : ''}`, filename: `deep/${i}.rb`, lineno: i + 1, in_app: i > 2_700, context_line: `call ${i}` }));
  frames.at(-1).vars = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`v${i}`, i === 0 ? evil : { list: Array.from({ length: 40 }, (_, n) => `${n}`.repeat(8)) }]));
  const event = { event_id: randomBytes(16).toString('hex'), platform: 'ruby', timestamp: Date.now() / 1000, tags: { [`t.${'x'.repeat(20)}`]: evil }, extra: { evil, secret: 'ok' },
    request: { url: "https://shop.example/it's?[1]", method: 'POST', data: "'; rm -rf ~; echo '", headers: [['X-Evil', evil]] },
    exception: { values: [{ type: 'DeepError', value: evil, stacktrace: { frames } }] } };
  const answer = await server.envelope(dsn, [[{ type: 'event' }, event]], { event_id: event.event_id });
  assert.equal(answer.status, 200);
  const { username, origin, pathname } = new URL(dsn);
  const head = name => Buffer.from(`${JSON.stringify({ event_id: event.event_id })}\n${JSON.stringify({ type: 'attachment', filename: name, content_type: 'image/png', length: name === 'shot.png' ? PNG.length : 20 })}\n`);
  for (const [name, bytes] of [['shot.png', PNG], ['trap.svg', Buffer.from('<svg onload=alert(1)>')]]) {
    const body = Buffer.concat([head(name), bytes.subarray(0, name === 'shot.png' ? undefined : 20), Buffer.from('\n')]);
    assert.equal((await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}&sentry_version=7`, { method: 'POST', body })).status, 200);
  }
}

const open = async (slug, rest = '') => {
  await page.goto(`${server.url}/organizations/acme/issues/${first[slug].shortId}${rest}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.evnav, .evt, .sh').first().waitFor();
};
const see = (words, options) => page.getByText(words, options).locator('visible=true').first().waitFor();
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

test('python: a chain with source, variables, breadcrumbs, contexts and its file', async () => {
  await open('shop');
  await see('PaymentError');
  await see('caused by');
  await see('KeyError');
  for (const words of ['could not charge order', 'First seen', 'Events, 14 days', 'What is special here', 'Too few to tell']) {
    const place = await page.getByText(words).first().boundingBox();
    assert.ok(place && place.y < 900, `${words} is not above the fold`);
  }
  const source = await page.locator('.cl.hit').first().boundingBox();
  assert.ok(source && source.y < 900, 'the line that broke is not above the fold');
  await page.getByRole('searchbox', { name: 'Search breadcrumbs' }).fill('signed');
  await see('user signed in');
  await page.getByRole('searchbox', { name: 'Search breadcrumbs' }).fill('nothing like it');
  await see('No breadcrumb fits.');
  await page.getByRole('searchbox', { name: 'Search in details' }).fill('12.5');
  await see('total');
  await see('app.log');
  await page.locator('#files').getByRole('button', { name: 'Preview' }).click();
  await see(/log line 1/);
});

test('syntax is coloured by the grammar of the file', async () => {
  await open('shop');
  await page.locator('.code i.k').first().waitFor();
});

test('events are walked, listed, searched and told apart by the address', async () => {
  await open('shop');
  await page.getByRole('button', { name: 'Older event', disabled: false }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/event=[0-9a-f]{32}/);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'First', exact: true }).click();
  await page.waitForURL(/event=oldest/);
  await page.getByRole('button', { name: 'Older event', disabled: true }).waitFor();
  await page.getByRole('button', { name: 'Richest' }).click();
  await page.waitForURL(/event=recommended/);
  await page.getByRole('link', { name: /All events/ }).click();
  await page.waitForURL(/tab=events/);
  await page.locator('.evt tbody tr').nth(2).waitFor();
  assert.equal(await page.locator('.evt tbody tr').count(), 3);
  await page.getByRole('textbox', { name: 'Search events of this issue' }).fill('team:nobody');
  await page.keyboard.press('Enter');
  await see('No event matches');
  await page.getByRole('button', { name: 'Show all events' }).click();
  await page.locator('.evt tbody a').first().click();
  await page.waitForURL(url => /event=[0-9a-f]{32}/.test(url.search) && !/tab=/.test(url.search));
});

test('a span drawn on the chart limits the events, and the address keeps it', async () => {
  await open('shop');
  const chart = page.locator('svg.chart.ev');
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await see('3 events');
  await page.keyboard.press('Enter');
  await page.waitForURL(/start=.*end=/);
  await see('PaymentError');
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + 20, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 3 });
  await page.mouse.up();
  await see('No event in this selection');
  await page.getByRole('button', { name: 'Show all events' }).click();
  await page.locator('.exh').first().waitFor();
});

test('an exception group is a tree', async () => {
  await open('group');
  await see('ExceptionGroup');
  assert.equal(await page.locator('.exc.dep').count(), 2);
  await see(/within/);
});

test('node: the request as curl; the stack as text and the whole as Markdown', async () => {
  await open('orders');
  await see('GET /orders/:id');
  await page.locator('#request').getByRole('button', { name: 'Copy as curl' }).click();
  await page.waitForTimeout(200);
  assert.match(await clipboard(), /^curl/);
  await page.keyboard.press('y');
  await see('Copied as Markdown');
  assert.match(await clipboard(), /# TypeError[\s\S]*```/);
  await page.keyboard.press('s');
  await page.locator('.exh .seg button[aria-pressed=true]', { hasText: 'All' }).waitFor();
  await page.keyboard.press('s');
});

test('a browser event says browser, system and user', async () => {
  await open('web');
  const where = page.locator('#where');
  await where.getByText(/Chrom/).first().waitFor();
  await where.locator('svg').first().waitFor();
});

test('comments are Markdown, mention people who follow from then on, and can be changed, deleted and brought back', async () => {
  await open('shop');
  await page.keyboard.press('c');
  await page.keyboard.type('**Look** at `cart.py`, see https://example.com/a. <b>x</b> @Ben');
  await page.getByRole('option', { name: /Ben Okoro/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  const activity = page.getByRole('region', { name: 'Activity' });
  await activity.locator('.md-v b', { hasText: 'Look' }).waitFor();
  await activity.locator('.mention', { hasText: '@Ben Okoro' }).waitFor();
  assert.equal(await activity.locator('a[href="https://example.com/a"]').getAttribute('rel'), 'noopener noreferrer');
  await activity.getByText('<b>x</b>').waitFor();
  const ben = await browser.newContext();
  assert.equal((await ben.request.post(`${server.url}/api/native/session`, { data: { email: 'ben@example.com', password: PASSWORD } })).status(), 200);
  const seen = await (await ben.request.get(`${server.url}/api/0/organizations/acme/issues/${first.shop.id}/`)).json();
  assert.equal(seen.isSubscribed, true, 'who is mentioned follows');
  await ben.close();
  await activity.getByRole('button', { name: 'Change this comment' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await activity.getByRole('textbox', { name: 'Comment' }).last().fill('changed my mind');
  await activity.getByRole('button', { name: 'Save' }).click();
  await activity.getByText('changed my mind').waitFor();
  await activity.getByRole('button', { name: 'Change this comment' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await see('Comment deleted');
  await page.getByRole('button', { name: 'Undo' }).click();
  await activity.getByText('changed my mind').waitFor();
});

test('an issue is assigned, prioritised, archived and resolved by key, each with a way back', async () => {
  await open('orders');
  await page.keyboard.press('a');
  await page.getByRole('option', { name: /Ben Okoro/ }).click();
  await see(/assigned to Ben Okoro/);
  await page.keyboard.press('p');
  await page.getByRole('menuitem', { name: 'Low' }).click();
  await see(/priority Low/);
  await see(/set by a person/);
  await page.keyboard.press('i');
  await see(/archived$/);
  await page.keyboard.press('z');
  await page.getByRole('button', { name: 'Archive until…' }).click();
  await page.getByRole('menuitem', { name: 'For good' }).click();
  await see('for good');
  await page.getByRole('button', { name: /Reopen/ }).click();
  await see(/reopened/);
  await page.getByRole('button', { name: 'Resolve in…' }).click();
  await page.getByRole('option', { name: /next release/ }).click();
  await see('in the next release');
  await page.keyboard.press('e');
  await see(/reopened/);
  await page.getByRole('button', { name: 'Watch' }).or(page.getByRole('button', { name: 'Stop watching' })).first().click();
  await see(/atching/);
});

test('hostile data is text, however much of it there is', async () => {
  await open('hostile');
  await see('DeepError');
  assert.ok(!/^1/.test(await page.title()), 'markup of an event was run');
  assert.equal(await page.locator('main script, main img:not(.pic)').count(), 0);
  assert.ok(await page.locator('.fr').count() <= 120, 'all frames are drawn at once');
  await page.locator('#files').scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector('img.pic')?.naturalWidth === 1);
  const curl = await page.locator('pre.curl').innerText();
  assert.ok(curl.includes(String.raw`'\''; rm -rf ~; echo '\''`), curl);
  const files = await server.api(`/organizations/acme/issues/${first.hostile.id}/attachments/`);
  const trap = files.find(file => file.name === 'trap.svg');
  const preview = await server.request(`/api/0/projects/acme/hostile/events/${trap.event_id}/attachments/${trap.id}/?preview=1`);
  assert.equal(preview.headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.match(preview.headers.get('content-disposition'), /^attachment/);
});

test('the stored event is searched and folded', async () => {
  await open('hostile');
  await page.getByRole('link', { name: 'JSON' }).click();
  await page.getByRole('region', { name: 'The event as it is stored' }).getByText('"exception"').waitFor();
  assert.ok(await page.locator('.jrow').count() < 400, 'all lines are drawn at once');
  await page.getByRole('button', { name: 'Fold all' }).click();
  await page.getByRole('button', { name: 'Unfold all' }).waitFor();
  await page.getByRole('searchbox', { name: 'Search in this event' }).fill('DeepError');
  await page.locator('.jrow', { hasText: 'DeepError' }).first().waitFor();
});

for (const theme of ['light', 'dark']) {
  test(`no finding of accessibility on any tab, in ${theme}; nothing scrolls sideways on a phone`, async () => {
    for (const [width, height] of [[1440, 900], [390, 844]]) {
      const other = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce', hasTouch: width < 500 });
      await other.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
      const sheet = await other.newPage();
      for (const [slug, tab] of [['shop', ''], ['shop', '?tab=events'], ['shop', '?tab=tags'], ['shop', '?tab=files'], ['shop', '?tab=reports'], ['group', ''], ['hostile', '']]) {
        await sheet.goto(`${server.url}/organizations/acme/issues/${first[slug].shortId}${tab}`);
        await sheet.getByRole('heading', { level: 1 }).waitFor();
        await sheet.waitForTimeout(700);
        assert.ok(await sheet.evaluate(() => document.documentElement.scrollWidth) <= width, `${slug}${tab} scrolls sideways at ${width}`);
        await sheet.evaluate(await readFile(AXE, 'utf8'));
        const found = await sheet.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const serious = found.violations.filter(each => ['serious', 'critical'].includes(each.impact)).map(each => `${each.id}: ${each.nodes.slice(0, 3).map(one => one.target.join(' ')).join(', ')}`);
        assert.deepEqual(serious, [], `${slug}${tab} at ${width}`);
      }
      await other.close();
    }
  });
}

test('deleting asks for the id and takes the issue away', async () => {
  await open('group');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /Delete issue/ }).click();
  const dialog = page.getByRole('dialog');
  assert.ok(await dialog.getByRole('button', { name: 'Delete for good' }).isDisabled());
  await dialog.getByLabel(/to confirm/).fill(first.group.shortId);
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await page.waitForURL(/\/issues(\?|$)/);
  const answer = await server.request(`/api/0/organizations/acme/issues/${first.group.id}/`);
  assert.equal(answer.status, 404);
});

test('no page complained', () => assert.deepEqual(faults, []));
