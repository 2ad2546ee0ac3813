// The official Python SDK, unmodified, against the real binary.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Server } from '../lib/server.mjs';

const PYTHON = process.env.BARTIZAN_TEST_PYTHON;
const run = (dsn, scenario) => execFileSync(PYTHON, [new URL('python/app.py', import.meta.url).pathname, scenario], { env: { ...process.env, SENTRY_DSN: dsn }, stdio: 'pipe' });

let server;
let projects;
before(async () => {
  server = await Server.start();
  projects = server.setUp(['chain', 'python'], ['messages', 'python'], ['flask', 'python-flask'], ['brotli', 'python'], ['group', 'python'], ['feedback', 'python'], ['sessions', 'python']);
});
after(() => server?.stop());

const latest = async issue => server.api(`/organizations/acme/issues/${issue.id}/events/latest/`);
const entry = (event, type) => event.entries.find(e => e.type === type)?.data;

test('an exception chain becomes one readable issue', async () => {
  run(projects.chain.dsn, 'chain');
  const issue = await server.until('the issue', async () => (await server.issues('chain')).find(i => i.count === '3'));
  assert.equal(issue.title, 'PaymentError: could not charge order 1003');
  assert.equal(issue.userCount, 1);
  assert.match(issue.shortId, /^CHAIN-1$/);
  assert.equal(issue.metadata.type, 'PaymentError');
  const event = await latest(issue);
  const exceptions = entry(event, 'exception').values;
  assert.deepEqual(exceptions.map(e => e.type), ['KeyError', 'PaymentError']);
  const frame = exceptions[0].stacktrace.frames.at(-1);
  assert.equal(frame.function, 'charge');
  assert.equal(frame.inApp, true);
  assert.ok(frame.context.some(([, line]) => line.includes('rates["GBP"]')));
  assert.equal(event.user.email, 'jane@example.com');
  assert.equal(event.tags.find(t => t.key === 'team').value, 'checkout');
  assert.equal(event.contexts.cart.items, 3);
  assert.ok(entry(event, 'breadcrumbs').values.some(b => b.message === 'user signed in'));
  assert.equal(event.release.version, 'shop@1.0.0');
});

test('secrets are gone before anything is stored', async () => {
  const [issue] = await server.issues('chain');
  const event = await latest(issue);
  const raw = await (await server.request(`/api/0/projects/acme/chain/events/${event.eventID}/json/`)).text();
  for (const secret of ['hunter2', '4111111111111111']) {
    assert.ok(!JSON.stringify(entry(event, 'exception').values.map(e => e.stacktrace.frames.map(f => f.vars))).includes(secret), `variables show ${secret}`);
  }
  assert.ok(!raw.includes('4111111111111111'), 'the stored payload shows a card number');
});

test('attachments come with their event', async () => {
  const [issue] = await server.issues('chain');
  const event = await latest(issue);
  const [attachment] = await server.until('the attachment', async () => {
    const list = await server.api(`/projects/acme/chain/events/${event.eventID}/attachments/`);
    return list.length ? list : null;
  });
  assert.equal(attachment.name, 'app.log');
  const file = await server.request(`/api/0/projects/acme/chain/events/${event.eventID}/attachments/${attachment.id}/?download=1`);
  assert.equal(await file.text(), 'log line 1\nlog line 2\n');
});

test('log records group by their template', async () => {
  run(projects.messages.dsn, 'messages');
  const issues = await server.until('two issues', async () => {
    const list = await server.issues('messages');
    return list.length === 2 && list.some(i => i.count === '2') ? list : null;
  });
  const payment = issues.find(i => i.count === '2');
  assert.equal(payment.logger, 'shop.payment');
  assert.equal(issues.find(i => i !== payment).level, 'warning');
});

test('a web framework error has its request, scrubbed', async () => {
  run(projects.flask.dsn, 'flask');
  const issue = await server.until('the issue', async () => (await server.issues('flask'))[0]);
  assert.match(issue.title, /^ZeroDivisionError/);
  const event = await latest(issue);
  const request = entry(event, 'request');
  assert.equal(request.method, 'POST');
  const shown = JSON.stringify(event);
  for (const secret of ['hunter2', '4111111111111111', 's3cr3t', 'abc123']) assert.ok(!shown.includes(secret), `shows ${secret}`);
  assert.equal(event.tags.find(t => t.key === 'transaction')?.value, 'user');
});

test('brotli is understood', async () => {
  run(projects.brotli.dsn, 'brotli');
  const issue = await server.until('the issue', async () => (await server.issues('brotli'))[0]);
  assert.equal(issue.title, 'sent with brotli');
});

test('an exception group keeps its tree', async () => {
  run(projects.group.dsn, 'group');
  const issue = await server.until('the issue', async () => (await server.issues('group'))[0]);
  const values = entry(await latest(issue), 'exception').values;
  assert.equal(values.filter(v => v.mechanism?.is_exception_group).length, 1);
  assert.deepEqual(values.map(v => v.type).sort(), ['ExceptionGroup', 'TypeError', 'ValueError']);
});

test('feedback reaches the project', async () => {
  run(projects.feedback.dsn, 'feedback');
  const [report] = await server.until('the report', async () => {
    const list = await server.api('/projects/acme/feedback/user-feedback/');
    return list.length ? list : null;
  });
  assert.equal(report.comments, 'It broke');
  assert.equal(report.email, 'jane@example.com');
});

test('a session is accepted and counted', async () => {
  run(projects.sessions.dsn, 'sessions');
  await server.until('an accepted session', async () => {
    const stats = await server.api('/organizations/acme/stats_v2/?groupBy=category&groupBy=outcome&field=sum(quantity)&interval=1h&statsPeriod=1d');
    return stats.groups.some(g => g.by.category === 'session' && g.by.outcome === 'accepted' && g.totals['sum(quantity)'] >= 1);
  });
});
