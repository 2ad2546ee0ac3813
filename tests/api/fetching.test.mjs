// Minified files and source maps that nobody uploaded are fetched from the hosts a project names, and from no other.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import { transform } from 'esbuild';
import { Server } from '../lib/server.mjs';

const SOURCE = `export class Cart {
  total(lines: { price: number }[]) {
    return lines[0]!.price.toFixed(2);
  }
}
`;
const DEBUG_ID = '1b0d3c2a-5f6e-4711-8899-aabbccddeeff';
let server;
let closed;
let projects;
let site;
let host;
let code;
/** Paths that the site was asked for. */
const asked = [];
const files = new Map();

function answer(request, response) {
  asked.push(request.url);
  const file = files.get(request.url);
  if (!file) return response.writeHead(404).end();
  response.writeHead(200, file.headers ?? {}).end(file.body);
}

before(async () => {
  const made = await transform(SOURCE, { loader: 'ts', minify: true, sourcemap: 'external', sourcefile: 'src/cart.ts', sourcesContent: true });
  code = made.code;
  site = createServer(answer).listen(0, '127.0.0.1');
  await once(site, 'listening');
  host = `127.0.0.1:${site.address().port}`;
  const map = { body: gzipSync(made.map), headers: { 'content-encoding': 'gzip' } };
  files.set('/assets/app.js', { body: `${code}//# sourceMappingURL=app.js.map\n` });
  files.set('/assets/app.js.map', map);
  files.set('/header/app.js', { body: code, headers: { SourceMap: '/assets/app.js.map' } });
  files.set('/inline/app.js', { body: `${code}//# sourceMappingURL=data:application/json;base64,${Buffer.from(made.map).toString('base64')}\n` });
  files.set('/id/app.js', { body: `${code}//# sourceMappingURL=app.js.map\n//# debugId=${DEBUG_ID}\n` });
  files.set('/id/app.js.map', map);
  files.set('/page/app.js', { body: `${code}//# sourceMappingURL=app.js.map\n` });
  files.set('/page/app.js.map', { body: '<!doctype html><title>shop</title>' });
  server = await Server.start({ env: { BARTIZAN_OUTBOUND_ALLOW: '127.0.0.1' } });
  projects = server.setUp(...['off', 'other', 'shop', 'header', 'inline', 'id', 'gone', 'page', 'build'].map(slug => [slug, 'javascript']));
});
after(async () => {
  await server?.stop();
  await closed?.stop();
  site?.close();
});

const allow = (on, project, hosts) => on.api(`/projects/acme/${project}/`, {
  method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ scrapeJavaScriptHosts: hosts }),
});

/** An error within `Cart.total` of the minified file. */
function event(folder, extra = { release: 'shop@1' }) {
  const colno = code.indexOf('.toFixed') + 1;
  const url = `http://${host}/${folder}/app.js`;
  return {
    event_id: randomUUID().replaceAll('-', ''), platform: 'javascript', ...extra,
    exception: { values: [{ type: 'TypeError', value: 'x', stacktrace: { frames: [{ abs_path: url, filename: `/${folder}/app.js`, function: 'a', lineno: 1, colno }] } }] },
  };
}

/** The innermost frame of a stored event. */
async function frame(on, project, id) {
  const stored = await on.api(`/projects/acme/${project}/events/${id}/`);
  return stored.entries.find(entry => entry.type === 'exception').data.values[0].stacktrace.frames.at(-1);
}

const types = found => (found.errors ?? []).map(error => error.type);
const isReadable = found => /cart\.ts$/.test(found.filename);
/** What a file's first event may say: it is on its way, or it came or failed before we looked. */
const wasAsked = found => isReadable(found) || types(found).some(type => ['js_fetch_waiting', 'js_fetch_failed'].includes(type));
const says = type => found => types(found).includes(type);

/** Sends an event and answers its id and frame as soon as it is stored. */
async function send(on, made, project, folder, extra) {
  const sent = event(folder, extra);
  await on.event(made[project].dsn, sent);
  const found = await on.until('the event', () => frame(on, project, sent.event_id));
  return { id: sent.event_id, found };
}

/** Sends events until one is as wanted: a new list takes a moment to reach the pipeline. */
const sendUntil = (on, made, project, folder, isWanted, extra) => on.until(`an event of ${project} that ${isWanted}`, async () => {
  const sent = await send(on, made, project, folder, extra);
  return isWanted(sent.found) ? sent : null;
}, { seconds: 40 });

const becomes = (on, project, id, isWanted) => on.until(`${project}: an event that ${isWanted}`, async () => {
  const found = await frame(on, project, id);
  return isWanted(found) ? found : null;
}, { seconds: 40 });

const failure = found => found.errors.find(error => error.type === 'js_fetch_failed').message;

test('nothing is asked for while the list is empty, or names other hosts', async () => {
  const { found: off } = await send(server, projects, 'off', 'off');
  assert.deepEqual(types(off), ['js_empty_release']);

  await allow(server, 'other', ['cdn.example.com', `localhost:${site.address().port}`, '127.0.0.1']);
  const { found } = await sendUntil(server, projects, 'other', 'other', says('js_fetch_not_allowed'));
  const told = found.errors.find(error => error.type === 'js_fetch_not_allowed');
  assert.match(told.message, new RegExp(host));
  assert.match(told.fix, /Fetch JavaScript from/);
  assert.deepEqual(asked, []);
});

test('file and map are fetched once, and the stored event becomes readable', async () => {
  const detail = await allow(server, 'shop', [host]);
  assert.equal(detail.scrapeJavaScript, true);
  const { id } = await sendUntil(server, projects, 'shop', 'assets', wasAsked);
  const found = await becomes(server, 'shop', id, isReadable);
  assert.deepEqual([found.function, found.lineNo], ['Cart.total', 3]);
  assert.equal(found.context.find(([line]) => line === 3)[1].trim(), 'return lines[0]!.price.toFixed(2);');
  assert.deepEqual(asked.splice(0), ['/assets/app.js', '/assets/app.js.map']);

  const bundles = await server.api('/projects/acme/shop/files/artifact-bundles/');
  assert.equal(bundles.length, 1, 'it is an upload like any other');
  const { found: next } = await send(server, projects, 'shop', 'assets');
  assert.ok(isReadable(next), 'the next one is readable at once');
  assert.deepEqual(asked, [], 'the web is not asked again');
});

test('the map is named by a header, or within the file', async () => {
  for (const [project, paths] of [['header', ['/header/app.js', '/assets/app.js.map']], ['inline', ['/inline/app.js']]]) {
    await allow(server, project, [host]);
    const { id } = await sendUntil(server, projects, project, project, wasAsked);
    assert.equal((await becomes(server, project, id, isReadable)).lineNo, 3);
    assert.deepEqual(asked.splice(0), paths);
  }
});

test('a debug id leads there without a release, and never to another build', async () => {
  const images = folder => ({ debug_meta: { images: [{ type: 'sourcemap', code_file: `http://${host}/${folder}/app.js`, debug_id: DEBUG_ID }] } });
  await allow(server, 'id', [host]);
  const { id } = await sendUntil(server, projects, 'id', 'id', wasAsked, images('id'));
  assert.equal((await becomes(server, 'id', id, isReadable)).lineNo, 3);
  await allow(server, 'build', [host]);
  const { found } = await sendUntil(server, projects, 'build', 'assets', says('js_fetch_failed'), images('assets'));
  assert.match(failure(found), /another build/);
  asked.length = 0;
  // With neither there is nothing by which it would be found again. The list is known: the project before was asked for.
  const { found: neither } = await send(server, projects, 'build', 'assets', {});
  assert.deepEqual(types(neither), ['js_nothing_to_look_by']);
  assert.deepEqual(asked, []);
});

test('why fetching failed is told at the stored event', async () => {
  for (const [project, message] of [['gone', /answered 404/], ['page', /source map .* cannot be used/]]) {
    await allow(server, project, [host]);
    const { id } = await sendUntil(server, projects, project, project, wasAsked);
    assert.match(failure(await becomes(server, project, id, says('js_fetch_failed'))), message);
    assert.equal((await server.api(`/projects/acme/${project}/files/artifact-bundles/`)).length, 0);
  }
});

test('a private host stays closed until the operator opens it', async () => {
  closed = await Server.start();
  const made = closed.setUp(['shop', 'javascript']);
  asked.length = 0;
  await allow(closed, 'shop', [host]);
  const { found } = await sendUntil(closed, made, 'shop', 'assets', says('js_fetch_failed'));
  assert.match(failure(found), /private address.*outbound_allow/);
  assert.deepEqual(asked, []);
});
