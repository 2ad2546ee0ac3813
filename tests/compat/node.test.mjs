// The official Node SDK, unmodified, against the real binary.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Server } from '../lib/server.mjs';

const execute = promisify(execFile);
const run = (dsn, scenario) => execute(process.execPath, [new URL('node/app.cjs', import.meta.url).pathname, scenario], { env: { ...process.env, SENTRY_DSN: dsn } }).catch(error => error);

let server;
let projects;
before(async () => {
  server = await Server.start();
  projects = server.setUp(['error', 'node'], ['express', 'node-express'], ['unhandled', 'node']);
});
after(() => server?.stop());

test('an error with a cause is one issue, whatever the id in its message', async () => {
  await run(projects.error.dsn, 'error');
  const issue = await server.until('one issue of two events', async () => {
    const list = await server.issues('error');
    return list.length === 1 && list[0].count === '2' ? list[0] : null;
  });
  assert.match(issue.title, /^(OrderError|Error): order/);
  const event = await server.api(`/organizations/acme/issues/${issue.id}/events/latest/`);
  const values = event.entries.find(e => e.type === 'exception').data.values;
  assert.equal(values.length, 2);
  assert.equal(event.platform, 'node');
  assert.equal(event.user.id, '7');
});

test('express errors carry their route', async () => {
  await run(projects.express.dsn, 'express');
  const issue = await server.until('the issue', async () => (await server.issues('express'))[0]);
  assert.match(issue.title, /^TypeError: cannot read order 17/);
  const event = await server.api(`/organizations/acme/issues/${issue.id}/events/latest/`);
  assert.equal(event.tags.find(t => t.key === 'transaction')?.value, 'GET /orders/:id');
  assert.ok(!JSON.stringify(event).includes('s3cr3t'), 'the query string shows a key');
});

test('an unhandled rejection is marked so', async () => {
  await run(projects.unhandled.dsn, 'unhandled');
  const issue = await server.until('the issue', async () => (await server.issues('unhandled'))[0]);
  assert.equal(issue.title, 'Error: nobody waits for me');
  assert.equal(issue.isUnhandled, true);
});
