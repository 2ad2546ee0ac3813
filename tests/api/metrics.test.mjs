// `/metrics` as Prometheus reads it: every figure an operator was promised, of the right kind, and moving with what happens.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Server } from '../lib/server.mjs';

/** Families that must be there, by what they tell. */
const PROMISED = {
  accepted: { ingest_requests_total: 'counter', ingest_accepted_total: 'counter', ingest_answers_total: 'counter' },
  outcomes: { outcomes_total: 'counter' },
  'queue lag and bytes': { queue_lag_records: 'gauge', queue_bytes: 'gauge', queue_segments: 'gauge' },
  'fsync and commit times': {
    queue_fsyncs_total: 'counter', queue_fsync_seconds_total: 'counter', queue_fsync_last_seconds: 'gauge', events_commits_total: 'counter',
    events_commit_seconds_total: 'counter', meta_commits_total: 'counter', meta_commit_seconds_total: 'counter',
  },
  'hot rows': { meta_rows: 'gauge', meta_commit_rows_total: 'counter', meta_issues: 'gauge' },
  'file counts': { events_files: 'gauge', events_days: 'gauge' },
  'disk free': { disk_free_bytes: 'gauge', disk_total_bytes: 'gauge', disk_reserve_bytes: 'gauge' },
};
/** Tables that every event of a new issue leaves a row in. */
const WRITTEN_BY_EVENTS = ['issues', 'issue_hashes', 'issue_hours', 'issue_users', 'project_hours', 'releases', 'environments', 'ledger'];

let server;
let dsn;
before(async () => {
  server = await Server.start();
  ({ shop: { dsn } } = server.setUp(['shop', 'python']));
});
after(() => server?.stop());

/** The page in families: {name: {type, help, samples: [{labels, value}]}}; throws where it is not in the text format. */
async function scrape() {
  const answer = await server.request('/metrics');
  assert.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  const families = {};
  for (const line of (await answer.text()).trimEnd().split('\n')) {
    const comment = /^# (HELP|TYPE) bartizan_([a-z_]+) (.+)$/.exec(line);
    if (comment) {
      const family = (families[comment[2]] ??= { samples: [] });
      const part = comment[1].toLowerCase();
      assert.ok(!(part in family), `${comment[2]} is told of twice`);
      family[part] = comment[3];
      continue;
    }
    const sample = /^bartizan_([a-z_]+)(?:\{(.*)\})? (\d+(?:\.\d+)?)$/.exec(line);
    assert.ok(sample, `not a sample: ${line}`);
    assert.ok(families[sample[1]]?.type, `${sample[1]} has no type before its first sample`);
    const labels = Object.fromEntries([...(sample[2] ?? '').matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    families[sample[1]].samples.push({ labels, value: Number(sample[3]) });
  }
  return families;
}
const only = family => family.samples[0].value;

test('every promised figure is there, of the right kind', async () => {
  await server.event(dsn, { message: 'once', release: 'shop@1', environment: 'production', user: { id: '7' } });
  await server.until('the event', async () => (await server.issues('shop')).length === 1);
  const families = await server.until('all of it', async () => {
    const page = await scrape();
    return only(page.queue_lag_records) === 0 && page;
  });
  for (const [what, names] of Object.entries(PROMISED)) {
    for (const [name, type] of Object.entries(names)) {
      assert.equal(families[name]?.type, type, `${what}: ${name}`);
      assert.ok(families[name].samples.length > 0, `${what}: ${name} has no sample`);
    }
  }
  for (const [name, family] of Object.entries(families)) {
    assert.equal(family.type === 'counter', name.endsWith('_total'), `${name} is named unlike its type ${family.type}`);
  }
});

test('hot rows tell the tables that events write to, and rows written grow with events', async () => {
  const earlier = await scrape();
  const rows = Object.fromEntries(earlier.meta_rows.samples.map(({ labels, value }) => [labels.table, value]));
  // Counted at the first scrape, which may have come before the event.
  for (const table of WRITTEN_BY_EVENTS) assert.ok(table in rows, `no rows of ${table}`);
  await server.event(dsn, { message: 'twice', release: 'shop@2' });
  await server.until('more rows', async () => only((await scrape()).meta_commit_rows_total) > only(earlier.meta_commit_rows_total));
  await server.halt();
  await server.launch();
  const rowsNow = Object.fromEntries((await scrape()).meta_rows.samples.map(({ labels, value }) => [labels.table, value]));
  for (const table of WRITTEN_BY_EVENTS) assert.ok(rowsNow[table] > 0, `no row in ${table}`);
});
