// The official sentry-cli, unmodified, with what this version serves: login, lists, events.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { after, before, test } from 'node:test';
import { Server } from '../lib/server.mjs';

const CLI = new URL('../node_modules/.bin/sentry-cli', import.meta.url).pathname;

let server;
let project;
let organizationToken;
before(async () => {
  server = await Server.start();
  ({ shop: project } = server.setUp(['shop', 'python']));
  organizationToken = server.cli(['token', 'create', '--user', 'jane@example.com', '--org', 'acme', '--kind', 'organization', '--scope', 'org:ci,org:read,project:read,event:read']).token;
});
after(() => server?.stop());

const run = (args, env = {}) => execFileSync(CLI, args, {
  cwd: tmpdir(), encoding: 'utf8',
  env: {
    PATH: process.env.PATH, HOME: tmpdir(), SENTRY_URL: server.url, SENTRY_AUTH_TOKEN: server.token, SENTRY_ORG: 'acme', SENTRY_PROJECT: 'shop',
    SENTRY_DSN: project.dsn, SENTRY_NO_PROGRESS_BAR: '1', SENTRY_DISABLE_UPDATE_CHECK: 'true', SENTRY_CLI_NO_TELEMETRY: '1', ...env,
  },
});

test('info knows the user and the scopes', () => {
  const text = run(['info']);
  assert.match(text, /jane@example\.com/);
  assert.match(text, /event:admin/);
});

test('an organisation token carries address and organisation by itself', () => {
  const text = run(['projects', 'list'], { SENTRY_AUTH_TOKEN: organizationToken, SENTRY_URL: '', SENTRY_ORG: '' });
  assert.match(text, /shop/);
});

test('organisations and projects are listed', () => {
  assert.match(run(['organizations', 'list']), /acme/);
  assert.match(run(['projects', 'list']), /shop/);
});

test('send-event becomes an issue that issues list shows and resolve closes', async () => {
  run(['send-event', '-m', 'hello %s', '-a', 'world', '-t', 'team:checkout', '-e', 'cart:3', '-u', 'id:42', '--level', 'warning', '-r', 'shop@1.0.0']);
  const issue = await server.until('the issue', async () => (await server.issues('shop'))[0]);
  assert.equal(issue.level, 'warning');
  assert.match(issue.title, /^hello world/);
  assert.match(run(['issues', 'list']), new RegExp(issue.shortId));
  run(['issues', 'resolve', '-i', issue.id]);
  await server.until('resolved', async () => (await server.api(`/organizations/acme/issues/${issue.id}/`)).status === 'resolved');
  assert.match(run(['events', 'list']), /hello world/);
});
