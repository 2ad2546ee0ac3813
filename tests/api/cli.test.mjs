// The command line as operators use it, beside a running server and without one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { BINARY, Server } from '../lib/server.mjs';

let server;
let project;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bartizan-cli-'));
  server = await Server.start();
  ({ shop: project } = server.setUp(['shop', 'python']));
});
after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (args, env = {}, input = '') => spawnSync(BINARY, args, { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8', input, cwd: folder });

test('an unknown setting is refused with the nearest right one', () => {
  const wrong = run(['config', 'check'], { BARTIZAN_LISTN: ':1' });
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.stderr, /BARTIZAN_LISTN.*did you mean BARTIZAN_LISTEN\?/);
  writeFileSync(join(folder, 'bartizan.toml'), 'retention_day = 3\n');
  assert.match(run(['config', 'check']).stderr, /did you mean retention_days\?/);
  rmSync(join(folder, 'bartizan.toml'));
});

test('config check tells every value and its source', () => {
  const rows = JSON.parse(run(['config', 'check', '--json'], { BARTIZAN_RETENTION_DAYS: '30', BARTIZAN_S3_SECRET_KEY: 'hush' }).stdout);
  const row = rows.find(r => r.name === 'retention_days');
  assert.deepEqual([row.value, row.source], ['30', 'BARTIZAN_RETENTION_DAYS']);
  assert.ok(!JSON.stringify(rows).includes('hush'));
});

test('every setting is a flag, which beats variable and file', () => {
  writeFileSync(join(folder, 'bartizan.toml'), 'retention_days = 3\nworkers = 3\nlog = "debug"\n');
  const checked = run(['config', 'check', '--json', '--retention-days', '5', '--disk-reserve-bytes=1GiB'], { BARTIZAN_RETENTION_DAYS: '4', BARTIZAN_WORKERS: '4' });
  rmSync(join(folder, 'bartizan.toml'));
  const rows = Object.fromEntries(JSON.parse(checked.stdout).map(row => [row.name, row]));
  assert.deepEqual([rows.retention_days.value, rows.retention_days.source], ['5', 'flag']);
  assert.deepEqual([rows.disk_reserve_bytes.value, rows.disk_reserve_bytes.source], ['1GiB', 'flag']);
  assert.deepEqual([rows.workers.value, rows.workers.source], ['4', 'BARTIZAN_WORKERS']);
  assert.deepEqual([rows.log.value, rows.log.source], ['debug', 'bartizan.toml']);
  const help = run(['serve', '--help']).stdout;
  for (const { flag, name } of Object.values(rows)) {
    assert.equal(flag === null, /^s3_.*_key$/.test(name), `${name} has the flag ${flag}`);
    if (flag) assert.match(help, new RegExp(`${flag} <`));
  }
  const wrong = run(['serve', '--retention-day', '5']);
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.stderr, /--retention-days/);
  assert.match(run(['serve', '--s3-secret-key', 'hush']).stderr, /BARTIZAN_S3_SECRET_KEY_FILE/);
});

test('what would lame the server is refused by name, by serve as by config check', () => {
  const data = join(folder, 'never-made');
  for (const [variable, value, right] of [
    ['DISK_RESERVE_BYTES', '0', /16MiB/], ['QUEUE_MAX_BYTES', '1', /16MiB/], ['INDEX_MEMORY_BYTES', '1', /16MiB/],
    ['TRUSTED_PROXIES', '0.0.0.0/0', /10\.0\.0\.0\/8/], ['S3_ENDPOINT', 'http://127.0.0.1:1', /s3_bucket/], ['LOG', 'bartizan=loud', /log filter/],
  ]) {
    for (const command of [['config', 'check'], ['serve', '--data-dir', data, '--listen', '127.0.0.1:0']]) {
      const refused = run(command, { [`BARTIZAN_${variable}`]: value });
      assert.equal(refused.status, 1, variable);
      assert.match(refused.stderr, new RegExp(`${variable.toLowerCase()} = "${value}" \\(from BARTIZAN_${variable}\\)`));
      assert.match(refused.stderr, right);
    }
  }
  assert.equal(existsSync(data), false);
});

test('variables that Kubernetes sets for a Service of our name are no settings', () => {
  const env = { BARTIZAN_SERVICE_HOST: '10.0.0.7', BARTIZAN_SERVICE_PORT: '9000', BARTIZAN_PORT: 'tcp://10.0.0.7:9000', BARTIZAN_PORT_9000_TCP_PORT: '9000' };
  assert.equal(run(['config', 'check'], env).status, 0);
  assert.match(run(['config', 'check'], { BARTIZAN_PORT: '9000' }).stderr, /BARTIZAN_PORT/);
});

test('a key is rotated: the new one is taken, the old one refused until it is switched on again', async () => {
  const which = ['--org', 'acme', '--project', 'turned'];
  const made = server.cli(['project', 'create', '--org', 'acme', 'turned']);
  const rotated = server.cli(['key', 'rotate', ...which]);
  const listed = server.cli(['key', 'list', ...which]);
  assert.deepEqual(listed.map(key => key.active).sort(), [false, true]);
  assert.equal(listed.find(key => !key.active).dsn, made.dsn);
  assert.equal(listed.find(key => key.active).dsn, rotated.dsn);
  const answers = dsn => async () => (await server.event(dsn, { message: 'turned' })).status;
  await server.until('the old key to be refused', async () => await answers(made.dsn)() === 403);
  await server.until('the new key to be taken', async () => await answers(rotated.dsn)() === 200);
  server.cli(['key', 'enable', rotated.disabled, ...which]);
  await server.until('the old key to be taken again', async () => await answers(made.dsn)() === 200);
  assert.match(run(['key', 'rotate', ...which, '--data-dir', server.dataDir]).stderr, /several keys are on/);
  server.cli(['key', 'disable', rotated.key, ...which]);
  assert.match(run(['key', 'list', '--org', 'acme', '--project', 'turnd', '--data-dir', server.dataDir]).stderr, /did you mean turned\?/);
});

test('create answers id, slug and DSN as JSON', () => {
  assert.match(project.id, /^\d+$/);
  assert.equal(project.slug, 'shop');
  assert.match(project.dsn, new RegExp(`^http://[0-9a-f]{32}@127\\.0\\.0\\.1:${server.port}/${project.id}$`));
});

test('mistakes are told with what would be right', () => {
  const data = ['--data-dir', server.dataDir];
  assert.match(run(['project', 'create', '--org', 'acne', 'x', ...data]).stderr, /no organisation "acne"; did you mean acme\?/);
  assert.match(run(['project', 'create', '--org', 'acme', 'shop', ...data]).stderr, /exists/);
  assert.match(run(['org', 'create', 'Not A Slug', ...data]).stderr, /slug|lower|letters/i);
  assert.match(run(['token', 'create', '--user', 'jane@example.com', '--org', 'acme', '--scope', 'event:reed', ...data]).stderr, /did you mean event:read\?/);
});

test('send-test is seen as an issue', async () => {
  const { event_id: eventId } = server.cli(['send-test', project.dsn]);
  await server.until('the event', () => server.api(`/projects/acme/shop/events/${eventId}/`));
  assert.match(run(['send-test', 'http://nobody@127.0.0.1:9/1']).stderr, /not a DSN|no answer/);
});

test('healthcheck follows the server', () => {
  const ask = port => run(['healthcheck', '--url', `http://127.0.0.1:${port}`]).status;
  assert.equal(ask(server.port), 0);
  assert.notEqual(ask(9), 0);
});

test('the demo goes through the front door', async () => {
  const answer = server.cli(['demo', '--days', '2', '--scale', '0.02']);
  assert.ok(answer.events > 50);
  await server.until('the demo issues', async () => (await server.api('/organizations/larkfield/issues/?query=&statsPeriod=14d')).length >= 10);
});

test('a backup taken under load is restored whole', async () => {
  let sending = true;
  const load = (async () => {
    for (let n = 0; sending; n++) await server.event(project.dsn, { message: `during backup ${n}`, fingerprint: ['backup'] });
  })();
  const file = join(folder, 'backup.tar.zst');
  const before = await server.until('an event of the load', async () => (await server.issues('shop', 'backup'))[0]);
  server.cli(['backup', file]);
  sending = false;
  await load;
  assert.ok(existsSync(file));

  const copy = join(folder, 'copy');
  const restored = run(['restore', file, '--data-dir', copy]);
  assert.equal(restored.status, 0, restored.stderr);
  assert.notEqual(run(['restore', file, '--data-dir', copy]).status, 0, 'a second restore overwrites');
  const second = await Server.start({ dataDir: copy });
  try {
    second.token = server.token;
    await second.until('the replay', async () => /^bartizan_queue_lag_records 0$/m.test(await (await second.request('/metrics')).text()));
    const issue = (await second.issues('shop', 'backup'))[0];
    assert.ok(Number(issue.count) >= Number(before.count));
    assert.equal(String((await second.all(`/organizations/acme/issues/${issue.id}/events/`)).length), issue.count);
  } finally {
    await second.stop();
  }
});

test('a backup that is cut short or damaged restores nothing, and a whole one does afterwards', () => {
  const file = join(folder, 'whole.tar.zst');
  server.cli(['backup', file]);
  const bytes = readFileSync(file);
  const broken = Buffer.from(bytes);
  broken[Math.floor(bytes.length / 2)] ^= 0x55;
  const copy = join(folder, 'all-or-nothing');
  for (const damaged of [bytes.subarray(0, Math.floor(bytes.length * 0.85)), broken]) {
    writeFileSync(join(folder, 'damaged.tar.zst'), damaged);
    const refused = run(['restore', join(folder, 'damaged.tar.zst'), '--data-dir', copy]);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /nothing was restored/);
    assert.deepEqual(readdirSync(copy), ['bartizan.lock']);
  }
  writeFileSync(join(copy, 'notes.txt'), 'of somebody else');
  assert.match(run(['restore', file, '--data-dir', copy]).stderr, /not empty.*notes\.txt/);
  rmSync(join(copy, 'notes.txt'));
  assert.equal(run(['restore', file, '--data-dir', copy]).status, 0);
  assert.equal(run(['doctor', '--data-dir', copy]).status, 0);
});

test('a reader who leaves early is no failure', () => {
  const piped = spawnSync('bash', ['-c', 'set -o pipefail; "$0" openapi | head -c 10', BINARY], { encoding: 'utf8' });
  assert.deepEqual([piped.status, piped.stderr], [0, '']);
});

test('doctor finds a sound installation sound, and a repair needs the stores for itself', async () => {
  const data = ['--data-dir', server.dataDir];
  assert.equal(run(['doctor', ...data]).status, 0);
  assert.match(run(['doctor', '--repair', ...data]).stderr, /stop the server/);
});

test('serve refuses a folder in use', () => {
  const second = run(['serve', '--data-dir', server.dataDir, '--listen', '127.0.0.1:0']);
  assert.notEqual(second.status, 0);
  assert.match(second.stderr, /in use by a running server/);
});

test('openapi prints the contract', () => {
  const document = JSON.parse(run(['openapi']).stdout);
  assert.match(document.openapi, /^3\./);
  assert.ok(Object.keys(document.paths).length > 40);
});
