// The files of the interface as a browser gets them: headers, packing, and what is not there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { get } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Server } from '../lib/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(() => server?.stop());

/** As it comes over the wire, unlike `fetch`, which unpacks and tidies the path. */
const wire = (path, headers = {}) => new Promise((resolve, reject) => get({ host: '127.0.0.1', port: server.port, path, headers }, response => {
  const parts = [];
  response.on('data', part => parts.push(part)).on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) })).on('error', reject);
}).on('error', reject));

test('a page and its files come packed as the browser takes them', async () => {
  const page = (await wire('/')).body.toString();
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/base[^"]+)"/g)].map(([, path]) => path);
  assert.equal(files.length, 2, 'a script and a style sheet');
  for (const path of files) {
    const plain = await wire(path);
    assert.deepEqual([plain.status, plain.headers['content-encoding']], [200, undefined]);
    const brotli = await wire(path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    assert.deepEqual([brotli.status, brotli.headers['content-encoding'], brotli.headers['content-type']], [200, 'br', plain.headers['content-type']]);
    assert.match(brotli.headers.vary, /accept-encoding/i);
    assert.ok(brotliDecompressSync(brotli.body).equals(plain.body));
    const gzip = await wire(path, { 'accept-encoding': 'gzip, br;q=0' });
    assert.equal(gzip.headers['content-encoding'], 'gzip');
    assert.ok(gunzipSync(gzip.body).equals(plain.body) && brotli.body.length < gzip.body.length);
    for (const { headers } of [plain, brotli, gzip]) {
      assert.match(headers['cache-control'], /immutable/);
      assert.match(headers['content-security-policy'], /default-src 'self'/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
    }
  }
});

test('every address of the interface answers the page, a file that is not there does not', async () => {
  const deep = await wire('/organizations/acme/issues', { 'accept-encoding': 'br' });
  const page = deep.headers['content-encoding'] === 'br' ? brotliDecompressSync(deep.body) : deep.body;
  assert.deepEqual([deep.status, deep.headers['cache-control']], [200, 'no-cache']);
  assert.match(page.toString(), /<div id="root">/);
  for (const path of ['/assets/none.js', '/assets/../Cargo.toml', '/assets/%2e%2e/index.html.br']) assert.equal((await wire(path, { 'accept-encoding': 'br' })).status, 404, path);
});

test('a program that asks for what is not there gets no page', async () => {
  for (const path of ['/api/nosuch', '/api/1/nosuch/', '/api/0/nosuch/', '/js-sdk-loader/abc.min.js']) {
    const answer = await wire(path);
    assert.deepEqual([answer.status, JSON.parse(answer.body)], [404, { detail: 'The requested resource does not exist' }], path);
  }
  const posted = await fetch(`${server.url}/api/1/nosuch/`, { method: 'POST', body: '{}' });
  assert.deepEqual([posted.status, (await posted.json()).detail], [404, 'The requested resource does not exist']);
});
