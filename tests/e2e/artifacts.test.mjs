// Source maps and debug files of a project, and releases, in Chromium: empty with the commands that fill the page, filled by
// the real sentry-cli, searched, looked into, deleted.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../lib/chromium.mjs';
import { Cli, LINES } from '../lib/sentry-cli.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [, CLI] = LINES.at(-1);
let server;
let browser;
let page;
let cli;
const faults = [];
const artifacts = (query = '') => `${server.url}/organizations/acme/settings/projects/shop/artifacts${query}`;
before(async () => {
  server = await Server.start();
  const { shop } = server.setUp(['shop', 'javascript']);
  cli = new Cli(CLI, server);
  await server.event(shop.dsn, { event_id: 'a'.repeat(32), release: 'shop@1.2.3', level: 'error', exception: { values: [{ type: 'TypeError', value: 'cart is empty' }] } });
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
  cli?.remove();
  await server?.stop();
});

const visible = text => page.getByText(text).first().waitFor();
/** Takes a picture where somebody wants to look. */
const shot = async name => { if (process.env.BARTIZAN_TEST_SHOTS) await page.screenshot({ path: `${process.env.BARTIZAN_TEST_SHOTS}/${name}.png`, fullPage: true }); };

test('an empty page holds the commands that fill it', async () => {
  await page.goto(artifacts());
  await page.getByRole('heading', { name: 'No source map yet' }).waitFor();
  const commands = await page.getByLabel('Commands').innerText();
  for (const part of [`SENTRY_URL=${server.url}`, 'SENTRY_ORG=acme SENTRY_PROJECT=shop', 'sourcemaps inject', 'sourcemaps upload']) assert.ok(commands.includes(part), commands);
  await shot('artifacts-empty');
  await page.getByRole('tab', { name: /Debug files/ }).click();
  await page.getByRole('heading', { name: 'No debug file yet' }).waitFor();
  assert.match(await page.getByLabel('Commands').innerText(), /debug-files upload[^]*upload-proguard/);
});

test('what sentry-cli uploads is listed, found and looked into', async () => {
  cli.write('dist/app.js', 'function checkout(){throw new Error("x")}\n//# sourceMappingURL=app.js.map\n');
  cli.write('dist/app.js.map', JSON.stringify({ version: 3, file: 'app.js', sources: ['src/app.ts'], sourcesContent: ['x'], names: [], mappings: 'AAAA' }));
  cli.run(['sourcemaps', 'inject', 'dist']);
  for (const version of ['shop@1.2.3', 'shop@1.2.4']) cli.run(['sourcemaps', 'upload', '--wait', '-r', version, 'dist']);
  cli.run(['upload-proguard', cli.write('mapping.txt', readFileSync(new URL('../compat/native/mapping.txt', import.meta.url)))]);
  await page.goto(artifacts());
  await page.getByRole('row', { name: /shop@1\.2\.4/ }).waitFor();
  await visible('2 bundles, 1 debug file');
  await visible(/needed for 365 days is removed/);
  await shot('artifacts-maps');
  await page.getByRole('textbox', { name: 'Release, URL or debug id' }).fill('1.2.3');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.waitForURL(/query=1\.2\.3/);
  await page.getByRole('row', { name: /shop@1\.2\.4/ }).waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /shop@1\.2\.3/ }).getByRole('button', { name: '2 files' }).click();
  await page.getByRole('dialog').getByText('~/app.js.map').waitFor();
  assert.equal(await page.getByRole('dialog').getByRole('button', { name: /Copy the debug id/ }).count(), 2);
  await shot('artifacts-bundle');
  await page.keyboard.press('Escape');
  await page.goto(artifacts('?tab=files'));
  await page.getByRole('row', { name: /ProGuard/ }).waitFor();
  await shot('artifacts-files');
});

test('deleting asks first and then removes', async () => {
  await page.goto(artifacts());
  await page.getByRole('button', { name: 'Delete shop@1.2.4' }).click();
  await page.getByRole('dialog').getByText(/cannot be undone/).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  assert.equal((await server.api('/projects/acme/shop/files/artifact-bundles/')).length, 2);
  await page.getByRole('button', { name: 'Delete shop@1.2.4' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await visible('shop@1.2.4 deleted');
  await page.getByRole('row', { name: /shop@1\.2\.4/ }).waitFor({ state: 'detached' });
  assert.equal((await server.api('/projects/acme/shop/files/artifact-bundles/')).length, 1);
});

test('releases are listed, each with what it brought', async () => {
  cli.run(['releases', 'finalize', 'shop@1.2.3']);
  cli.run(['deploys', 'new', '-r', 'shop@1.2.3', '-e', 'production', '-t', '30']);
  await server.api('/organizations/acme/releases/shop@1.2.3/', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commits: [{ id: 'b'.repeat(40), message: 'Empty the cart', author_name: 'Mina', repository: 'acme/shop' }] }) });
  await server.until('the issue', async () => (await server.api('/organizations/acme/releases/shop@1.2.3/')).newGroups === 1);
  await page.goto(`${server.url}/organizations/acme/releases`);
  await page.getByRole('row', { name: /shop@1\.2\.3/ }).waitFor();
  await shot('releases');
  await page.getByRole('link', { name: 'shop@1.2.3' }).click();
  await page.getByRole('heading', { name: 'shop@1.2.3' }).waitFor();
  for (const text of [/TypeError/, 'Empty the cart', 'production', /took 30/]) await visible(text);
  await page.getByRole('row', { name: /2 files/ }).waitFor();
  await shot('release');
  await page.getByRole('link', { name: 'Show all' }).first().click();
  await page.locator('.ir:not(.head)').first().waitFor();
});

test('on a phone, in the dark and in German nothing is cut off or unnamed', async () => {
  for (const [width, theme, lang] of [[390, 'dark', 'de'], [390, 'light', 'en'], [1440, 'dark', 'de']]) {
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate(language => localStorage.setItem('bartizan.language', language), lang);
    for (const [name, url] of [['maps', artifacts()], ['files', artifacts('?tab=files')], ['releases', `${server.url}/organizations/acme/releases`], ['release', `${server.url}/organizations/acme/releases/shop@1.2.3`]]) {
      await page.emulateMedia({ colorScheme: theme });
      await page.goto(url);
      await page.getByRole('main').waitFor();
      await page.waitForTimeout(400);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${name} at ${width} is ${wide} px too wide`);
      const violations = await page.evaluate(`${axe};axe.run(document,{resultTypes:["violations"]}).then(r=>r.violations.map(v=>v.id+": "+v.nodes[0].html.slice(0,200)))`);
      assert.deepEqual(violations, [], `${name} ${width} ${theme}`);
      await shot(`${name}-${width}-${theme}-${lang}`);
    }
  }
  assert.deepEqual(faults, []);
});
