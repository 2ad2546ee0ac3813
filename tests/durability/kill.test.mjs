// kill -9 under load at random moments: every acknowledged event is found exactly once, counters equal stored rows.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Server, sleep } from '../lib/server.mjs';

const ROUNDS = Number(process.env.BARTIZAN_TEST_KILL_ROUNDS ?? 12);
const SENDERS = 8;
const KINDS = 7;

let server;
let project;
before(async () => {
  server = await Server.start();
  ({ kill: project } = server.setUp(['kill', 'python']));
});
after(() => server?.stop());

const makeEvent = n => ({
  event_id: randomBytes(16).toString('hex'), platform: 'python', timestamp: Date.now() / 1000, user: { id: String(n % 50) },
  exception: { values: [{ type: `Kind${n % KINDS}Error`, value: `failure ${n}`, stacktrace: { frames: [{ function: `step${n % KINDS}`, filename: 'app/job.py', lineno: n, in_app: true }] } }] },
});

/** Sends until told to stop; answers the ids that were acknowledged. Some are sent twice, as SDKs do after a lost answer. */
async function sender(state, acknowledged) {
  while (!state.stop) {
    const event = makeEvent(state.next++);
    const ok = await server.event(project.dsn, event).then(r => r.status === 200, () => false);
    if (ok) acknowledged.add(event.event_id);
    if (ok && state.next % 10 === 0) await server.event(project.dsn, event).catch(() => null);
  }
}

test(`${ROUNDS} kills lose and double nothing`, async () => {
  const acknowledged = new Set();
  const state = { next: 0, stop: false };
  for (let round = 0; round < ROUNDS; round++) {
    state.stop = false;
    const senders = Array.from({ length: SENDERS }, () => sender(state, acknowledged));
    await sleep(300 + Math.random() * 1500);
    await server.signal('SIGKILL');
    state.stop = true;
    await Promise.all(senders);
    await server.launch();
  }
  assert.ok(acknowledged.size > ROUNDS * 20, `only ${acknowledged.size} events were acknowledged`);
  await server.until('an empty queue', async () => {
    const text = await (await server.request('/metrics')).text();
    return /^bartizan_queue_lag_records 0$/m.test(text);
  }, { seconds: 60 });

  const stored = (await server.all('/projects/acme/kill/events/?statsPeriod=1d')).map(e => e.eventID);
  const unique = new Set(stored);
  assert.equal(stored.length, unique.size, 'an event is stored twice');
  const lost = [...acknowledged].filter(id => !unique.has(id));
  assert.deepEqual(lost, [], `${lost.length} of ${acknowledged.size} acknowledged events are lost`);

  // Counted where items come in and where they end, each in the transaction of its batch: exact across kills.
  const { ledger } = await (await server.request('/api/native/system')).json();
  const ended = ledger.rows.filter(row => row.outcome !== 'client_discard').reduce((sum, row) => sum + row.quantity, 0);
  assert.equal(ledger.received, ended, 'the ledger does not add up');
  assert.ok(ledger.received >= unique.size);

  const issues = await server.issues('kill');
  assert.equal(issues.length, KINDS);
  const counted = issues.reduce((sum, issue) => sum + Number(issue.count), 0);
  assert.equal(counted, unique.size, 'issue counters differ from stored events');
  for (const issue of issues) {
    const events = await server.all(`/organizations/acme/issues/${issue.id}/events/`);
    assert.equal(String(events.length), issue.count, `${issue.shortId} counts ${issue.count}, stores ${events.length}`);
  }
});
