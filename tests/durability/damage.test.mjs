// Files that are damaged or gone: a clear message, the index made again from the packs, and nothing else harmed.
import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { breakBytes, doctor, filesBelow, holdLock, sendEvents, storedIds, untilStored } from '../lib/damage.mjs';
import { Server, sleep } from '../lib/server.mjs';

const EVENTS = 30;

/** A stopped server whose folder holds events; `body` damages it. */
async function withStored(body) {
  const server = await Server.start();
  try {
    const { shop } = server.setUp(['shop', 'python']);
    const ids = await sendEvents(server, shop.dsn, EVENTS);
    assert.equal(ids.length, EVENTS);
    await untilStored(server, 'shop', ids);
    await server.halt();
    const days = join(server.dataDir, 'events', 'errors');
    const day = join(days, readdirSync(days).find(name => /^\d{4}-/.test(name)));
    await body({ server, ids, day, dsn: shop.dsn });
  } finally {
    await server.stop();
  }
}

/** Records that are acknowledged and not processed: another process keeps the database from the pipeline. */
async function withWaiting(body) {
  const server = await Server.start();
  try {
    const { shop } = server.setUp(['shop', 'python']);
    // The key is known to the door before the lock comes.
    const first = await sendEvents(server, shop.dsn, 1);
    await untilStored(server, 'shop', first);
    const lock = await holdLock(server);
    const ids = await sendEvents(server, shop.dsn, EVENTS);
    assert.equal(ids.length, EVENTS, 'the door stays open while the database is busy');
    await server.signal('SIGKILL');
    await lock.release();
    const segment = filesBelow(join(server.dataDir, 'queue'), '.seg').sort().at(-1);
    await body({ server, ids, segment, dsn: shop.dsn });
  } finally {
    await server.stop();
  }
}

function healthy(server) {
  const found = doctor(server);
  assert.equal(found.status, 0, `${found.message} ${JSON.stringify(found.report)}`);
  assert.deepEqual(found.report.problems, []);
}

for (const [name, damage] of [
  ['a missing index', day => rmSync(join(day, 'index'), { recursive: true })],
  ['an index without its list of segments', day => rmSync(join(day, 'index', 'meta.json'))],
  ['an index with broken bytes', day => filesBelow(join(day, 'index')).filter(file => statSync(file).size > 200).forEach(file => breakBytes(file, Math.floor(statSync(file).size / 2), 64))],
]) {
  test(`${name} is told and made again from the packs`, () => withStored(async ({ server, ids, day, dsn }) => {
    damage(day);
    const found = doctor(server);
    assert.notEqual(found.status, 0, 'doctor finds nothing');
    assert.ok(found.report.problems.some(problem => problem.includes(day.split('/').at(-1))), `no problem names the day: ${JSON.stringify(found.report)}`);
    assert.match(found.message, /--repair/);
    const repaired = doctor(server, '--repair');
    assert.ok(repaired.report.repaired.length > 0, JSON.stringify(repaired));
    assert.deepEqual([repaired.status, repaired.report.problems], [0, []], 'what was repaired is no problem left');
    healthy(server);
    await server.launch();
    const stored = await storedIds(server, 'shop');
    assert.deepEqual([...stored].sort(), [...ids].sort());
    const again = await sendEvents(server, dsn, 1);
    await untilStored(server, 'shop', [...ids, ...again]);
    assert.equal((await server.issues('shop'))[0].count, String(EVENTS + 1));
  }));
}

test('a server whose index is gone starts, answers and takes events', () => withStored(async ({ server, day, dsn }) => {
  rmSync(join(day, 'index'), { recursive: true });
  await server.launch();
  assert.equal((await server.issues('shop')).length, 1, 'issues are metadata');
  const fresh = await sendEvents(server, dsn, 3);
  assert.equal(fresh.length, 3);
}));

test('a broken payload harms its own event only', () => withStored(async ({ server, ids, day }) => {
  const pack = filesBelow(join(day, 'packs'), '.pack')[0];
  breakBytes(pack, Math.floor(statSync(pack).size / 2), 8);
  const found = doctor(server);
  assert.notEqual(found.status, 0);
  assert.ok(found.report.problems.some(problem => problem.includes('.pack')), JSON.stringify(found.report));
  await server.launch();
  let whole = 0;
  for (const id of ids) {
    const answer = await server.request(`/api/0/projects/acme/shop/events/${id}/`);
    if (answer.ok) whole += 1;
    else assert.ok([404, 500, 503].includes(answer.status) && (await answer.json()).detail, `${id}: ${answer.status}`);
  }
  // Eight bytes may lie in two records.
  assert.ok(whole >= EVENTS - 2, `${whole} of ${EVENTS} events can be read`);
  assert.equal((await server.issues('shop'))[0].count, String(EVENTS));
}));

test('a missing pack is told, and the rest goes on', () => withStored(async ({ server, day, dsn }) => {
  for (const pack of filesBelow(join(day, 'packs'), '.pack')) rmSync(pack);
  const found = doctor(server);
  assert.notEqual(found.status, 0);
  assert.ok(found.report.problems.some(problem => /pack/.test(problem)), JSON.stringify(found.report));
  assert.equal(doctor(server, '--repair').status, 1, 'a payload that is gone cannot be repaired');
  await server.launch();
  const issue = (await server.issues('shop'))[0];
  assert.equal(issue.count, String(EVENTS), 'the issue and its counters are metadata');
  const fresh = await sendEvents(server, dsn, 3);
  await untilStored(server, 'shop', fresh);
  const listed = await server.all('/projects/acme/shop/events/?statsPeriod=1d');
  assert.equal(listed.filter(event => /damaged/.test(event.title)).length, EVENTS, 'lost payloads are shown as lost');
}));

test('damaged metadata is told by name', () => withStored(async ({ server }) => {
  const file = join(server.dataDir, 'meta.db');
  breakBytes(file, 0, 64);
  const found = doctor(server);
  assert.notEqual(found.status, 0);
  assert.match(found.message + JSON.stringify(found.report), /meta\.db|metadata/);
  await assert.rejects(server.launch(), /meta\.db|not a database/);
}));

test('a torn end of the journal is cut and all before it is read', () => withWaiting(async ({ server, ids, segment }) => {
  const size = statSync(segment).size;
  appendFileSync(segment, Buffer.alloc(200, 0xa7));
  assert.ok(statSync(segment).size > size);
  await server.launch();
  await untilStored(server, 'shop', ids);
}));

test('the last record of the journal half written', () => withWaiting(async ({ server, ids, segment, dsn }) => {
  truncateSync(segment, statSync(segment).size - 10);
  await server.launch();
  const stored = await untilStored(server, 'shop', ids.slice(0, -1));
  assert.ok(!stored.has(ids.at(-1)));
  assert.equal((await sendEvents(server, dsn, 1)).length, 1);
}));

test('a corrupt record in the journal is set aside and told; the rest is read', () => withWaiting(async ({ server, ids, segment }) => {
  breakBytes(segment, Math.floor(statSync(segment).size / 2), 4);
  const found = doctor(server);
  assert.notEqual(found.status, 0, JSON.stringify(found));
  assert.ok(found.report.problems.some(problem => /queue: record/.test(problem)), JSON.stringify(found.report));
  await server.launch();
  await server.until('an empty queue', async () => /^bartizan_queue_lag_records 0$/m.test(await (await server.request('/metrics')).text()));
  await server.until('the events', async () => (await storedIds(server, 'shop')).length >= EVENTS);
  const stored = new Set(await storedIds(server, 'shop'));
  const lost = ids.filter(id => !stored.has(id));
  assert.equal(lost.length, 1, `${lost.length} events are gone`);
  assert.match(server.output, /damaged|set aside|skipped/i, 'the log tells');
  assert.ok(filesBelow(join(server.dataDir, 'queue', 'damaged')).length > 0, 'the bytes are kept');
}));

test('a database that another process locks for seconds loses nothing and stops no door', async () => {
  const server = await Server.start();
  try {
    const { shop } = server.setUp(['shop', 'python']);
    const before = await sendEvents(server, shop.dsn, 2);
    await untilStored(server, 'shop', before);
    const lock = await holdLock(server);
    const during = await sendEvents(server, shop.dsn, 10);
    assert.equal(during.length, 10);
    assert.equal((await server.issues('shop')).length, 1, 'reading goes on');
    await sleep(6_000);
    assert.equal((await server.request('/health')).status, 200);
    await lock.release();
    const stored = await untilStored(server, 'shop', [...before, ...during]);
    assert.equal(stored.size, 12);
    assert.equal((await server.issues('shop'))[0].count, '12');
  } finally {
    await server.stop();
  }
});
