// A minified page made by Vite and by esbuild fails in a browser; its source is seen in the interface, with debug ids and
// without, and when the maps come only afterwards.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Bundled } from '../lib/bundled.mjs';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

let server;
let projects;
let browser;
let context;
let page;
const faults = [];

before(async () => {
  server = await Server.start();
  projects = server.setUp(...['esbuild-id', 'vite-id', 'esbuild-release', 'vite-release', 'bare'].map(slug => [slug, 'javascript']));
  browser = await launch();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const signedIn = await context.request.post(`${server.url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
  assert.equal(signedIn.status(), 200);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', error => faults.push(String(error)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The only issue of a project and its event. */
async function only(project) {
  const issue = await server.until(`an issue of ${project}`, async () => (await server.issues(project))[0]);
  const event = await server.api(`/organizations/acme/issues/${issue.id}/events/latest/`);
  const [exception] = event.entries.find(entry => entry.type === 'exception').data.values.slice(-1);
  return { issue, event, exception };
}

const place = frame => `${frame.function} ${frame.filename}:${frame.lineNo}`;

async function sees(issue, texts) {
  await page.goto(`${server.url}/organizations/acme/issues/${issue.shortId}`);
  for (const text of texts) await page.locator('#stack').getByText(text).first().waitFor();
  if (process.env.BARTIZAN_TEST_SHOTS) await page.screenshot({ path: `${process.env.BARTIZAN_TEST_SHOTS}/sourcemaps-${issue.shortId}.png`, fullPage: true });
}

async function readable(project) {
  const { issue, exception } = await only(project);
  const [handler, checkout, total] = exception.stacktrace.frames.slice(-3);
  assert.match(place(total), /^Cart\.total (.*\/)?cart\.ts:8$/);
  assert.match(place(checkout), /^checkout (.*\/)?main\.ts:11$/);
  assert.match(place(handler), /(.*\/)?main\.ts:15$/);
  assert.deepEqual(total.context.find(([line]) => line === 8), [8, '    return this.lines!.reduce((sum, line) => sum + line.price * line.count, 0);']);
  assert.match(total.origAbsPath, /\/assets\/.+\.js$/);
  assert.match(total.map, /\.js\.map$/);
  const raw = exception.rawStacktrace.frames.at(-1);
  assert.equal(String(raw.colNo), total.origColNo);
  assert.match(raw.absPath, /\/assets\/.+\.js$/);
  assert.match(issue.culprit, /cart\.ts|Cart\.total/);
  await sees(issue, ['Cart.total', 'return this.lines!.reduce((sum, line) => sum + line.price * line.count, 0);', 'cart.ts']);
  return issue;
}

for (const bundler of ['esbuild', 'vite']) {
  test(`${bundler} with debug ids shows its source`, async t => {
    const bundled = await Bundled.make(bundler);
    t.after(() => bundled.stop());
    bundled.cli(server, `${bundler}-id`, ['inject']);
    bundled.cli(server, `${bundler}-id`, ['upload', '--wait']);
    await bundled.fail(browser, { DSN: projects[`${bundler}-id`].dsn });
    await readable(`${bundler}-id`);
  });

  test(`${bundler} without debug ids shows its source by release, dist and address`, async t => {
    const bundled = await Bundled.make(bundler);
    t.after(() => bundled.stop());
    bundled.cli(server, `${bundler}-release`, ['upload', '--wait', '--release', 'shop@1.0', '--dist', 'web', '--url-prefix', '~/assets/']);
    await bundled.fail(browser, { DSN: projects[`${bundler}-release`].dsn, RELEASE: 'shop@1.0', DIST: 'web' });
    await readable(`${bundler}-release`);
  });
}

test('maps that come after the event make it readable', async t => {
  const bundled = await Bundled.make('esbuild');
  t.after(() => bundled.stop());
  bundled.cli(server, 'bare', ['inject']);
  await bundled.fail(browser, { DSN: projects.bare.dsn });
  const before = await only('bare');
  assert.ok(before.exception.stacktrace.frames.every(frame => !/cart\.ts/.test(frame.filename)), 'minified as yet');
  bundled.cli(server, 'bare', ['upload', '--wait']);
  await server.until('the stored event with its source', async () => /cart\.ts/.test((await only('bare')).exception.stacktrace.frames.at(-1).filename), { seconds: 60 });
  const issue = await readable('bare');
  assert.equal(issue.id, before.issue.id, 'the issue goes on');
  assert.equal(Number(issue.count), 1);
  assert.equal((await server.issues('bare')).length, 1);
});

test('the raw view shows the stack as it ran', async () => {
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await page.getByText('Cart.total').first().waitFor();
  await page.locator('.raw-t button').click();
  await page.locator('pre.raw').getByText(/assets\/.+\.js:\d+:\d+/).waitFor();
  assert.deepEqual(faults, []);
});
