// Working through the list of the demo company, in Chromium against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

let server;
let browser;
let page;
const faults = [];
const list = () => `${server.url}/organizations/larkfield/issues`;
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

const rows = () => page.locator('.ir:not(.head)');

test('sections by deploy hold every open issue once, and the tabs count alike', async () => {
  await page.goto(list());
  await page.locator('.gr').first().waitFor();
  const hits = await page.evaluate(async () => Number((await fetch('/api/0/organizations/larkfield/issues/?query=is:unresolved&statsPeriod=14d')).headers.get('x-hits')));
  const sections = await page.evaluate(async () => (await (await fetch('/api/native/organizations/larkfield/issue-groups?by=deploy&query=is:unresolved&statsPeriod=14d')).json()).map(each => each.count));
  assert.equal(sections.reduce((a, b) => a + b, 0), hits);
  assert.equal(await rows().count(), hits);
  await page.getByRole('link', { name: `To triage ${hits}` }).waitFor();
  // A section without issues has no head.
  if (sections[0] > 0) assert.match(await page.locator('.gr').first().innerText(), /Since /);
  assert.ok(await page.locator('.ir .mk').count() > 0, 'no chart marks a release');
});

test('other groupings come when asked', async () => {
  for (const [by, head] of [['priority', /Priority high/], ['assignee', /Unassigned/], ['project', /web/]]) {
    await page.goto(`${list()}?group=${by}`);
    await page.locator('.gr').filter({ hasText: head }).first().waitFor();
  }
});

test('a view is saved for everybody and counted', async () => {
  await page.goto(`${list()}?query=${encodeURIComponent('is:unresolved level:fatal')}`);
  await rows().first().waitFor();
  const shown = await rows().count();
  await page.keyboard.press('v');
  await page.getByRole('textbox', { name: 'Name' }).fill('Crashes');
  await page.getByText('Share with the organisation').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: `Crashes ${shown}` }).waitFor();
  const views = await page.evaluate(async () => (await fetch('/api/native/organizations/larkfield/views')).json());
  assert.deepEqual(views.map(view => [view.name, view.shared, view.state.query]), [['Crashes', true, 'is:unresolved level:fatal']]);
});

test('the search line completes from the data, and narrows', async () => {
  await page.goto(list());
  await rows().first().waitFor();
  const all = await rows().count();
  await page.keyboard.press('/');
  await page.keyboard.type('release:web');
  await page.getByRole('option', { name: /release:web@\S+ \d/ }).first().click();
  await page.waitForURL(/release:web/);
  await page.waitForFunction(before => document.querySelectorAll('.ir:not(.head)').length < before, all);
});

test('the palette acts on the row in focus, finds an issue by its short id, and goes', async () => {
  await page.goto(list());
  await rows().first().waitFor();
  const id = (await page.locator('.ir:not(.head) .id').nth(1).innerText()).trim();
  await page.keyboard.press('Control+k');
  await page.getByText('On this issue').waitFor();
  await page.keyboard.type(id);
  await page.getByRole('option', { name: new RegExp(`${id}$`) }).first().waitFor();
  await page.getByRole('option', { name: new RegExp(`${id}$`) }).first().click();
  await page.getByText(id).first().waitFor();
  await page.waitForURL(/issues\/\d+/);
});

test('back leads to the same row; several are resolved and brought back', async () => {
  await page.goto(list());
  await rows().first().waitFor();
  for (const key of ['j', 'j', 'j', 'Enter']) await page.keyboard.press(key);
  await page.waitForURL(/issues\/\d+/);
  await page.goBack();
  await page.getByText(/^4 of /).waitFor();
  const before = await rows().count();
  for (const key of ['x', 'j', 'Shift+x', 'e']) await page.keyboard.press(key);
  await page.getByText('2 issues resolved').waitFor();
  await page.keyboard.press('z');
  await page.getByText('2 issues resolved').waitFor({ state: 'detached' });
  await page.reload();
  await rows().first().waitFor();
  assert.equal(await rows().count(), before);
});

test('no page complained', () => assert.deepEqual(faults, []));
