// How long mending takes, the own account, and merging: in Chromium against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

let server;
let browser;
let page;
const faults = [];
const at = path => `${server.url}/organizations/larkfield/${path}`;
const fits = async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, 'the page is wider than a phone');
  await page.setViewportSize({ width: 1440, height: 900 });
};

before(async () => {
  server = await Server.start();
  server.cli(['org', 'create', 'acme']);
  server.cli(['demo', '--days', '14', '--scale', '0.2']);
  server.cli(['user', 'create', '--email', EMAIL, '--name', 'Mina Okafor', '--password-stdin', '--superuser', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  server.token = server.cli(['token', 'create', '--user', EMAIL, '--org', 'larkfield', '--scope', 'event:admin,project:admin,org:admin']).token;
  await server.until('the demo', async () => (await server.api('/organizations/larkfield/issues/?query=reading&statsPeriod=14d&sort=freq'))[0]);
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
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

test('time to fix tells ages and times by project', async () => {
  const [first, second] = await server.api('/organizations/larkfield/issues/?query=is:unresolved&statsPeriod=14d');
  // The demo tells of one fix more, which did not hold.
  for (const { id } of [first, second]) {
    await server.api(`/organizations/larkfield/issues/${id}/`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status: 'resolved' }) });
  }
  await page.goto(at('issues'));
  await page.getByRole('link', { name: 'Time to fix' }).click();
  await page.waitForURL(/time-to-fix/);
  await page.getByRole('heading', { name: 'Time to fix', level: 1 }).waitFor();
  await page.getByText('3 fixes in the period').waitFor();
  await page.getByText('Arrived and fixed').click();
  await page.locator('.uplot canvas').first().waitFor();
  await fits();
});

test('the account has a name, a password and sessions', async () => {
  await page.goto(at('settings/account'));
  await page.getByRole('textbox', { name: /^Name/ }).waitFor();
  await fits();
  await page.getByRole('textbox', { name: /^Name/ }).fill('Mina O.');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText('Mina O.').first().waitFor();
  await page.getByLabel('Current password').fill('not this one at all');
  await page.getByLabel('New password').fill('another horse entirely');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('This is not the password of your account.').waitFor();
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('Password changed').first().waitFor();
  const tried = await page.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: 'another horse entirely' } });
  assert.ok(tried.ok(), 'the new password does not let in');
});

test('two issues of a project are merged from the list', async () => {
  await page.goto(at('issues?query=is%3Aunresolved%20project%3Aapi'));
  const rows = page.locator('.ir:not(.head)');
  await rows.nth(1).waitFor();
  const before = await rows.count();
  for (const key of ['x', 'j', 'Shift+x', 'm']) await page.keyboard.press(key);
  await page.getByText('1 issue merged into').waitFor();
  await page.waitForFunction(count => document.querySelectorAll('.ir:not(.head)').length === count - 1, before);
});

test('no page complained', () => assert.deepEqual(faults, []));
