// Days that are over are written anew: with `repack` killed at any moment, every event stays as it was.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { doctor, filesBelow } from '../lib/damage.mjs';
import { BINARY, Server, sleep } from '../lib/server.mjs';

const EVENTS = 1200;
const ISSUES = 6;
const DAYS_AGO = 3;
const ROUNDS = 15;

/** Events of a day that is over; those of an issue have a long text in common. */
async function sendOldEvents(server, dsn) {
  const common = Array.from({ length: ISSUES }, () => randomBytes(1500).toString('base64'));
  const timestamp = Math.floor(Date.now() / 86_400_000 - DAYS_AGO) * 86_400 + 3_600;
  const sent = new Map();
  const send = async i => {
    const id = randomBytes(16).toString('hex');
    const event = {
      event_id: id, platform: 'python', timestamp: timestamp + i, extra: { common: common[i % ISSUES], number: i },
      exception: { values: [{ type: `Old${i % ISSUES}Error`, value: `number ${i}`, stacktrace: { frames: [{ function: `run${i % ISSUES}`, filename: 'app/job.py', lineno: 7, in_app: true }] } }] },
    };
    assert.equal((await server.event(dsn, event)).status, 200);
    sent.set(id, i);
  };
  for (let i = 0; i < EVENTS; i += 20) await Promise.all(Array.from({ length: 20 }, (_, n) => send(i + n)));
  return sent;
}

const packNames = day => readdirSync(join(day, 'packs')).sort();

test(`${ROUNDS} kills during a repack harm nothing`, async () => {
  const server = await Server.start();
  try {
    const { old } = server.setUp(['old', 'python']);
    const sent = await sendOldEvents(server, old.dsn);
    const listed = async () => (await server.all('/projects/acme/old/events/?statsPeriod=14d')).length;
    await server.until('all stored', async () => (await listed()) === EVENTS, { seconds: 60 });
    await server.halt();
    const days = join(server.dataDir, 'events', 'errors');
    const day = join(days, readdirSync(days).find(name => /^\d{4}-/.test(name)));
    assert.deepEqual(packNames(day).filter(name => name.endsWith('.sealed')), []);
    const before = filesBelow(join(day, 'packs')).length;
    assert.ok(before > 0);

    const ends = new Set();
    for (let round = 0; round < ROUNDS; round++) {
      const repack = spawn(BINARY, ['repack', '--data-dir', server.dataDir], { stdio: 'ignore' });
      const ended = once(repack, 'exit');
      await sleep(10 + round * 12);
      repack.kill('SIGKILL');
      await ended;
      ends.add(packNames(day).map(name => name.split('.')[1]).join());
      const found = doctor(server);
      assert.equal(found.status, 0, `round ${round}: ${found.message} ${JSON.stringify(found.report)}`);
    }
    assert.ok(ends.size > 0);
    const told = server.cli(['repack']);
    assert.ok(told.packs <= before);
    const names = packNames(day);
    assert.ok(names.some(name => name.endsWith('.sealed')) && !names.some(name => name.endsWith('.tmp')), names.join());
    assert.equal(server.cli(['repack']).packs, 0, 'there is nothing more to do');
    assert.equal(doctor(server).status, 0);

    await server.launch();
    assert.equal(await listed(), EVENTS);
    for (const [id, number] of sent) {
      if (number % 7) continue;
      const event = await server.api(`/projects/acme/old/events/${id}/`);
      assert.equal(event.context.number, number);
    }
  } finally {
    await server.stop();
  }
});
