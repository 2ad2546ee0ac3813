// The table of wrong requests: the right status each, and nothing else harmed.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Server } from '../lib/server.mjs';

let server;
let project;
let endpoint;
let key;
before(async () => {
  server = await Server.start();
  ({ door: project } = server.setUp(['door', 'python']));
  const { username, origin, pathname } = new URL(project.dsn);
  key = username;
  endpoint = `${origin}/api${pathname}/envelope/`;
});
after(() => server?.stop());

const id = () => randomBytes(16).toString('hex');
const auth = () => ({ 'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${key}, sentry_client=test/1` });
const envelope = (event = { message: 'fine' }, eventId = id()) => `${JSON.stringify({ event_id: eventId })}\n{"type":"event"}\n${JSON.stringify(event)}\n`;
const post = (body, headers = auth(), url = endpoint) => fetch(url, { method: 'POST', headers, body });

/** After each case a good event still passes. */
async function unharmed() {
  assert.equal((await post(envelope())).status, 200);
}

const cases = [
  ['no auth', 401, () => post(envelope(), {})],
  ['auth twice', 401, () => post(envelope(), auth(), `${endpoint}?sentry_key=${key}`)],
  ['an unknown encoding', 415, () => post(envelope(), { ...auth(), 'Content-Encoding': 'rot13' })],
  ['a body that is not gzip', 400, () => post('not gzip', { ...auth(), 'Content-Encoding': 'gzip' })],
  ['a gzip bomb', 413, () => post(gzipSync(Buffer.alloc(300 * 1024 * 1024)), { ...auth(), 'Content-Encoding': 'gzip' })],
  ['a deflate bomb', 413, () => post(deflateSync(Buffer.alloc(300 * 1024 * 1024)), { ...auth(), 'Content-Encoding': 'deflate' })],
  ['a brotli bomb', 413, () => post(brotliCompressSync(Buffer.alloc(300 * 1024 * 1024), { params: { 1: 1 } }), { ...auth(), 'Content-Encoding': 'br' })],
  ['an event over 1 MiB', 413, () => post(envelope({ message: 'x'.repeat(1_200_000) }))],
  ['a header that is not JSON', 400, () => post('hello\n{"type":"event"}\n{}\n')],
  ['an item header that is not JSON', 400, () => post('{}\nhello\n{}\n')],
  ['a length beyond the end', 400, () => post('{}\n{"type":"event","length":99999}\n{}\n')],
  ['too many items', 413, () => post(`{}\n${'{"type":"client_report","length":2}\n{}\n'.repeat(600)}`)],
  ['a protocol version of the future', 400, () => post(envelope(), { 'X-Sentry-Auth': `Sentry sentry_version=9, sentry_key=${key}` })],
];
for (const [name, status, send] of cases) {
  test(`${name}: ${status}`, async () => {
    const answer = await send();
    assert.equal(answer.status, status, await answer.text());
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    await unharmed();
  });
}

test('a wrong key is refused and a right one from the same address is not', async () => {
  const wrong = { 'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${id()}` };
  for (let i = 0; i < 150; i++) assert.ok([400, 401, 403].includes((await post(envelope(), wrong)).status));
  await unharmed();
});

test('OPTIONS works without auth', async () => {
  const answer = await fetch(endpoint, { method: 'OPTIONS', headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' } });
  assert.ok(answer.ok);
  assert.match(answer.headers.get('access-control-allow-headers').toLowerCase(), /x-sentry-auth/);
});

const odd = {
  'nulls everywhere': { exception: null, breadcrumbs: null, tags: null, user: null, request: null, contexts: null, extra: null, sdk: null, message: 'nulls' },
  'wrong types': { exception: 17, breadcrumbs: 'x', tags: 3, user: [], request: 5, contexts: 'c', level: 12, timestamp: {}, message: 'types' },
  'ten thousand tags': { message: 'tags', tags: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`tag${i}`, 'v'])) },
  'a deep tree': { message: 'deep', extra: { a: Array.from({ length: 100 }).reduce(inner => ({ inner }), {}) } },
  'a far future': { message: 'future', timestamp: 4_102_444_800 },
  'a far past': { message: 'past', timestamp: 86_400 },
  'markup': { message: '<img src=x onerror=alert(1)>' },
  'control characters': { message: 'a\u0000b\u001b[31m\ud83d\ude00' },
};
test('odd events are kept, with what is wrong left out', async () => {
  for (const [name, event] of Object.entries(odd)) {
    const eventId = id();
    const answer = await post(envelope({ ...event, event_id: eventId }, eventId));
    assert.equal(answer.status, 200, name);
    const stored = await server.until(name, () => server.api(`/projects/acme/door/events/${eventId}/`));
    assert.equal(stored.eventID, eventId);
    if (name === 'wrong types') assert.ok(stored.errors.length > 0, 'what was left out is not told');
    const age = Math.abs(Date.parse(stored.dateCreated) - Date.now());
    assert.ok(age < 10 * 60_000, `${name}: dated ${stored.dateCreated}`);
  }
});

test('a tree of a hundred thousand levels ends in the ledger and harms nothing', async () => {
  const levels = 100_000;
  for (const payload of [`{"message":"abyss","extra":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`, '{"a":'.repeat(levels), '['.repeat(levels)]) {
    const eventId = id();
    const answer = await post(`{"event_id":"${eventId}"}\n{"type":"event"}\n${payload}\n`);
    assert.equal(answer.status, 200, await answer.text());
    await unharmed();
  }
  await server.until('the outcomes', async () => {
    const { ledger, queue } = await (await server.request('/api/native/system')).json();
    const ended = ledger.rows.filter(row => row.outcome !== 'client_discard').reduce((sum, row) => sum + row.quantity, 0);
    return queue.lagRecords === 0 && ended === ledger.received && ledger.rows.some(row => row.outcome === 'invalid');
  });
});

test('one broken item of an envelope takes no other with it', async () => {
  const eventId = id();
  const answer = await server.envelope(project.dsn, [
    [{ type: 'attachment', filename: 'a.txt' }, 'kept'], [{ type: 'session' }, 'no session'], [{ type: 'client_report' }, '[]'],
    [{ type: 'event' }, { event_id: eventId, message: 'the good one' }], [{ type: 'user_report' }, '{"event_id":7}'],
  ], { event_id: eventId });
  assert.equal(answer.status, 200);
  const stored = await server.until('the event', () => server.api(`/projects/acme/door/events/${eventId}/`));
  assert.equal(stored.title, 'the good one');
  await server.until('the attachment', async () => (await server.api(`/projects/acme/door/events/${eventId}/attachments/`)).length === 1);
});

test('broken text is kept as far as it can be read', async () => {
  const eventId = id();
  const broken = Buffer.concat([Buffer.from(`{"event_id":"${eventId}"}\n{"type":"event"}\n{"message":"caf`), Buffer.from([0xff, 0xfe]), Buffer.from('","extra":{"n":NaN}}\n')]);
  assert.equal((await post(broken)).status, 200);
  const stored = await server.until('the event', () => server.api(`/projects/acme/door/events/${eventId}/`));
  assert.match(stored.title, /^caf/);
});

test('an event sent twice is stored and counted once, and the ledger adds up', async () => {
  const eventId = id();
  const twice = envelope({ event_id: eventId, message: 'only once', fingerprint: ['only-once'] }, eventId);
  for (let i = 0; i < 3; i++) assert.equal((await post(twice)).status, 200);
  const issue = await server.until('the issue', async () => (await server.issues('door', 'only once'))[0]);
  await server.until('the duplicates in the ledger', async () => {
    const stats = await server.api('/organizations/acme/stats_v2/?groupBy=outcome&groupBy=reason&category=error&field=sum(quantity)&interval=1h&statsPeriod=1d');
    const sum = stats.groups.reduce((total, group) => total + (/duplicate/.test(JSON.stringify(group.by)) ? group.totals['sum(quantity)'] : 0), 0);
    return sum >= 2;
  });
  assert.equal((await server.api(`/organizations/acme/issues/${issue.id}/`)).count, '1');
});

test('what is not processed yet is accepted and shown as unsupported', async () => {
  const answer = await server.envelope(project.dsn, [[{ type: 'replay_event' }, { type: 'replay_event', replay_id: id() }], [{ type: 'a_future_type' }, {}]]);
  assert.equal(answer.status, 200);
  await server.until('the ledger', async () => {
    const system = await (await server.request('/api/native/system')).json();
    return system.ledger.rows.some(row => row.outcome === 'unsupported');
  });
});

test('a key is limited, disabled and enabled', async () => {
  const path = `/api/0/projects/acme/door/keys/`;
  const fresh = await (await server.request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: 'limited', rateLimit: { count: 3, window: 60 } }) })).json();
  const send = () => post(envelope(), { 'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${fresh.public}` });
  await server.until('the new key', async () => (await send()).status === 200);
  let limited;
  for (let i = 0; i < 6 && !limited; i++) {
    const answer = await send();
    if (answer.status === 429) limited = answer;
  }
  assert.ok(limited, 'no 429');
  assert.ok(Number(limited.headers.get('retry-after')) > 0);
  assert.match(limited.headers.get('x-sentry-rate-limits'), /:key:/);
  await server.request(`${path}${fresh.id}/`, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ isActive: false }) });
  await server.until('the disabled key', async () => [401, 403].includes((await send()).status));
  await unharmed();
});
