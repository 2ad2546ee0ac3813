// A ticket is linked by its address, goes along when issues are merged and comes back when that is undone, in Chromium
// against the real server. With BARTIZAN_TEST_SCREENS=DIR a picture of each state is kept.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { atDesk, look } from '../lib/desk.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const SCREENS = process.env.BARTIZAN_TEST_SCREENS;
const BUG = 'https://github.com/acme/shop/issues/12';

let server;
let browser;
let page;
const issues = {};
const faults = [];
const panel = () => page.getByRole('region', { name: 'Tickets' });
const links = async () => (await panel().getByRole('listitem').getByRole('link').allInnerTexts()).map(text => text.trim());
const open = async slug => {
  await page.goto(`${server.url}/organizations/acme/issues/${issues[slug].id}`);
  await panel().waitFor();
};
const see = words => page.getByText(words).locator('visible=true').first().waitFor();

before(async () => {
  server = await Server.start();
  const { shop } = server.setUp(['shop', 'python']);
  for (const [slug, type, events] of [['cart', 'CartError', 1], ['pay', 'PaymentError', 2]]) {
    for (let n = 0; n < events; n++) {
      const frame = { function: slug, module: `shop.${slug}`, filename: `shop/${slug}.py`, lineno: 12, in_app: true };
      const event = { event_id: randomBytes(16).toString('hex'), platform: 'python', timestamp: Date.now() / 1000 - 60, exception: { values: [{ type, value: `${slug} is broken`, stacktrace: { frames: [frame] } }] } };
      assert.equal((await server.event(shop.dsn, event)).status, 200);
    }
    issues[slug] = await server.until(slug, async () => (await server.issues('shop')).find(issue => issue.title.startsWith(type) && Number(issue.count) === events));
  }
  ({ browser, page } = await atDesk(server, faults));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('an address that is none is told at its field, and Escape leaves the page alone', async () => {
  await open('cart');
  await panel().getByText('Linked to no ticket yet').waitFor();
  await panel().getByRole('button', { name: 'Link a ticket' }).click();
  const field = panel().getByRole('textbox', { name: 'Address of the ticket' });
  assert.ok(await field.evaluate(node => node === document.activeElement), 'one can paste at once');
  await field.fill('PROJ-1');
  await field.press('Enter');
  await panel().getByText('Enter an address that starts with https://').waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await look(page, 'ticket-fault');
  await field.press('Escape');
  await field.waitFor({ state: 'detached' });
  assert.ok(page.url().includes(`/issues/${issues.cart.id}`), 'still on the issue');
});

test('a ticket is linked, found by the search, taken away and brought back', async () => {
  for (const [address, name] of [[BUG, 'acme/shop#12'], ['https://acme.atlassian.net/browse/shop-7', 'SHOP-7']]) {
    await panel().getByRole('button', { name: 'Link a ticket' }).click();
    await panel().getByRole('textbox', { name: 'Address of the ticket' }).fill(address);
    await page.keyboard.press('Enter');
    await panel().getByRole('link', { name }).waitFor();
  }
  const link = panel().getByRole('link', { name: 'acme/shop#12' });
  assert.deepEqual([await link.getAttribute('href'), await link.getAttribute('target'), await link.getAttribute('rel')], [BUG, '_blank', 'noopener noreferrer']);
  await see('linked acme/shop#12');
  assert.deepEqual((await server.issues('shop', 'is:linked')).map(issue => issue.id), [issues.cart.id]);
  await panel().getByRole('button', { name: 'Unlink acme/shop#12' }).click();
  await link.waitFor({ state: 'detached' });
  await see('unlinked acme/shop#12');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await link.waitFor();
  assert.deepEqual((await links()).toSorted(), ['SHOP-7', 'acme/shop#12']);
  await look(page, 'ticket-linked');
});

test('it goes along with a merge, and comes back when that is undone', async () => {
  await open('pay');
  assert.deepEqual(await links(), []);
  await page.keyboard.press('m');
  await page.getByRole('dialog').getByRole('button', { name: `Merge with ${issues.cart.shortId}` }).click();
  await panel().getByRole('link', { name: 'acme/shop#12' }).waitFor();
  assert.deepEqual((await links()).toSorted(), ['SHOP-7', 'acme/shop#12']);
  assert.ok(page.url().includes(`/issues/${issues.pay.id}`), 'the issue with most events stays');
  await look(page, 'ticket-merged');
  await page.getByRole('button', { name: /^Undo: bring back CartError/ }).click();
  await panel().getByText('Linked to no ticket yet').waitFor();
  await open('cart');
  await panel().getByRole('link', { name: 'acme/shop#12' }).waitFor();
  assert.deepEqual((await links()).toSorted(), ['SHOP-7', 'acme/shop#12']);
});

test('in German, on a phone', async () => {
  const german = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'de-DE', reducedMotion: 'reduce', colorScheme: 'dark' });
  await german.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  const phone = await german.newPage();
  await phone.goto(`${server.url}/organizations/acme/issues/${issues.cart.id}`);
  const tickets = phone.getByRole('region', { name: 'Tickets' });
  await tickets.getByRole('button', { name: 'Ticket verknüpfen' }).click();
  await tickets.getByRole('textbox', { name: 'Adresse des Tickets' }).fill('https://jo:geheim@acme.example/1');
  await phone.keyboard.press('Enter');
  await tickets.getByText('weder Benutzername noch Passwort').waitFor();
  await phone.getByText('hat acme/shop#12 verknüpft').first().waitFor();
  if (SCREENS) await phone.screenshot({ path: join(SCREENS, 'ticket-german.png'), fullPage: true });
  await german.close();
});

test('no page complained', () => assert.deepEqual(faults, []));
