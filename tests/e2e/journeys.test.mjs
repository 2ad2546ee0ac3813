// What people do in the web interface, in Chromium against the real server.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { Server } from '../lib/server.mjs';

let server;
let browser;
let page;
const faults = [];
before(async () => {
  server = await Server.start();
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  // A failed load of our own, a blocked style or a script error is a fault; answers of the API are looked at by the pages.
  page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  page.on('pageerror', error => faults.push(String(error)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const text = (words, options) => page.getByText(words, options);
const event = (type, value, extra = {}) => ({
  event_id: randomBytes(16).toString('hex'), platform: 'python', timestamp: Date.now() / 1000, release: 'shop@1.0.0', environment: 'production',
  user: { id: '7', email: 'joe@example.com' }, tags: { team: 'checkout' },
  breadcrumbs: { values: [{ timestamp: Date.now() / 1000 - 3, category: 'auth', message: 'user signed in', level: 'info' }] },
  request: { url: 'https://shop.example/cart', method: 'POST', headers: [['Content-Type', 'application/json']] },
  exception: { values: [{ type, value, mechanism: { type: 'generic', handled: false }, stacktrace: { frames: [
    { function: 'dispatch', filename: 'site-packages/flask/app.py', lineno: 880, in_app: false },
    { function: 'total_for', filename: 'shop/cart.py', lineno: 42, in_app: true, pre_context: ['def total_for(lines):', '    rule = rules[line.sku]'], context_line: '    total += line.qty * rule.price', post_context: ['    return total'], vars: { rule: 'None', total: '49.8' } },
  ] } }] }, ...extra,
});
let dsn;

test('the printed link makes the first account', async () => {
  const link = /http:\/\/\S+\/setup\?token=\w+/.exec(server.output)?.[0];
  assert.ok(link, `no link was printed:\n${server.output}`);
  await page.goto(link);
  await page.getByLabel('Organisation').fill('Larkfield');
  await page.getByLabel('Name', { exact: true }).fill('Jane Doe');
  await page.getByLabel('E-mail').fill('jane@example.com');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', { name: 'Create and sign in' }).click();
  await page.waitForURL(/\/organizations\/larkfield/);
});

test('the link works once', async () => {
  const link = /http:\/\/\S+\/setup\?token=(\w+)/.exec(server.output);
  const answer = await fetch(`${server.url}/api/native/setup`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link[1], name: 'Eve', email: 'eve@example.com', password: 'another long password', organization: { name: 'Eve', slug: 'eve' } }),
  });
  assert.ok(answer.status >= 400, `a second set-up answers ${answer.status}`);
});

test('a project is made, its DSN shown, and the first event turns the page green', async () => {
  await page.goto(`${server.url}/organizations/larkfield/projects/new`);
  await page.getByRole('radio', { name: 'Python' }).check({ force: true });
  await page.getByLabel('Project').fill('shop');
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.waitForURL(/projects\/shop\/getting-started/);
  await text('Waiting for the first event of shop').waitFor();
  dsn = /https?:\/\/[0-9a-f]{32}@127\.0\.0\.1:\d+\/\d+/.exec(await page.locator('main').innerText())?.[0];
  assert.ok(dsn, 'the page shows no DSN');
  assert.equal((await server.event(dsn, event('TypeError', "unsupported operand type(s) for *: 'int' and 'NoneType'"))).status, 200);
  await text('It works: the first event came').waitFor();
  await page.getByRole('link', { name: 'Open the issue' }).click();
});

test('the issue page tells what, where and who without scrolling', async () => {
  await page.getByRole('heading', { name: /TypeError/ }).waitFor();
  for (const words of ['total_for', 'shop/cart.py', 'total += line.qty * rule.price']) {
    const place = await text(words).first().boundingBox();
    assert.ok(place && place.y < 900, `${words} is not above the fold`);
  }
  await text('user signed in').first().waitFor();
  await text('joe@example.com').first().waitFor();
});

test('an issue is resolved by key and comes back when the error does', async () => {
  await page.keyboard.press('e');
  await text(/resolved/i).first().waitFor();
  server.token = null;
  await page.waitForTimeout(1500);
  await server.event(dsn, event('TypeError', "unsupported operand type(s) for *: 'int' and 'NoneType'"));
  await text('Regressed').first().waitFor();
});

test('new issues arrive in the list without a reload', async () => {
  await page.goto(`${server.url}/organizations/larkfield/issues`);
  await text('TypeError').first().waitFor();
  await server.event(dsn, event('KeyError', "'gift_card'"));
  await page.getByRole('button', { name: /1 new/ }).or(text('KeyError')).first().waitFor();
});

test('a wrong query is answered with its place, a right one filters', async () => {
  await page.goto(`${server.url}/organizations/larkfield/issues?query=${encodeURIComponent('(level:error')}`);
  await page.getByRole('alert').or(text(/parenthes|expected|closed/i)).first().waitFor();
  await page.goto(`${server.url}/organizations/larkfield/issues?query=${encodeURIComponent('is:unresolved gift_card')}`);
  await text('KeyError').first().waitFor();
  assert.equal(await text('TypeError').count(), 0);
});

test('the list is worked by keyboard', async () => {
  await page.goto(`${server.url}/organizations/larkfield/issues`);
  await text('KeyError').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.locator('.ir[aria-selected="true"]').first().waitFor();
  await page.keyboard.press('e');
  await text(/^(SHOP-\w+|1 issue) resolved/).first().waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
});

test('the system page accounts for every item', async () => {
  await page.goto(`${server.url}/organizations/larkfield/system`);
  await text(/received/i).first().waitFor();
  await text(/stored/i).first().waitFor();
});

test('signing out closes the door, a wrong password keeps it closed', async () => {
  const context = await browser.newContext();
  const stranger = await context.newPage();
  await stranger.goto(`${server.url}/organizations/larkfield/issues`);
  await stranger.getByLabel('E-mail').fill('jane@example.com');
  await stranger.getByLabel('Password').fill('wrong');
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  await stranger.getByRole('alert').waitFor();
  await stranger.getByLabel('Password').fill('correct horse battery staple');
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  await stranger.getByRole('link', { name: 'Issues' }).first().waitFor();
  await stranger.waitForURL(/\/issues/);
  await context.close();
});

test('no page complained', () => assert.deepEqual(faults, []));
