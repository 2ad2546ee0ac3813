// Triage with one thumb at 390 px: the answer above the fold, every place within reach. In Chromium against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const HEIGHT = 844;
let server;
let browser;
let page;
let issue;
const faults = [];
const at = path => `${server.url}/organizations/larkfield/${path}`;
before(async () => {
  server = await Server.start();
  server.cli(['org', 'create', 'acme']);
  server.cli(['demo', '--days', '14', '--scale', '0.1']);
  server.cli(['user', 'create', '--email', EMAIL, '--name', 'Mina Okafor', '--password-stdin', '--superuser', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  server.token = server.cli(['token', 'create', '--user', EMAIL, '--org', 'larkfield', '--scope', 'event:admin,project:admin,org:admin']).token;
  issue = await server.until('the demo', async () => (await server.api('/organizations/larkfield/issues/?query=reading&statsPeriod=14d&sort=freq'))[0]);
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 390, height: HEIGHT }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' });
  await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  page.on('pageerror', error => faults.push(String(error)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the issue page says what broke and where above the fold', async () => {
  await page.goto(at(`issues/${issue.shortId}`));
  const bar = await page.locator('.act2').boundingBox();
  const frame = page.getByRole('region', { name: 'Where it broke' });
  await frame.locator('.cl.hit').waitFor();
  for (const [what, place] of [['message', page.getByRole('heading', { name: /reading 'price'/ })], ['culprit', page.locator('.hd .sub').getByText('totalFor')], ['source line', frame.locator('.cl.hit').getByText('total += line.qty * rule.price;')]]) {
    const box = await place.boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= bar.y, `${what}: ${JSON.stringify(box)} is not above ${bar.y}`);
  }
});

test('the first frame leads to the whole stack trace', async () => {
  await page.getByRole('button', { name: /totalFor.*Stack trace/ }).tap();
  await page.waitForFunction(() => { const top = document.querySelector('#stack').getBoundingClientRect().top; return top >= 0 && top < innerHeight / 2; });
});

test('every place is within reach of the thumb', async () => {
  await page.goto(at('issues'));
  const bar = page.locator('.tabbar');
  for (const [name, path] of [['Releases', 'releases'], ['Explore', 'explore'], ['Projects', 'projects'], ['Issues', 'issues']]) {
    await bar.getByRole('link', { name }).tap();
    await page.waitForURL(new RegExp(`/${path}(\\?|$)`));
    assert.equal(await bar.getByRole('link', { name }).getAttribute('aria-current'), 'page');
  }
  for (const [name, path] of [['Time to fix', 'time-to-fix'], ['System', 'system'], ['Settings', 'settings'], ['Your account', 'settings/account']]) {
    await bar.getByRole('button', { name: 'More' }).tap();
    await page.getByRole('menuitem', { name, exact: true }).tap();
    await page.waitForURL(new RegExp(`/${path}(\\?|$)`));
  }
  await bar.getByRole('link', { name: 'Releases' }).tap();
  await page.getByRole('link', { name: 'web@4.18.2' }).tap();
  await page.getByRole('heading', { name: 'web@4.18.2', level: 1 }).waitFor();
});

test('an issue is taken on and resolved, and the list has one less', async () => {
  await page.goto(at('issues'));
  const rows = page.locator('.prw');
  await rows.first().waitFor();
  const before = await rows.count();
  await rows.first().getByText(/Error|price/).first().tap();
  await page.waitForURL(/issues\/\d+/);
  await page.locator('.act2').getByRole('button', { name: /Assign/ }).tap();
  await page.getByRole('option', { name: /Mina Okafor/ }).first().tap();
  await page.locator('.facts').getByText('Mina Okafor').first().waitFor();
  await page.locator('.act2').getByRole('button', { name: /Resolve/ }).first().tap();
  await page.getByText(/resolved/i).first().waitFor();
  await page.goto(at('issues'));
  await rows.first().waitFor();
  assert.equal(await rows.count(), before - 1);
});

test('no page complained', () => assert.deepEqual(faults, []));
