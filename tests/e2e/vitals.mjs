// Measures the Web Vitals of the issue list and the issue page on the demo's data and writes their table into
// docs/benchmarks.md: `make vitals`. Every run is a new browser context, so nothing is in its cache.
import { readFileSync, writeFileSync } from 'node:fs';
import { launch } from '../lib/chromium.mjs';
import { EMAIL, PASSWORD, Server } from '../lib/server.mjs';

const RUNS = Number(process.env.VITALS_RUNS ?? 9);
const SETTLED_MS = 1500;
const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);
const HEAD = '<!-- web vitals: written by tests/e2e/vitals.mjs -->';
const TAIL = '<!-- end of web vitals -->';

/** How Lighthouse describes a phone in a slow network: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back, a processor a quarter as fast. */
const SLOW = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false };
const SLOW_CPU = 4;
const DEVICES = {
  desk: { title: 'desk, 1440x900, loopback', options: { viewport: { width: 1440, height: 900 } } },
  phone: { title: 'phone, 390x844, slow 4G and a quarter of the processor', options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, slow: true },
};
/** "Good" by the definition of the metrics; milliseconds, and CLS without a unit. */
const GOOD = { fcp: 1800, lcp: 2500, cls: 0.1, inp: 200 };

/** Runs in the page before anything else. */
function observe() {
  const seen = (window.vitals = { fcp: null, lcp: null, cls: 0, inp: 0, interactions: 0 });
  const on = (type, take, more = {}) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  on('paint', entry => { if (entry.name === 'first-contentful-paint') seen.fcp = entry.startTime; });
  on('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
  on('layout-shift', entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  on('event', entry => { if (entry.interactionId) { seen.inp = Math.max(seen.inp, entry.duration); seen.interactions += 1; } }, { durationThreshold: 16 });
}

const pages = issue => ({
  'issue list': { path: '/organizations/larkfield/issues', ready: '.ir:not(.head), .prw', desk: ['j', 'j', 'x', 'j', 'x', 'Space'], tap: '.tabs-s a:nth-child(2)' },
  'issue page': { path: `/organizations/larkfield/issues/${issue.shortId}`, ready: '.cl.hit', desk: ['s', 's', 'ArrowLeft', 'ArrowRight', 'y'], tap: '.itabs a:nth-child(2)' },
});

async function run(browser, url, device, { path, ready, desk, tap }) {
  const context = await browser.newContext(device.options);
  try {
    await context.request.post(`${url}/api/native/session`, { data: { email: EMAIL, password: PASSWORD } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
    if (device.slow) {
      await session.send('Network.emulateNetworkConditions', SLOW);
      await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_CPU });
    }
    await page.addInitScript(observe);
    await page.goto(url + path);
    await page.locator(ready).first().waitFor();
    await page.waitForTimeout(SETTLED_MS);
    const loaded = { ...await page.evaluate(() => window.vitals), bytes };
    // The largest paint ends with the first input; interactions are read after it.
    if (device.slow) await page.locator(tap).first().tap();
    else for (const key of desk) { await page.keyboard.press(key); await page.waitForTimeout(120); }
    await page.waitForTimeout(SETTLED_MS);
    const { inp, interactions } = await page.evaluate(() => window.vitals);
    return { ...loaded, inp, interactions };
  } finally {
    await context.close();
  }
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const range = (values, show) => `${show(median(values))} (${show(Math.min(...values))}-${show(Math.max(...values))})`;
const ms = value => `${Math.round(value)} ms`;
const shift = value => value.toFixed(3);

function row(name, runs) {
  const of = key => runs.map(each => each[key] ?? Number.NaN);
  const good = Object.entries(GOOD).every(([key, most]) => median(of(key)) <= most);
  // An interaction faster than the shortest that browsers report is not in the list.
  const inp = runs.every(each => each.interactions === 0) ? '< 16 ms' : range(of('inp'), ms);
  return `| ${name} | ${range(of('fcp'), ms)} | ${range(of('lcp'), ms)} | ${range(of('cls'), shift)} | ${inp} | ${Math.round(median(of('bytes')) / 1000)} kB | ${good ? 'yes' : '**no**'} |`;
}

const server = await Server.start();
const browser = await launch();
try {
  server.cli(['demo', '--days', '14', '--scale', '1']);
  server.cli(['user', 'create', '--email', EMAIL, '--name', 'Mina Okafor', '--password-stdin', '--superuser', '--org', 'larkfield', '--role', 'owner'], PASSWORD);
  server.token = server.cli(['token', 'create', '--user', EMAIL, '--org', 'larkfield', '--scope', 'event:read']).token;
  const issue = await server.until('the demo', async () => (await server.api('/organizations/larkfield/issues/?query=reading&statsPeriod=14d&sort=freq'))[0]);
  await server.until('an empty queue', async () => (await server.api(`/organizations/larkfield/issues/${issue.id}/`)).count >= 1400, { seconds: 120 });
  const lines = [];
  for (const device of Object.values(DEVICES)) {
    lines.push('', `${device.title[0].toUpperCase()}${device.title.slice(1)}:`, '', '| page | FCP | LCP | CLS | INP | loaded | good |', '|---|---|---|---|---|---|---|');
    for (const [name, page] of Object.entries(pages(issue))) {
      await run(browser, server.url, device, page);
      const runs = [];
      for (let n = 0; n < RUNS; n++) runs.push(await run(browser, server.url, device, page));
      lines.push(row(name, runs));
      process.stdout.write(`${device.title}: ${lines.at(-1)}\n`);
    }
  }
  const text = [
    HEAD, '', `Chromium ${browser.version()}, ${new Date().toISOString().slice(0, 10)}, empty cache, median of ${RUNS} runs (range in brackets); the demo's events, interface and server on the same two cores.`,
    ...lines, '', TAIL,
  ].join('\n');
  const document = readFileSync(DOCUMENT, 'utf8');
  const [from, to] = [document.indexOf(HEAD), document.indexOf(TAIL)];
  if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no section between ${HEAD} and ${TAIL}`);
  writeFileSync(DOCUMENT, document.slice(0, from) + text + document.slice(to + TAIL.length));
} finally {
  await browser.close();
  await server.stop();
}
