// Rules of a project from the first letter to stored events and back, two events side by side, and automatic merging, in
// Chromium against the real server. With BARTIZAN_TEST_SCREENS=DIR a picture of each page is kept.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { atDesk, look } from '../lib/desk.mjs';
import { Server } from '../lib/server.mjs';

const SCREENS = process.env.BARTIZAN_TEST_SCREENS;

let server;
let browser;
let page;
let dsn;
const faults = [];
const studio = () => `${server.url}/organizations/acme/settings/projects/shop/grouping`;
const shopIssues = async () => (await server.issues('shop')).sort((a, b) => a.shortId.localeCompare(b.shortId));
const told = issues => issues.map(issue => [issue.shortId, issue.title, Number(issue.count)]);

const failure = (type, fn, filename, line, minutes) => {
  const at = Date.now() / 1000 - minutes * 60;
  return {
    event_id: randomBytes(16).toString('hex'), platform: 'python', timestamp: at, release: 'shop@1.0.0', user: { id: String(minutes) },
    exception: { values: [{ type, value: `${type} no ${minutes}`, stacktrace: { frames: [
      { function: 'dispatch', module: 'flask.app', filename: 'site-packages/flask/app.py', lineno: 880, in_app: false },
      { function: 'checkout', module: 'shop.views', filename: 'shop/views.py', lineno: 12, in_app: true, context_line: '    return charge(cart)' },
      { function: fn, module: filename.replace('/', '.').replace('.py', ''), filename, lineno: 40 + minutes, in_app: true, context_line: `    ${line}` },
    ] } }] },
  };
};
const FAILURES = [
  failure('PaymentError', 'charge', 'shop/pay.py', 'raise PaymentError(code)', 50), failure('PaymentError', 'charge', 'shop/pay.py', 'raise PaymentError(code)', 40), failure('PaymentError', 'charge', 'shop/pay.py', 'raise PaymentError(code)', 30),
  failure('TimeoutError', 'fetch_rate', 'shop/pay.py', 'return http.get(url)', 28), failure('TimeoutError', 'fetch_rate', 'shop/pay.py', 'return http.get(url)', 27),
  failure('KeyError', 'total_for', 'shop/cart.py', 'total += prices[sku]', 20), failure('KeyError', 'total_for', 'shop/cart.py', 'total += prices[item.sku] * item.qty', 10),
];

before(async () => {
  server = await Server.start();
  dsn = server.setUp(['shop', 'python']).shop.dsn;
  // One by one, so that issues have their numbers in this order.
  for (const [at, event] of FAILURES.entries()) {
    assert.equal((await server.event(dsn, event)).status, 200);
    await server.until(`event ${at}`, async () => (await shopIssues()).reduce((sum, issue) => sum + Number(issue.count), 0) === at + 1);
  }
  ({ browser, page } = await atDesk(server, faults));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

let original;

test('a rule is previewed on stored events while it is written', async () => {
  original = told(await shopIssues());
  assert.deepEqual(original.map(([id, , count]) => [id, count]), [['SHOP-1', 3], ['SHOP-2', 2], ['SHOP-3', 1], ['SHOP-4', 1]]);
  await page.goto(studio());
  await page.getByRole('textbox', { name: 'Fingerprint rules' }).fill('path:shop/pay.py => payments');
  await page.getByRole('alert').filter({ hasText: 'Line 1' }).waitFor();
  await page.getByRole('textbox', { name: 'Fingerprint rules' }).fill('path:**/pay.py -> payments');
  await page.getByText('1 group would come together').waitFor();
  await page.getByText(/events? would be grouped otherwise: 4 issues before, 3 after/).waitFor();
});

test('it is applied to history, with progress', async () => {
  await page.getByLabel('Apply to').selectOption({ label: 'new events and those of the last 7 days' });
  await look(page, 'studio-preview');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await page.getByText('Version 1 of the rules begins').waitFor();
  await page.getByText(/7 events looked at, 5 moved/).waitFor({ timeout: 30_000 });
  const now = told(await shopIssues());
  assert.deepEqual(now.map(([id, , count]) => [id, count]), [['SHOP-1', 5], ['SHOP-3', 1], ['SHOP-4', 1]]);
  const old = await server.api('/organizations/acme/shortids/SHOP-2/');
  assert.equal(old.group.shortId, 'SHOP-1', 'the short id of what went into it leads on');
  // New events follow the rule.
  assert.equal((await server.event(dsn, failure('OverflowError', 'round_up', 'shop/pay.py', 'return x', 1))).status, 200);
  await server.until('the next event', async () => Number((await shopIssues())[0].count) === 6);
  await look(page, 'studio-applied');
});

test('and taken back, with the rules', async () => {
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByRole('dialog').getByText('5 events return to the issues they were in').waitFor();
  assert.ok(await page.getByRole('checkbox', { name: 'Take the rules back as well' }).isChecked());
  if (SCREENS) await page.screenshot({ path: join(SCREENS, 'studio-undo.png') });
  await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByText('It was taken back.').waitFor();
  await page.getByText(/8 events looked at, 6 moved/).waitFor({ timeout: 30_000 });
  const now = told(await shopIssues());
  const before = now.filter(([, title]) => !title.startsWith('OverflowError'));
  assert.deepEqual(before, original, 'every issue is there again as it was');
  assert.equal(now.length, 5, 'what came under the rule has an issue of its own');
  await page.waitForFunction(() => [...document.querySelectorAll('textarea')].every(area => area.value === ''));
  await look(page, 'studio-undone');
});

test('two events are laid side by side, with what keeps them apart', async () => {
  const issue = (await shopIssues()).find(each => each.shortId === 'SHOP-3');
  await page.goto(`${server.url}/organizations/acme/issues/${issue.id}/grouping`);
  const row = page.locator('.gp-similar').filter({ hasText: 'SHOP-4' });
  await row.getByText('same frames of the application').waitFor();
  const shape = each => each.evaluate(node => [getComputedStyle(node).paddingLeft, getComputedStyle(node).display, node.getBoundingClientRect().height]);
  assert.deepEqual(await shape(row.getByRole('link', { name: 'Compare' })), await shape(row.getByRole('button', { name: 'Merge' })), 'two buttons alike');
  await look(page, 'similar');
  await row.getByRole('link', { name: 'Compare' }).click();
  await page.getByRole('heading', { name: 'Apart: their fingerprints differ' }).waitFor();
  await page.getByText('1 part that counts differs').waitFor();
  const marked = page.locator('tr.cmp-dif');
  assert.ok((await marked.allInnerTexts()).some(text => /prices\[sku\]/.test(text) && /prices\[item\.sku\]/.test(text)), 'the line of code is marked');
  await look(page, 'compare');
  await page.getByRole('button', { name: 'Swap' }).click();
  await page.waitForFunction(() => /item\.sku/.test(document.querySelector('tr.cmp-dif td')?.textContent ?? ''));
});

test('issues with the same frames are merged once somebody wants it, and each merge is undone with one click', async () => {
  await page.goto(studio());
  await page.getByRole('checkbox', { name: /Merge issues whose errors have the same types/ }).click();
  await server.until('the merge', async () => !(await shopIssues()).some(each => each.shortId === 'SHOP-4'));
  const issue = (await shopIssues()).find(each => each.shortId === 'SHOP-3');
  assert.equal(Number(issue.count), 2);
  await page.goto(`${server.url}/organizations/acme/issues/${issue.id}`);
  await page.getByText('1 issue with the same types and frames was merged into it').waitFor();
  await look(page, 'issue-merged');
  await page.getByRole('button', { name: /^Undo: bring back KeyError/ }).click();
  await page.getByText('taken back').waitFor();
  const now = (await shopIssues()).filter(each => /^SHOP-[34]$/.test(each.shortId));
  assert.deepEqual(told(now), original.slice(2), 'both are as they were');
  // Another event of the very same kind, and time to look at it: what was taken apart stays apart.
  assert.equal((await server.event(dsn, failure('KeyError', 'total_for', 'shop/cart.py', 'total = sum(prices)', 2))).status, 200);
  await server.until('the third is merged', async () => (await shopIssues()).some(each => each.shortId === 'SHOP-3' && Number(each.count) === 2));
  const last = (await shopIssues()).find(each => each.shortId === 'SHOP-4');
  assert.equal(Number(last?.count), 1);
});

test('no page complained', () => assert.deepEqual(faults, []));
