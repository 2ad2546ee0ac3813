// Records events of the real browser SDK in Chromium, one JSON file each, into the folder named by the first argument.
//   npm ci --prefix tests && node tests/corpus/browser.mjs crates/processing/tests/corpus
// Nothing leaves the machine: the pages and the server that takes the events are answered for here.
import { readFileSync, writeFileSync } from 'node:fs';
import { build, transform } from 'esbuild';
import { launch } from '../lib/chromium.mjs';
import { events, tidied } from './sink.mjs';

const out = process.argv[2];
const file = name => new URL(`browser/${name}`, import.meta.url).pathname;
const [sdk] = (await build({ entryPoints: [file('sdk.js')], bundle: true, minify: true, write: false, target: 'es2022' })).outputFiles;
const shop = readFileSync(file('shop.js'), 'utf8');
const small = (await transform(`(() => {${shop}})()`, { minify: true, target: 'es2022' })).code;
/** Failures whose small code is another case for grouping: neither lines nor names say much. */
const SMALL = ['typeerror', 'rejection', 'cause', 'timer', 'callback'];

const page = script => `<!doctype html><title>shop</title><body><script src=/assets/sdk-BX3kQm2Z.js></script><script src=${script}></script>`;
const FILES = {
  '/': ['text/html', page('/src/shop.js')],
  '/small': ['text/html', page('/assets/index-DfKq8xLm.js')],
  '/assets/sdk-BX3kQm2Z.js': ['text/javascript', sdk.text],
  '/src/shop.js': ['text/javascript', shop],
  '/assets/index-DfKq8xLm.js': ['text/javascript', small],
  '/stock': ['text/plain', 'quinces'],
};

function answer(route) {
  const [contentType, body] = FILES[new URL(route.request().url()).pathname] ?? [];
  return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ contentType, body });
}

async function record(browser, path, failure, name) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London' });
  const window = await context.newPage();
  const sent = [];
  await window.route('https://shop.example.com/**', answer);
  await window.route('https://rates.example.com/**', route => route.abort());
  await window.route('https://errors.example.com/**', route => {
    sent.push(...events(route.request().postData()));
    return route.fulfill({ contentType: 'application/json', body: '{}', headers: { 'access-control-allow-origin': '*' } });
  });
  await window.goto(`https://shop.example.com${path}`);
  await window.click(`#${failure}`);
  await window.waitForTimeout(300);
  await window.evaluate(() => globalThis.Sentry.flush(2000));
  await context.close();
  if (sent.length !== 1) throw new Error(`${name}: ${sent.length} events`);
  writeFileSync(`${out}/browser-${name}.json`, tidied(sent[0], ['trace', 'culture']));
}

const browser = await launch();
const names = [...shop.split('const failures = {')[1].split('\n};')[0].matchAll(/^  (\w+):/gm)].map(match => match[1]);
for (const name of names) await record(browser, '/', name, name);
for (const name of SMALL) await record(browser, '/small', name, `small-${name}`);
await browser.close();
