// kill -9 while stored events are grouped anew, also while they move: every event ends in exactly one issue, and counters
// equal stored rows.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Server, sleep } from '../lib/server.mjs';

const EVENTS = Number(process.env.BARTIZAN_TEST_REGROUP_EVENTS ?? 3000);
const KINDS = 8;
const USERS = 60;
/** Kills while events move that there are to be, and how many of them in one job. */
const KILLS_WHILE_MOVING = 6;
const KILLS_OF_A_JOB = 3;
/** Chunks of 200 events are moved in about the time of a few requests: it is looked that often. */
const LOOK_MS = 5;
const BATCH = 40;
const GROUPING = '/api/native/organizations/acme/projects/shop/grouping';
const DAYS = 3;
const OPEN = ['waiting', 'looking', 'moving'];

/** One of a few kinds of failure, each in two places of the application: with the rule the place counts no more. */
function failure(n) {
  const [kind, place] = [n % KINDS, Math.floor(n / KINDS) % 2];
  return {
    event_id: randomBytes(16).toString('hex'), platform: 'python', timestamp: Date.now() / 1000 - (n % 7200), user: { id: String(n % USERS) },
    exception: { values: [{ type: `Kind${kind}Error`, value: `failure ${n}`, stacktrace: { frames: [
      { function: `job${place}`, filename: `jobs/job${place}.py`, module: `jobs.job${place}`, lineno: 7, in_app: true },
      { function: `step${kind}`, filename: 'app/step.py', module: 'app.step', lineno: 9, in_app: true },
    ] } }] },
  };
}

async function send(server, dsn, count) {
  const kinds = new Map();
  for (let from = 0; from < count; from += BATCH) {
    await Promise.all(Array.from({ length: Math.min(BATCH, count - from) }, async (_, at) => {
      const event = failure(from + at);
      assert.equal((await server.event(dsn, event)).status, 200);
      kinds.set(event.event_id, event.exception.values[0].type);
    }));
  }
  return kinds;
}

const stored = server => server.all('/projects/acme/shop/events/?statsPeriod=3d');

async function call(server, path, method, body) {
  const answer = await server.request(`${GROUPING}${path}`, { method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
  assert.equal(answer.status, 200, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

const writeRules = (server, stackRules) => call(server, '', 'PUT', { stackRules, fingerprintRules: '' });
const newestJob = async server => (await call(server, '/regroup', 'GET'))[0];

/** Kills the server at a random moment of the phase; answers the job as it was last seen. */
async function killIn(server, phase) {
  let job;
  for (;;) {
    job = await newestJob(server);
    if (job.state === phase || !OPEN.includes(job.state)) break;
    await sleep(LOOK_MS);
  }
  await sleep(Math.random() * 250);
  await server.signal('SIGKILL');
  return job;
}

/** Each stored event is in the issue of its group, once, and what issues count is what is stored. */
async function assertWhole(server, kinds, issuesWanted) {
  const events = await stored(server);
  assert.equal(events.length, kinds.size, 'events are lost or doubled');
  assert.equal(new Set(events.map(event => event.eventID)).size, kinds.size, 'an event is stored twice');
  const issues = await server.issues('shop');
  assert.equal(issues.length, issuesWanted, issues.map(issue => `${issue.shortId} ${issue.title} ${issue.count}`).join('\n'));
  const seen = new Map();
  for (const issue of issues) {
    const own = await server.all(`/organizations/acme/issues/${issue.id}/events/`);
    assert.equal(String(own.length), issue.count, `${issue.shortId} counts ${issue.count} and stores ${own.length}`);
    assert.equal(issue.userCount, new Set(own.map(event => event.user?.id)).size, `users of ${issue.shortId}`);
    assert.equal(new Set(own.map(event => kinds.get(event.eventID))).size, 1, `${issue.shortId} holds events of several kinds`);
    for (const { eventID } of own) seen.set(eventID, (seen.get(eventID) ?? 0) + 1);
  }
  assert.ok([...kinds.keys()].every(id => seen.get(id) === 1), 'an event is in no issue, or in two');
}

test(`kills while ${EVENTS} events move lose and double nothing`, async () => {
  const server = await Server.start();
  try {
    const { shop } = server.setUp(['shop', 'python']);
    const kinds = await send(server, shop.dsn, EVENTS);
    await server.until('all stored', async () => (await stored(server)).length === EVENTS, { seconds: 120 });
    await assertWhole(server, kinds, KINDS * 2);

    const killedIn = { waiting: 0, looking: 0, moving: 0, done: 0 };
    // To and fro, so that there is something to move for every kill: by a rule the two places of a kind are one issue, and
    // when that is taken back they are two again.
    for (let round = 0; killedIn.moving < KILLS_WHILE_MOVING; round++) {
      assert.ok(round < 8, `events did not move long enough to be interrupted: ${JSON.stringify(killedIn)}`);
      const together = round % 2 === 0;
      if (together) {
        await writeRules(server, 'module:jobs.* -app');
        await call(server, '/regroup', 'POST', { days: DAYS });
      } else {
        await call(server, `/regroup/${(await newestJob(server)).id}/undo`, 'POST', { rules: true });
      }
      // Also in the phase before, at first.
      if (round < 2) {
        killedIn[(await killIn(server, 'looking')).state] += 1;
        await server.launch();
      }
      for (let kill = 0; kill < KILLS_OF_A_JOB; kill++) {
        const job = await killIn(server, 'moving');
        await server.launch();
        killedIn[job.state] += 1;
        const after = await newestJob(server);
        assert.ok(after.moved >= job.moved, `it had moved ${job.moved} and has ${after.moved}`);
        if (!OPEN.includes(after.state)) break;
      }
      await server.until('the end of the job', async () => !OPEN.includes((await newestJob(server)).state), { seconds: 120 });
      const job = await newestJob(server);
      assert.deepEqual([job.state, job.note], ['done', null]);
      assert.equal(job.moved, job.planned);
      assert.ok(job.planned > 0);
      await assertWhole(server, kinds, together ? KINDS : KINDS * 2);
    }
    assert.ok(killedIn.looking > 0, JSON.stringify(killedIn));
  } finally {
    await server.stop();
  }
});
