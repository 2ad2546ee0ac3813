// The official Rust SDK, unmodified, against the real binary.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Server } from '../lib/server.mjs';

const CLIENT = process.env.BARTIZAN_TEST_RUST_CLIENT;

let server;
let project;
before(async () => {
  server = await Server.start();
  ({ worker: project } = server.setUp(['worker', 'rust']));
});
after(() => server?.stop());

test('an error with its source and a panic are two issues', async () => {
  execFileSync(CLIENT, { env: { ...process.env, SENTRY_DSN: project.dsn }, stdio: 'pipe' });
  const issues = await server.until('two issues', async () => {
    const list = await server.issues('worker');
    return list.length === 2 ? list : null;
  });
  const titles = issues.map(i => i.title).sort();
  assert.match(titles[0], /^OrderError/);
  assert.match(titles[1], /^panic: index out of range in batch 17/);
  const panic = issues.find(i => i.title.startsWith('panic'));
  const event = await server.api(`/organizations/acme/issues/${panic.id}/events/latest/`);
  const frames = event.entries.find(e => e.type === 'exception').data.values.at(-1).stacktrace.frames;
  assert.ok(frames.some(f => f.inApp && /main/.test(f.function)), 'no in-app frame');
  assert.match(panic.culprit, /compat_rust::main/, 'named by what the application did');
  assert.deepEqual(frames.filter(f => f.inApp && /sentry|catch_unwind|panic/.test(f.function)), [], 'nothing of SDK and standard library is its own');
  assert.equal(event.release.version, 'worker@0.3.0');
});
