// A volume that really runs full: the door closes with 429 before it is too late, reading goes on, nothing acknowledged is
// lost, and when space is back so is the door. Needs a small file system of its own: root may mount one.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { doctor, sendEvents, storedIds, untilStored } from '../lib/damage.mjs';
import { Server, sleep } from '../lib/server.mjs';

const MIB = 1024 * 1024;
const VOLUME_MIB = 160;
const RESERVE_MIB = 24;

/** Mounts a small volume; answers why not when that is not possible. */
function mount(folder) {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME_MIB}m`, 'tmpfs', folder], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `a small volume cannot be mounted here (${String(error.stderr ?? error.message).trim()}); run as root to test a full disk`;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'bartizan-full-'));
const skip = mount(folder);
const filler = join(folder, 'filler');
const free = () => { const stats = statfsSync(folder); return stats.bavail * stats.bsize; };

/** Writes until so many bytes are left. */
function fill(left) {
  const handle = openSync(filler, 'a');
  const block = Buffer.alloc(64 * 1024);
  try {
    while (free() > left) writeSync(handle, block, 0, Math.min(block.length, Math.max(4096, free() - left)));
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  } finally {
    closeSync(handle);
  }
}

let server;
let dsn;
const acknowledged = [];
before(async () => {
  if (skip) return;
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  server = await Server.start({ dataDir, env: { BARTIZAN_DISK_RESERVE_BYTES: `${RESERVE_MIB}MiB` } });
  ({ full: { dsn } } = server.setUp(['full', 'python']));
});
after(async () => {
  await server?.stop();
  await sleep(100);
  if (!skip) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

const refusal = () => server.until('a refusal', async () => {
  const answer = await server.event(dsn, { event_id: '00000000000000000000000000000001', message: 'too much' });
  return answer.status === 200 ? (await sleep(200), null) : answer;
});
const accepted = () => server.until('the door to open', async () => (await sendEvents(server, dsn, 1))[0], { seconds: 40 });

test('under its reserve the door answers 429, reading goes on, and it opens again', { skip: skip ?? false }, async () => {
  acknowledged.push(...await sendEvents(server, dsn, 20));
  assert.equal(acknowledged.length, 20);
  await untilStored(server, 'full', acknowledged);
  fill((RESERVE_MIB - 2) * MIB);
  const refused = await refusal();
  assert.equal(refused.status, 429, await refused.text());
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.match(refused.headers.get('x-sentry-rate-limits'), /disk_full/);
  assert.equal((await server.issues('full')).length >= 1, true, 'reading goes on');
  assert.equal((await server.request(`/api/0/projects/acme/full/events/${acknowledged[0]}/`)).status, 200);
  assert.equal((await server.request('/health')).status, 200);
  assert.match(JSON.stringify(doctor(server).report.problems), /reserve/);
  rmSync(filler);
  acknowledged.push(await accepted());
  await untilStored(server, 'full', acknowledged);
});

test('on a volume without one free byte nothing acknowledged is lost', { skip: skip ?? false }, async () => {
  // Senders go on while the last bytes go.
  let stop = false;
  const sender = async () => {
    while (!stop) {
      acknowledged.push(...await sendEvents(server, dsn, 1).catch(() => []));
      await sleep(5);
    }
  };
  const senders = [sender(), sender(), sender()];
  await sleep(300);
  fill(0);
  await sleep(2_000);
  stop = true;
  await Promise.all(senders);
  assert.equal((await refusal()).status, 429);
  assert.equal((await server.request('/health')).status, 200);
  await server.signal('SIGKILL');
  rmSync(filler);
  await server.launch();
  acknowledged.push(await accepted());
  await untilStored(server, 'full', acknowledged);
  const stored = await storedIds(server, 'full');
  assert.equal(new Set(stored).size, stored.length, 'an event is stored twice');
});
