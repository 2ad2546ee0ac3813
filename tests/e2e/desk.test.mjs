// Moving about and working through the list by keyboard, mouse and thumb, in Chromium against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

let server;
let browser;
let page;
const faults = [];
const at = (path = 'issues') => `${server.url}/organizations/larkfield/${path}`;
const rows = (where = page) => where.locator('.ir:not(.head)');
const param = name => new URL(page.url()).searchParams.get(name);
async function open(options) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  const opened = await context.newPage();
  opened.setDefaultTimeout(15_000);
  opened.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  opened.on('pageerror', error => faults.push(String(error)));
  return opened;
}
before(async () => {
  server = await Server.start();
  server.cli(['org', 'create', 'acme']);
  server.cli(['demo', '--days', '14', '--scale', '0.1']);
  server.cli(['user', 'create', '--email', EMAIL, '--name', 'Mina Okafor', '--password-stdin', '--superuser', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  server.token = server.cli(['token', 'create', '--user', EMAIL, '--org', 'larkfield', '--scope', 'event:admin,project:admin,org:admin']).token;
  await server.until('the demo', async () => (await server.api('/organizations/larkfield/issues/?query=is:unresolved&statsPeriod=14d')).length === 13);
  browser = await launch();
  page = await open({ viewport: { width: 1440, height: 900 } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const list = async (query = '') => {
  await page.goto(at(`issues${query}`));
  await rows().first().waitFor();
};

test('a section folds and opens, and another grouping is chosen from the menu', async () => {
  await list();
  const head = page.getByRole('button', { name: /Since web 4\.18\.2/ });
  await head.click();
  await page.getByText('RangeError').first().waitFor({ state: 'detached' });
  await head.click();
  await page.getByText('RangeError').first().waitFor();
  await page.getByRole('button', { name: 'By deploy' }).click();
  await page.getByRole('menuitem', { name: 'By assignee' }).click();
  await page.getByRole('button', { name: /^Unassigned/ }).waitFor();
  assert.equal(param('group'), 'assignee');
});

test('a view is saved, changed, renamed, put in order and deleted with a way back', async () => {
  const headers = { 'content-type': 'application/json' };
  for (const name of ['One', 'Two']) await server.request('/api/native/organizations/larkfield/views', { method: 'POST', headers, body: JSON.stringify({ name, shared: false, state: { query: 'is:new' } }) });
  await list('?query=is:unresolved+level:fatal&sort=freq');
  await page.keyboard.press('v');
  await page.getByRole('textbox', { name: 'Name' }).fill('Night watch');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  const link = page.getByRole('link', { name: /Night watch/ });
  await link.waitFor();
  assert.equal(await link.getAttribute('aria-current'), 'page');
  await page.getByRole('button', { name: 'Remove level:fatal' }).click();
  await page.getByRole('button', { name: 'Update view' }).waitFor();
  await link.click();
  await page.waitForURL(/level:fatal|level%3Afatal/);
  const act = async (name, item) => {
    await page.getByRole('button', { name: `Actions on ${name}` }).click({ force: true });
    await page.getByRole('menuitem', { name: item }).click();
  };
  await act('Night watch', 'Rename');
  await page.getByRole('textbox', { name: 'Name' }).fill('Day watch');
  await page.keyboard.press('Enter');
  const renamed = page.getByRole('link', { name: /Day watch/ });
  await renamed.waitFor();
  const place = () => page.locator('.views li').allInnerTexts().then(names => names.findIndex(name => name.includes('Day watch')));
  const before = await place();
  await act('Day watch', 'Move up');
  await page.waitForFunction(wanted => document.querySelectorAll('.views li')[wanted]?.textContent.includes('Day watch'), before - 1);
  await act('Day watch', 'Delete');
  await renamed.waitFor({ state: 'detached' });
  await page.keyboard.press('z');
  await renamed.waitFor();
});

test('the palette changes the issue in focus and goes anywhere', async () => {
  await list();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await palette.getByText('On this issue').waitFor();
  await page.keyboard.type('priority');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Low' }).click();
  await page.getByText(/: priority Low/).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('keys of api');
  await palette.getByRole('option', { name: /keys of api/i }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/settings\/projects\/api\/keys/);
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.waitForURL(/\/issues/);
});

test('project, environment and period go along from page to page, and are let go', async () => {
  const [{ id }] = (await server.api('/organizations/larkfield/projects/')).filter(each => each.slug === 'api');
  await page.goto(at(`issues?project=${id}&environment=production&statsPeriod=7d`));
  await page.getByRole('button', { name: '7 days' }).waitFor();
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.waitForURL(new RegExp(`settings\\?.*project=${id}.*statsPeriod=7d`));
  await page.getByRole('link', { name: /^Issues/ }).first().click();
  await page.waitForURL(/issues\?.*environment=production/);
  await page.keyboard.press('Shift+t');
  await page.getByLabel('From', { exact: true }).fill('2026-11-01T10:00');
  await page.getByLabel('To', { exact: true }).fill('2026-11-03T10:00');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.waitForURL(/start=2026-11-01/);
  assert.equal(param('statsPeriod'), null);
  await page.getByRole('button', { name: 'api', exact: true }).click();
  await page.getByRole('button', { name: 'All projects' }).click();
  await page.waitForFunction(() => !location.search.includes('project='));
});

test('an issue is peeked at without leaving, and the next one', async () => {
  await list('?group=none');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  const peek = page.locator('aside.peek');
  await peek.getByRole('heading').first().waitFor();
  const first = await peek.getAttribute('aria-label');
  await page.keyboard.press('j');
  await page.waitForFunction(label => document.querySelector('aside.peek')?.getAttribute('aria-label') !== label, first);
  await page.keyboard.press('Escape');
  await peek.waitFor({ state: 'detached' });
  await page.getByText(/^3 of /).waitFor();
});

test('the map of keys opens, and single keys are switched off there', async () => {
  await list();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Open in a new tab').waitFor();
  const single = page.getByRole('checkbox', { name: 'Single-key shortcuts' });
  await single.uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  assert.equal(await page.getByRole('toolbar').count(), 0);
  await page.goto(at('settings/account'));
  await page.getByRole('checkbox', { name: /E resolves/ }).check();
});

test('a key nobody sends is told, with the one that was probably meant', async () => {
  await page.goto(at('issues?query=is:unresolved+regoin:x'));
  await page.getByText('No event has the key “regoin”.').waitFor();
  await page.getByRole('button', { name: 'region', exact: true }).click();
  await page.waitForURL(/region(:|%3A)x/);
});

test('a filter is built by choosing, changed, removed, and the whole search is written as text', async () => {
  await list();
  const query = () => param('query');
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('combobox', { name: 'What to filter by' }).fill('severity');
  await page.keyboard.press('Enter');
  const editor = page.getByRole('dialog', { name: 'Filter by level' });
  await editor.getByRole('option', { name: 'fatal' }).waitFor();
  await page.keyboard.type('fat');
  await editor.getByRole('option', { name: 'error' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => new URLSearchParams(location.search).get('query') === 'is:unresolved level:fatal');
  await editor.getByRole('combobox').fill('');
  await editor.getByRole('option', { name: 'warning' }).click();
  await page.waitForFunction(() => new URLSearchParams(location.search).get('query') === 'is:unresolved level:[fatal,warning]');
  await editor.getByRole('button', { name: 'Done' }).click();
  await editor.waitFor({ state: 'detached' });

  await page.locator('[data-tok="1"] .te').click();
  await editor.getByRole('option', { name: 'warning', selected: true }).waitFor();
  await editor.getByRole('button', { name: 'is not' }).click();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => new URLSearchParams(location.search).get('query') === 'is:unresolved !level:[fatal,warning]');
  await page.getByText('EXC_BAD_ACCESS').waitFor({ state: 'detached' });

  const line = page.getByRole('combobox', { name: 'Search issues' });
  await line.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await editor.getByRole('button', { name: 'Remove' }).click();
  await page.waitForFunction(() => new URLSearchParams(location.search).get('query') === 'is:unresolved');
  await line.press('Backspace');
  await page.waitForFunction(() => !new URLSearchParams(location.search).get('query'));

  await page.getByRole('button', { name: 'Edit the whole search as text' }).click();
  const text = page.getByRole('textbox', { name: 'The whole search as text' });
  await text.fill('is:unresolved timesSeen:many');
  await text.press('Enter');
  await page.getByRole('alert').getByText(/whole number/).waitFor();
  assert.equal(await page.locator('.tok.err').innerText().then(shown => shown.replaceAll(/\s/g, '')), '=timesSeen:many');
  await page.locator('.tok.err .te').click();
  await page.getByRole('dialog', { name: 'Filter by timesSeen' }).getByRole('button', { name: 'Edit as text' }).click();
  assert.equal(await line.inputValue(), 'timesSeen:many');
  await line.fill('timesSeen:>100000');
  await line.press('Enter');
  await page.getByRole('alert').waitFor({ state: 'detached' });
  assert.equal(query(), 'is:unresolved timesSeen:>100000');
});

test('the rows between, then all that match, are given to me and taken back', async () => {
  await list();
  await page.keyboard.press('x');
  for (const key of ['j', 'j', 'Shift+x']) await page.keyboard.press(key);
  await page.getByText('3 selected').waitFor();
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByText('13 selected').waitFor();
  await page.keyboard.press('Shift+a');
  await page.getByText('13 issues assigned to Mina Okafor').waitFor();
  await page.keyboard.press('z');
  await page.getByText('13 issues assigned to Mina Okafor').waitFor({ state: 'detached' });
  await server.until('nobody has one', async () => (await server.api('/organizations/larkfield/issues/?query=assigned:none&statsPeriod=14d')).length === 13);
  await page.getByRole('button', { name: 'Display' }).click();
  await page.getByRole('button', { name: 'Compact' }).click();
  await page.locator('.it.d-compact').waitFor();
});

test('on a phone rows are swiped, and search and sheet are at hand', async () => {
  const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await phone.goto(at());
  const row = phone.getByRole('row').filter({ hasText: 'ChunkLoadError' }).first();
  await row.waitFor();
  const wide = () => phone.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await wide(), 390);
  await row.scrollIntoViewIfNeeded();
  const box = await row.boundingBox();
  const touch = await phone.context().newCDPSession(phone);
  const send = (type, x) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: box.y + 40 }] });
  await send('touchStart', 300);
  for (const x of [280, 240, 200, 170]) await send('touchMove', x);
  await send('touchEnd');
  await phone.getByText(/WEB-\w+ archived/).waitFor();
  await phone.getByRole('button', { name: 'Undo' }).click();
  await phone.getByText(/WEB-\w+ archived/).waitFor({ state: 'detached' });
  await phone.getByRole('button', { name: 'Search issues' }).click();
  await phone.getByRole('combobox', { name: 'Search issues' }).fill('Chunk');
  await phone.keyboard.press('Enter');
  await phone.getByRole('row').filter({ hasText: 'RangeError' }).waitFor({ state: 'detached' });
  await phone.getByRole('button', { name: /Filters and order/ }).click();
  await phone.getByRole('radio', { name: 'By priority' }).click();
  await phone.waitForURL(/group=priority/);
  assert.equal(await wide(), 390);
  await phone.context().close();
});

test('no page complained', () => assert.deepEqual(faults, []));
