// Explore in Chromium against the real server: ask, split, draw, sort, look at the events behind a group, take the table home.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

let server;
let browser;
let page;
const faults = [];
before(async () => {
  server = await Server.start();
  server.cli(['org', 'create', 'acme']);
  server.cli(['demo', '--days', '3', '--scale', '0.1']);
  server.cli(['user', 'create', '--email', EMAIL, '--name', 'Mina Okafor', '--password-stdin', '--superuser', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  server.token = server.cli(['token', 'create', '--user', EMAIL, '--org', 'larkfield', '--scope', 'event:read,org:read,project:read']).token;
  await server.until('the demo', async () => (await server.api('/organizations/larkfield/issues/?statsPeriod=14d'))[0]);
  browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', acceptDownloads: true });
  assert.equal((await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } })).status(), 200);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  page.on('pageerror', error => faults.push(String(error)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const rows = () => page.locator('[data-xp-row]');
const parameters = () => new URL(page.url()).searchParams;

test('Explore is one click away and shows groups with a chart', async () => {
  await page.goto(`${server.url}/organizations/larkfield/issues`);
  await page.getByRole('navigation').first().getByRole('link', { name: 'Explore' }).click();
  await page.getByRole('heading', { name: 'Explore' }).waitFor();
  await rows().first().waitFor();
  await page.getByRole('img', { name: 'count() over time' }).waitFor();
  assert.ok(await rows().count() > 3);
});

test('columns and functions are chosen, and the address says so', async () => {
  await page.getByRole('button', { name: 'Remove title' }).click();
  await page.getByRole('button', { name: 'Add: Group by' }).click();
  await page.getByRole('combobox', { name: 'Add: Group by' }).fill('level');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'level' }).waitFor();
  assert.deepEqual(parameters().getAll('group'), ['project', 'level']);
  await page.getByRole('button', { name: 'Add: Show' }).click();
  await page.getByRole('combobox', { name: 'Add: Show' }).fill('epm');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'epm()' }).waitFor();
});

test('a head sorts, and the other way round', async () => {
  const counts = async () => (await rows().locator('td:nth-child(4)').allInnerTexts()).map(text => Number(text.replaceAll(/\D/g, '')));
  const head = page.getByRole('columnheader', { name: 'count()', exact: true });
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  await head.getByRole('button').click();
  await page.waitForFunction(() => document.querySelector('th[aria-sort="ascending"]'));
  await page.waitForLoadState('networkidle');
  const found = await counts();
  assert.deepEqual(found, found.toSorted((a, b) => a - b));
  assert.equal(parameters().get('sort'), 'count()');
});

test('a group leads to its events, an event to its issue, and back comes the same page', async () => {
  await rows().first().getByRole('link').first().click();
  await page.waitForURL(/mode=events/);
  assert.match(parameters().get('query'), /project:\S+ level:\S+/);
  await rows().first().waitFor();
  const here = page.url();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/issues\/[^/?]+\?.*event=[0-9a-f]{32}/);
  await page.goBack();
  await rows().first().waitFor();
  assert.equal(page.url(), here);
});

test('single events are sorted by a column that has an order', async () => {
  await page.goto(`${server.url}/organizations/larkfield/explore?mode=events&field=title&field=release&field=timestamp`);
  const head = name => page.getByRole('columnheader', { name, exact: true });
  assert.equal(await head('title').getByRole('button').count(), 0);
  for (const [order, compare] of [['descending', (a, b) => (a < b) - (a > b)], ['ascending', (a, b) => (a > b) - (a < b)]]) {
    await head('release').getByRole('button').click();
    await page.locator(`th[aria-sort="${order}"]`, { hasText: 'release' }).waitFor();
    await page.waitForLoadState('networkidle');
    const releases = (await rows().locator('td:nth-child(3)').allInnerTexts()).map(text => text.trim()).filter(text => text.includes('@'));
    assert.ok(releases.length > 5);
    assert.deepEqual(releases, releases.toSorted(compare));
  }
});

test('a query that cannot be read is told with its place, an empty answer with a way out', async () => {
  await page.goto(`${server.url}/organizations/larkfield/explore?query=(level:error`);
  await page.getByRole('alert').first().waitFor();
  await page.goto(`${server.url}/organizations/larkfield/explore?query=${encodeURIComponent('level:debug release:nowhere')}`);
  await page.getByText('No event matches').waitFor();
  await page.getByRole('button', { name: 'Clear the query' }).click();
  await rows().first().waitFor();
});

test('a question is kept under a name, opened by it, renamed, replaced and deleted with a way back', async () => {
  const asks = 'explore?group=release&show=count()&query=level:error';
  await page.goto(`${server.url}/organizations/larkfield/${asks}`);
  await rows().first().waitFor();
  const open = () => page.getByRole('button', { name: 'Saved queries' }).click();
  await open();
  await page.getByText('Nothing is saved yet').waitFor();
  await page.getByRole('button', { name: 'Save query' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Errors by release');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Errors by release saved').waitFor();
  const [kept] = await server.api('/organizations/larkfield/discover/saved/');
  assert.deepEqual([kept.name, kept.fields, kept.query, kept.range], ['Errors by release', ['release', 'count()'], 'level:error', '14d']);
  const isAt = id => page.waitForFunction(wanted => new URLSearchParams(location.search).get('saved') === wanted, id);
  await isAt(kept.id);

  await page.goto(`${server.url}/organizations/larkfield/explore`);
  await rows().first().waitFor();
  await open();
  await page.getByRole('link', { name: /Errors by release/ }).click();
  await page.getByRole('columnheader', { name: 'release' }).waitFor();
  assert.equal(parameters().toString(), `saved=${kept.id}`);
  await page.getByRole('heading', { name: 'Errors by release' }).waitFor();
  // The address is for others: opened anew it asks the same, and a change says all of it.
  await page.reload();
  await page.getByRole('columnheader', { name: 'release' }).waitFor();
  await page.waitForFunction(() => document.title.startsWith('Errors by release'));
  await page.getByRole('button', { name: 'Events', exact: true }).click();
  await page.getByRole('columnheader', { name: 'level' }).waitFor();
  assert.deepEqual([parameters().get('saved'), parameters().get('mode'), parameters().get('query')], [null, 'events', 'level:error']);
  await page.goBack();
  await isAt(kept.id);
  await page.goto(`${server.url}/organizations/larkfield/explore?saved=987654321`);
  await page.getByText('Not found').waitFor();
  await page.goto(`${server.url}/organizations/larkfield/explore?saved=${kept.id}`);
  await rows().first().waitFor();

  const act = async (name, item) => {
    await open();
    await page.getByRole('button', { name: `Actions on ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await act('Errors by release', 'Rename');
  await page.getByRole('textbox', { name: 'Name' }).fill('By release');
  await page.keyboard.press('Enter');
  await page.getByText('By release saved').waitFor();
  await page.goto(`${server.url}/organizations/larkfield/explore?group=level&show=count()`);
  await rows().first().waitFor();
  await act('By release', 'Replace with what is shown');
  await server.until('the new question', async () => (await server.api(`/organizations/larkfield/discover/saved/${kept.id}/`)).fields[0] === 'level');
  await isAt(kept.id);
  await page.keyboard.press('Escape');
  await act('By release', 'Delete');
  await page.getByText('By release deleted').waitFor();
  assert.deepEqual([parameters().get('saved'), parameters().getAll('group')], [null, ['level']]);
  assert.deepEqual(await server.api('/organizations/larkfield/discover/saved/'), []);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).click();
  await server.until('it back', async () => (await server.api('/organizations/larkfield/discover/saved/'))[0]?.name === 'By release');
});

test('the table is a file with the same columns', async () => {
  await page.goto(`${server.url}/organizations/larkfield/explore?group=project&show=count()`);
  await rows().first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n');
  assert.equal(lines[0], 'project,count()');
  assert.equal(lines.length - 1, await rows().count());
});

test('nothing failed on the way', () => assert.deepEqual(faults, []));
