// The official browser SDK in headless Chromium against the real binary (another origin, so CORS counts).
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { launch } from '../lib/chromium.mjs';
import { Server } from '../lib/server.mjs';

let server;
let projects;
let site;
let browser;
before(async () => {
  server = await Server.start();
  projects = server.setUp(['web', 'javascript']);
  const bundle = await build({ entryPoints: [new URL('browser/src/app.ts', import.meta.url).pathname], bundle: true, minify: true, write: false, target: 'es2022' });
  const page = `<!doctype html><title>shop</title><button id=uncaught>uncaught</button><button id=handled>handled</button><script>window.DSN=${JSON.stringify(projects.web.dsn)}</script><script src=/app.js></script>`;
  site = createServer((request, response) => request.url === '/app.js'
    ? response.setHeader('content-type', 'text/javascript').end(bundle.outputFiles[0].contents)
    : response.setHeader('content-type', 'text/html').end(page));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
  await server?.stop();
});

test('uncaught and handled errors arrive from a page', async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${site.address().port}/`);
  await page.waitForFunction(() => window.ready);
  await page.click('#uncaught');
  await page.click('#handled');
  assert.equal(await page.evaluate(() => window.flush()), true, 'the SDK could not deliver');
  await page.close();
  const issues = await server.until('two issues', async () => {
    const list = await server.issues('web');
    return list.length === 2 ? list : null;
  });
  const uncaught = issues.find(i => i.title.startsWith('TypeError'));
  assert.equal(uncaught.isUnhandled, true);
  const event = await server.api(`/organizations/acme/issues/${uncaught.id}/events/latest/`);
  const tags = Object.fromEntries(event.tags.map(t => [t.key, t.value]));
  assert.match(tags.browser ?? '', /Chrom/);
  assert.ok(tags.os, 'no operating system from the user agent');
  assert.equal(tags.url, `http://127.0.0.1:${site.address().port}/`);
  assert.equal(event.user.id, '99');
  assert.equal(event.user.ip_address, '127.0.0.1');
});
