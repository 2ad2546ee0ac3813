// What tests of damage need: events with known ids, `doctor` with its exit status, broken bytes, a held database lock.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BINARY } from './server.mjs';

/** Sends events one after another; answers the ids that were acknowledged. */
export async function sendEvents(server, dsn, count) {
  const acknowledged = [];
  for (let i = 0; i < count; i++) {
    const id = randomBytes(16).toString('hex');
    const event = {
      event_id: id, platform: 'python', timestamp: Date.now() / 1000, extra: { filler: randomBytes(400).toString('base64') },
      exception: { values: [{ type: 'DamageError', value: `number ${i}`, stacktrace: { frames: [{ function: 'run', filename: 'app/job.py', lineno: 7, in_app: true }] } }] },
    };
    if ((await server.event(dsn, event)).status === 200) acknowledged.push(id);
  }
  return acknowledged;
}

/** Ids of all stored events of a project of `acme`. */
export async function storedIds(server, project) {
  return (await server.all(`/projects/acme/${project}/events/?statsPeriod=1d`)).map(event => event.eventID);
}

export async function untilStored(server, project, ids) {
  return server.until(`${ids.length} events`, async () => {
    const stored = new Set(await storedIds(server, project));
    return ids.every(id => stored.has(id)) && stored;
  }, { seconds: 40 });
}

/** Runs `doctor` on the folder: exit status, what it printed as JSON, and its message. */
export function doctor(server, ...options) {
  const run = spawnSync(BINARY, ['doctor', ...options, '--json', '--data-dir', server.dataDir], { encoding: 'utf8' });
  return { status: run.status, report: run.stdout.trim() ? JSON.parse(run.stdout) : null, message: run.stderr };
}

/** All files below a folder with this ending, largest first. */
export function filesBelow(folder, ending = '') {
  const names = readdirSync(folder, { recursive: true }).map(name => join(folder, name));
  return names.filter(name => name.endsWith(ending) && statSync(name).isFile()).sort((a, b) => statSync(b).size - statSync(a).size);
}

/** Turns `count` bytes at a place of a file into others. */
export function breakBytes(file, at, count = 16) {
  const handle = openSync(file, 'r+');
  try {
    const bytes = Buffer.alloc(count);
    const read = readSync(handle, bytes, 0, count, at);
    for (let i = 0; i < read; i++) bytes[i] ^= 0x5a;
    writeSync(handle, bytes, 0, read, at);
  } finally {
    closeSync(handle);
  }
}

/** Another process that holds the write lock of the metadata file; `release()` gives it back. */
export async function holdLock(server) {
  const script = 'import sqlite3,sys\nc=sqlite3.connect(sys.argv[1],timeout=30,isolation_level=None)\nc.execute("BEGIN IMMEDIATE")\nprint("held",flush=True)\nsys.stdin.read()\nc.execute("ROLLBACK")\n';
  const holder = spawn('python3', ['-c', script, join(server.dataDir, 'meta.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  return {
    release: async () => {
      holder.stdin.end();
      await once(holder, 'exit');
    },
  };
}
