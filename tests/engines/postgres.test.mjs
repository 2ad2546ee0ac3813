// The PostgreSQL steps of the schema run on a real server and make the tables and columns SQLite has.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Server, freePort } from '../lib/server.mjs';

const STEPS = join(import.meta.dirname, '../../migrations/postgres');
const NOBODY = 65534;

/** Folder of the server's programs: in the path, or where Debian keeps them by version. */
function programs() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)).map(version => join(debian, version, 'bin')) : [];
  return [...versions, ...(process.env.PATH ?? '').split(':')].find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

/** A fresh server on a free loopback port, or why there is none. The server refuses to run as root. */
async function start() {
  const bin = programs();
  if (!bin) return { why: 'there is no PostgreSQL server here; install the package postgresql to test its schema' };
  const folder = mkdtempSync(join(tmpdir(), 'bartizan-pg-'));
  chmodSync(folder, 0o755);
  const isRoot = process.getuid() === 0;
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const who = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const run = (program, args) => execFileSync(join(bin, program), args, { ...who, cwd: folder, env: { PATH: process.env.PATH, HOME: folder }, stdio: ['ignore', 'ignore', 'pipe'] });
  const data = join(folder, 'data');
  const port = await freePort();
  try {
    run('initdb', ['-D', data, '-U', 'bartizan', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']);
    run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', `-p ${port} -k ${folder} -h 127.0.0.1 -c fsync=off -c shared_buffers=32MB`, 'start']);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { why: `PostgreSQL does not start here: ${String(error.stderr ?? error.message).trim()}` };
  }
  const psql = (...args) => execFileSync(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'bartizan', '-d', 'postgres', '-X', '-q', '-At', '-v', 'ON_ERROR_STOP=1', ...args], { encoding: 'utf8' });
  const stop = () => {
    run('pg_ctl', ['-D', data, '-m', 'fast', '-w', 'stop']);
    rmSync(folder, { recursive: true, force: true });
  };
  return { psql, stop };
}

const engine = await start();
const skip = engine.why ?? false;
let server;
before(async () => {
  if (!skip) server = await Server.start();
});
after(async () => {
  engine.stop?.();
  await server?.stop();
});

/** `table column nullable` of every column, sorted; the table of applied steps is the runner's own. */
const columns = text => text.trim().split('\n').filter(line => !line.startsWith('schema_migrations ')).sort();

test('every step runs, and tables and columns are those of SQLite', { skip }, () => {
  const steps = readdirSync(STEPS).filter(name => name.endsWith('.sql')).sort();
  assert.ok(steps.length > 0);
  for (const step of steps) engine.psql('-1', '-f', join(STEPS, step));
  const ours = columns(engine.psql('-c', "SELECT table_name || ' ' || column_name || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public'"));
  const script = `
import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
for (table,) in c.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
    for (_, name, _, notnull, _, pk) in c.execute(f'PRAGMA table_info("{table}")').fetchall():
        print(table, name, 'NO' if notnull or pk else 'YES')
`;
  const theirs = columns(execFileSync('python3', ['-c', script, join(server.dataDir, 'meta.db')], { encoding: 'utf8' }));
  assert.ok(ours.length > 50);
  assert.deepEqual(ours, theirs);
});

test('the indexes are there, and a second run of a step is refused', { skip }, () => {
  const indexes = Number(engine.psql('-c', "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"));
  assert.ok(indexes > 20, `${indexes} indexes`);
  assert.throws(() => engine.psql('-1', '-f', join(STEPS, '0001_initial.sql')), /already exists/);
});
