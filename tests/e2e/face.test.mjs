// The frame of every page: tab titles, the icon, the path, onboarding with its check list, marks on charts, long lists,
// German. In Chromium against the real server.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const MANY = 400;
let server;
let browser;
let context;
let page;
let projects;
const faults = [];
const at = (path, org = 'acme') => `${server.url}/organizations/${org}/${path}`;
const see = words => page.getByText(words).locator('visible=true').first().waitFor();
const event = (type, extra = {}) => ({
  event_id: randomBytes(16).toString('hex'), platform: 'python', timestamp: Date.now() / 1000, release: 'shop@1.0.0', environment: 'production',
  exception: { values: [{ type, value: 'it broke', stacktrace: { frames: [{ function: type.toLowerCase(), filename: 'shop/cart.py', lineno: 42, in_app: true, context_line: 'total()' }] } }] }, ...extra,
});
before(async () => {
  server = await Server.start();
  projects = server.setUp(['shop', 'python'], ['many', 'python'], ['front', 'javascript-react'], ['quiet', 'python']);
  server.cli(['demo', '--days', '14', '--scale', '0.1']);
  server.cli(['user', 'create', '--email', 'mina@example.com', '--name', 'Mina Okafor', '--password-stdin', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('console', message => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text()); });
  page.on('pageerror', error => faults.push(String(error)));
  await server.event(projects.shop.dsn, event('FirstError'));
  await server.until('the first issue', async () => (await server.issues('shop')).length === 1);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the tab says what the page is, and how many new issues wait', async () => {
  const [issue] = await server.issues('shop');
  // The issue is stored before it is announced; a page that listens by then would count it.
  await page.waitForTimeout(1000);
  for (const [path, title] of [['issues', /Issues · Bartizan$/], [`issues/${issue.shortId}`, new RegExp(`^FirstError ${issue.shortId} · Bartizan$`)], ['settings', /^Settings · Bartizan$/], ['system', /^System/], ['releases', /^Releases/], ['explore', /^Explore/]]) {
    await page.goto(at(path));
    await page.waitForFunction(([source]) => new RegExp(source).test(document.title), [title.source]).catch(async () => assert.fail(`${path}: the title is ${await page.title()}`));
    assert.equal(await page.locator('link[rel=icon]').getAttribute('href'), '/favicon.svg');
  }
  // Away from the list, so that nothing is seen by itself.
  await page.goto(at('settings'));
  await see('Grouping');
  await page.waitForTimeout(500);
  await server.event(projects.shop.dsn, event('SecondError'));
  await page.waitForFunction(() => /^\(1\) Settings/.test(document.title));
  assert.equal(await page.locator('link[rel=icon]').getAttribute('href'), '/favicon-new.svg');
  await page.getByRole('link', { name: /^Issues/ }).first().click();
  await see('SecondError');
  await page.waitForFunction(() => /^(?!\().*Issues/.test(document.title));
  assert.equal(await page.locator('link[rel=icon]').getAttribute('href'), '/favicon.svg');
});

test('the path leads up, and the back button down again', async () => {
  await page.goto(at('settings'));
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await page.waitForURL(/\/keys$/);
  const path = page.getByRole('navigation', { name: 'Path' });
  await path.getByRole('link', { name: 'Settings' }).click();
  await page.waitForURL(/\/settings$/);
  await page.goBack();
  await page.waitForURL(/\/keys$/);
  await page.goForward();
  await page.waitForURL(/\/settings$/);
});

test('a list of hundreds draws only what is seen, and goes to its end', async () => {
  for (let n = 0; n < MANY; n += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => server.event(projects.many.dsn, event(`Error${n + i}`, { fingerprint: [`${n + i}`] }))));
  await server.until('all of them', async () => (await server.all(`/organizations/acme/issues/?project=${projects.many.id}&query=&statsPeriod=14d`)).length === MANY, { seconds: 60 });
  await page.goto(at(`issues?project=${projects.many.id}&group=none`));
  const rows = page.locator('.ir:not(.head)');
  await rows.first().waitFor();
  const [search, save] = await Promise.all(['.tools .searchf', '.tools > .btn'].map(part => page.locator(part).boundingBox()));
  assert.deepEqual([save.y, save.height], [search.y, search.height], 'the button that saves a view is not in line with the search');
  const hits = await page.evaluate(() => document.querySelectorAll('.ir:not(.head)').length);
  assert.ok(hits < 80, `${hits} rows are drawn at once`);
  // Each page that comes makes the end move on.
  await page.waitForFunction(total => {
    const list = document.querySelector('.it');
    list.scrollTo(0, list.scrollHeight);
    return document.body.innerText.includes(`${total} of ${total}`) || [...document.querySelectorAll('.ir:not(.head)')].some(row => Number(row.dataset.row ?? row.querySelector('[data-row]')?.dataset.row) === total - 1);
  }, MANY, { timeout: 30_000, polling: 300 });
  assert.ok(await rows.count() < 80, 'all rows stay drawn');
});

test('a test event is sent by a button, and the check list follows what is done', async () => {
  await page.goto(at('projects/quiet/getting-started'));
  await see('Waiting for the first event of quiet');
  const list = page.getByRole('list', { name: 'Check list' });
  await list.getByText('Make the project').waitFor();
  const open = () => list.getByRole('listitem').filter({ hasText: 'Send the first event' }).getByText('It shows that');
  await open().waitFor();
  assert.equal(await list.getByText('Upload source maps').count(), 0, 'Python has none');
  await page.getByRole('button', { name: 'Send a test event' }).click();
  await see('It works: the first event came');
  await open().waitFor({ state: 'detached' });
  const [issue] = await server.issues('quiet');
  await server.api(`/organizations/acme/issues/${issue.id}/`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ assignedTo: EMAIL }) });
  await page.reload();
  await list.getByRole('listitem').filter({ hasText: 'Give an issue to somebody' }).getByText('done').waitFor();
  await page.getByRole('link', { name: 'Open the issue' }).click();
  await page.waitForURL(/issues\/\d+/);
});

test('a project whose code is built is told how to upload its maps', async () => {
  await page.goto(at('projects/front/getting-started'));
  const step = page.locator('.step').filter({ hasText: 'Make stack traces readable' });
  await step.getByRole('button', { name: 'sentry-cli' }).click();
  const command = await step.locator('pre').innerText();
  for (const part of [`SENTRY_URL="${server.url}"`, 'SENTRY_ORG="acme"', 'SENTRY_PROJECT="front"', 'sourcemaps upload']) assert.ok(command.includes(part), `${part} is not in:\n${command}`);
  await step.getByRole('button', { name: 'Vite' }).click();
  await step.getByText('sentryVitePlugin').first().waitFor();
  await page.getByRole('list', { name: 'Check list' }).getByText('Upload source maps').waitFor();
});

test('deploys part the list and mark the charts', async () => {
  const mine = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await mine.request.post(`${server.url}/api/native/session`, { data: { email: 'mina@example.com', password: PASSWORD } });
  const view = await mine.newPage();
  view.setDefaultTimeout(15_000);
  await view.goto(at('issues', 'larkfield'));
  await view.locator('.gr').filter({ hasText: /Since web 4\.18\.2, went live/ }).waitFor();
  await view.getByText('RangeError').first().waitFor();
  await view.locator('.ir svg .dpt').first().waitFor({ state: 'attached' });
  await view.getByText('ChunkLoadError').first().click();
  await view.waitForURL(/issues\/\d+/);
  const chart = view.locator('.card.ch');
  await chart.getByText('deploy', { exact: true }).waitFor();
  assert.ok(await chart.locator('svg.ev .relf').count() >= 3, 'no release is marked');
  assert.ok(await chart.locator('svg.ev .dpt').count() >= 6, 'no deploy is marked');
  await chart.locator('svg.ev').focus();
  for (let steps = 0; steps < 56 && await chart.getByText('4.18.2 went to production').count() === 0; steps++) await view.keyboard.press('ArrowLeft');
  assert.ok(await chart.getByText('4.18.2 went to production').count() > 0, 'no reading tells of the deploy');
  await mine.close();
});

test('German is chosen in the account, stays after a reload, and counts as Germans do', async () => {
  await page.goto(at('settings/account'));
  await page.getByText('Deutsch', { exact: true }).click();
  await see('Sprache');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  await page.goto(at(`issues?project=${projects.many.id}`));
  await page.getByRole('link', { name: /^Neu/ }).first().waitFor();
  await see(/vor \d+|\d+ (Min|Sek|s|m)/);
  await page.goto(at('system'));
  await page.waitForFunction(() => /System/.test(document.title) && document.documentElement.lang === 'de');
  const english = await page.evaluate(() => ['Settings', 'Releases are', 'Issues by', 'Received', 'Stored'].filter(word => document.body.innerText.includes(word)));
  assert.deepEqual(english, []);
});

test('in German, what the server says is German too', async () => {
  await page.goto(at(`issues?project=${projects.many.id}`));
  await page.getByRole('button', { name: 'Filter hinzufügen' }).first().click();
  for (const field of ['Stand des Fehlers', 'Schweregrad', 'Umgebung']) await page.getByRole('option', { name: field }).first().waitFor();
  assert.equal(await page.getByRole('option', { name: /Severity|Environment/ }).count(), 0, 'a field is named in English');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox').first().pressSequentially('user.i');
  await page.getByRole('option', { name: /IP-Adresse des Nutzers/ }).waitFor();
  await page.goto(at('issues?query=is:resolvd'));
  await page.getByRole('alert').getByText('Fehler in der Suche beim Zeichen 4: „resolvd“ ist kein Wert von is; gemeint ist vielleicht is:resolved.').first().waitFor();
  const minified = { function: 't', filename: 'https://shop.example/app.8c1f.js', abs_path: 'https://shop.example/app.8c1f.js', lineno: 1, colno: 120, in_app: true };
  const images = [{ type: 'sourcemap', code_file: minified.abs_path, debug_id: '1b0d3c2a-5f6e-4711-8899-aabbccddeeff' }];
  const exception = { values: [{ type: 'CheckoutError', value: 'cart is empty', stacktrace: { frames: [minified] } }] };
  const [one, two] = [event('CheckoutError', { platform: 'javascript', exception, debug_meta: { images } }), event('OtherError', { platform: 'javascript', fingerprint: ['other'] })];
  for (const each of [one, two]) await server.event(projects.front.dsn, each);
  await server.until('both issues', async () => (await server.issues('front')).length === 2);
  const [issue] = (await server.issues('front')).filter(each => each.title.includes('CheckoutError'));
  await page.goto(at(`issues/${issue.id}`));
  await see('Keine hochgeladene Datei hat die Debug-ID 1b0d3c2a5f6e47118899aabbccddeeff.');
  await see(/ # genau der laufende Build, samt Source Maps/);
  await page.goto(at(`projects/front/compare?left=${one.event_id}&right=${two.event_id}`));
  for (const words of ['Stacktrace der Ausnahme, nur eigener Code', 'Fingerabdruck des SDK', 'der Fingerabdruck entscheidet']) await see(words);
  await page.goto(at('settings/teams'));
  for (const answer of ['checkout angelegt', 'Das ging nicht: Ein Team mit diesem Kurznamen gibt es schon.']) {
    await page.getByRole('button', { name: 'Team anlegen' }).first().click();
    await page.getByRole('dialog').getByRole('textbox').first().fill('checkout');
    await page.getByRole('dialog').getByRole('button', { name: /anlegen/i }).click();
    await see(answer);
    await page.keyboard.press('Escape');
  }
});

test('no page complained', () => assert.deepEqual(faults, []));
