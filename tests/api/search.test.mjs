// Every key of the public search syntax, asked of real events by the API: each filters as it says, in the search of issues and, where
// it is a property of events, in tables of events too.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EMAIL, Server } from '../lib/server.mjs';

/** Two errors that differ in everything, and one that has next to nothing. */
const rich = {
  event_id: 'a'.repeat(32), platform: 'python', level: 'fatal', logger: 'shop.cart', release: 'shop@1.2.3+41', dist: '41', environment: 'production',
  server_name: 'web-1', transaction: '/checkout', tags: { 'cart.size': '7', region: 'eu-1', level: 'odd' },
  message: 'order refused', sdk: { name: 'sentry.python', version: '2.75.0' },
  user: { id: '42', email: 'ann@example.com', username: 'ann', ip_address: '203.0.113.9', geo: { country_code: 'NZ', region: 'New Zealand', city: 'Nelson', subdivision: 'Tasman' } },
  request: { url: 'https://shop.example.com/checkout', method: 'POST', headers: { Referer: 'https://shop.example.com/cart' } },
  contexts: {
    os: { name: 'Android', version: '15', build: 'AP4A.250205', rooted: true }, browser: { name: 'Firefox', version: '140.0' },
    device: {
      family: 'Pixel', model: 'Pixel 9', name: 'Annes Pixel', brand: 'Google', arch: 'arm64-v8a', locale: 'en_NZ', orientation: 'portrait',
      device_unique_identifier: 'd-1', simulator: false, online: true, charging: false, battery_level: 87,
    },
    trace: { trace_id: 'c'.repeat(32), span_id: 'd'.repeat(16) }, response: { status_code: 503 }, unreal: { crash_type: 'GPUCrash' },
    flags: { values: [{ flag: 'new-cart', result: true }, { flag: 'payments.v2', result: false }] },
  },
  threads: { values: [{ id: 1, main: true, crashed: true }] },
  exception: {
    values: [{
      type: 'PaymentError', value: 'card declined by bank', thread_id: 1, mechanism: { type: 'flask', handled: false },
      stacktrace: { frames: [
        { function: 'dispatch', module: 'flask.app', filename: 'flask/app.py', abs_path: '/venv/lib/python3.12/site-packages/flask/app.py', lineno: 900, in_app: false },
        { function: 'charge', module: 'shop.cart', filename: 'shop/cart.py', abs_path: '/srv/shop/cart.py', package: 'shop', lineno: 54, colno: 7, in_app: true },
      ] },
    }],
  },
};
const other = {
  event_id: 'b'.repeat(32), platform: 'javascript', level: 'warning', logger: 'ui', release: 'web@2.0.0', environment: 'staging', transaction: '/home',
  server_name: 'edge-7', tags: { region: 'us-2' }, user: { id: '7', email: 'bob@example.com', username: 'bob', ip_address: '198.51.100.4', geo: { country_code: 'SE', city: 'Lund' } },
  sdk: { name: 'sentry.javascript.browser', version: '10.1.0' },
  request: { url: 'https://web.example.com/', method: 'GET' },
  contexts: {
    os: { name: 'iOS', version: '19.0', rooted: false }, device: { family: 'iOS', name: 'phone', simulator: true, online: false, charging: true, battery_level: 12 },
    response: { status_code: 404 }, flags: { values: [{ flag: 'new-cart', result: false }] },
  },
  threads: { values: [{ id: 1, main: true }, { id: 2, main: false, crashed: true }] },
  exception: { values: [{ type: 'TypeError', value: 'x is not a function', mechanism: { type: 'onerror', handled: true }, stacktrace: { frames: [{ function: 'open', filename: 'app.js', abs_path: 'https://web.example.com/app.js', lineno: 1, colno: 2041, in_app: true }] } }] },
};
const bare = { event_id: 'e'.repeat(32), platform: 'other', level: 'info', message: 'started' };

/** Nine of ten sessions run the release of the first, one in a hundred that of the second: as single sessions and as a server counts them. */
const SESSIONS = [
  ...Array.from({ length: 3 }, (_, n) => ['session', { sid: `0000000000000000000000000000000${n}`, init: true, started: new Date().toISOString(), status: 'ok', attrs: { release: rich.release, environment: 'production' } }]),
  ['sessions', { aggregates: [{ started: new Date().toISOString(), exited: 90, errored: 6 }], attrs: { release: rich.release, environment: 'production' } }],
  ['session', { sid: 'f'.repeat(32), init: true, started: new Date().toISOString(), status: 'ok', attrs: { release: other.release, environment: 'staging' } }],
];

const R = ['rich'];
const O = ['other'];
const B = ['bare'];
const RO = ['rich', 'other'];
const OB = ['other', 'bare'];
const ALL = ['rich', 'other', 'bare'];

/** Properties of events: query, what it finds. */
const EVENT_KEYS = [
  ['release:shop@1.2.3+41', R], ['release:web@*', O], ['!has:release', B], ['release:""', B], ['release:[shop@1.2.3+41,web@2.0.0]', RO],
  ['release.package:shop', R], ['release.version:1.2.3', R], ['release.version:2.0.0', O], ['release.version:>=1.2.3', RO], ['release.version:>1.2.3', O], ['release.version:<2', R], ['!release.version:<2', OB], ['release.build:41', R], ['has:release.build', R],
  ['release.stage:adopted', R], ['release.stage:low_adoption', O], ['release.stage:replaced', []], ['!release.stage:adopted', OB], ['has:release.stage', RO],
  ['environment:production', R], ['!environment:production', OB], ['dist:41', R], ['dist:""', OB],
  ['platform:python', R], ['platform.name:javascript', O], ['logger:shop.*', R], ['logger:ui', O], ['server_name:web-1', R], ['transaction:/checkout', R],
  ['message:"order refused"', R], ['message:refus*', R], ['title:PaymentError', R], ['title:"TypeError: x*"', O],
  ['error.type:PaymentError', R], ['error.type:*Error', RO], ['error.value:declined', R], ['error.value:"card declined*"', R], ['error.mechanism:flask', R],
  ['error.handled:true', O], ['error.handled:0', R], ['error.unhandled:true', R], ['error.unhandled:false', O], ['error.main_thread:true', R], ['error.main_thread:false', O],
  ['stack.filename:shop/cart.py', R], ['stack.resource:app.js', O], ['stack.module:shop.cart', R], ['stack.function:charge', R], ['stack.function:[charge,open]', RO],
  ['stack.abs_path:/srv/*', R], ['stack.package:shop', R], ['stack.in_app:true', RO], ['stack.in_app:false', R],
  ['stack.lineno:54', R], ['stack.lineno:>=50', R], ['stack.lineno:<50', O], ['stack.colno:>2000', O], ['stack.colno:7', R],
  ['url:https://shop.example.com/checkout', R], ['http.url:*example.com*', RO], ['http.method:POST', R], ['http.referer:*cart', R], ['http.status_code:503', R], ['http.status_code:[404,503]', RO],
  ['user:id:42', R], ['user:"email:bob@example.com"', []], ['user.id:42', R], ['user.email:bob@example.com', O], ['user.username:ann', R], ['user.ip:203.0.113.9', R], ['has:user', RO], ['!has:user.id', B],
  ['browser.name:Firefox', R], ['browser:"Firefox 140.0"', R], ['os:"Android 15"', R], ['os.name:iOS', O], ['os.build:AP4A*', R], ['os.rooted:true', R], ['os.rooted:false', O],
  ['device:"Pixel 9"', R], ['device.family:Pixel', R], ['device.name:"Annes Pixel"', R], ['device.brand:Google', R], ['device.arch:arm64*', R], ['device.locale:en_NZ', R],
  ['device.orientation:portrait', R], ['device.uuid:d-1', R], ['device.simulator:true', O], ['device.online:true', R], ['device.charging:true', O],
  ['device.battery_level:>50', R], ['device.battery_level:<=12', O], ['has:device.battery_level', RO],
  ['geo.country_code:NZ', R], ['geo.region:"New Zealand"', R], ['geo.city:[Nelson,Lund]', RO], ['geo.subdivision:Tasman', R], ['!has:geo.city', B],
  ['sdk.name:sentry.python', R], ['sdk.name:sentry.*', RO], ['sdk.version:2.75.0', R], ['unreal.crash_type:GPUCrash', R],
  ['event.type:error', RO], ['event.type:default', B], [`id:${rich.event_id}`, R], [`id:${'AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA'}`, R],
  [`trace:${'c'.repeat(32)}`, R], [`span:${'d'.repeat(16)}`, R], ['has:trace', R],
  ['timestamp:-1h', ALL], ['timestamp:+1h', []], ['event.timestamp:>2020-01-01', ALL], ['timestamp:<2020-01-01T00:00:00', []],
  ['flags[new-cart]:true', R], ['flags[new-cart]:false', O], ['flags[payments.v2]:false', R], ['has:flags[new-cart]', RO], ['!flags[new-cart]:true', OB], ['flags[nobody]:true', []],
  ['cart.size:7', R], ['tags[cart.size]:7', R], ['tags[cart.size,number]:7', R], ['tags[level]:odd', []], ['region:[eu-1,us-2]', RO], ['region:eu-*', R], ['!region:eu-1', OB], ['has:region', RO],
  ['project:shop', ALL], ['project.name:shop', ALL], ['attachments:0', ALL], ['size:>1', ALL], ['size:>10mb', []],
  // Operators.
  ['platform:python level:fatal', R], ['platform:python AND region:us-2', []], ['platform:python OR region:us-2', RO], ['(platform:python OR region:us-2) !dist:41', O],
  ['!(platform:python OR region:us-2)', B], ['declined', R], ['"card declined"', R], ['!declined', OB], ['started', B], ['region:"us-2"', O], ['region:\\*', []],
];
/** Tables of events name these too, though a level is also the issue's. */
const ISSUE_KEYS = [
  ['is:unresolved', ['rich', 'bare']], ['is:resolved', O], ['!is:resolved', ['rich', 'bare']], ['is:new', ['rich', 'bare']], ['is:ongoing', []], ['is:escalating', []], ['is:regressed', []],
  ['is:archived', []], ['is:ignored', []], ['is:archived_until_escalating', []], ['is:for_review', ['rich', 'bare']], ['is:linked', []], ['is:unlinked', ALL],
  ['is:assigned', R], ['is:unassigned', OB], ['assigned:me', R], [`assigned:${EMAIL}`, R], ['assigned:none', OB], ['assigned_or_suggested:me', R], ['assigned:#acme', []], ['assigned:[me,none]', ALL],
  ['bookmarks:me', B], ['!bookmarks:me', RO], ['subscribed:me', B],
  ['age:-1h', ALL], ['age:+1h', []], ['firstSeen:-1h', ALL], ['firstSeen:+1d', []], ['first_seen:>=2020-01-01', ALL], ['lastSeen:-1h', ALL], ['lastSeen:<2020-01-01', []],
  ['timesSeen:1', ALL], ['timesSeen:>1', []], ['times_seen:<=1', ALL], ['first_release:shop@1.2.3+41', R], ['firstRelease:web@*', O], ['firstRelease:latest', O], ['release:latest', O],
  ['issue.category:error', ALL], ['issue.type:error', ALL], ['issue.category:performance', []], ['issue.priority:high', R], ['issue.priority:[high,medium]', RO], ['issue.priority:low', B],
  ['level:fatal', R], ['level:[fatal,warning]', RO], ['!level:fatal', OB],
  // Both sides in one query.
  ['is:unresolved platform:python', R], ['is:resolved platform:python', []], ['(is:resolved OR is:assigned) has:region', RO],
];
/** What cannot be, with a word of the reason. */
const REFUSED = [
  ['release:>1.0', /order/], ['release.version:>spring', /no version/], ['stack.lineno:many', /number/], ['error.handled:maybe', /neither/], ['is:fixed', /not a value/], ['release.stage:low', /low_adoption/],
  ['assigned:nobody@example.com', /no person/], ['firstSeen:soon', /time/], ['(platform:python', /closed/], ['platform:', /missing/],
];

let server;
let shop;
const names = new Map();
before(async () => {
  server = await Server.start();
  ({ shop } = server.setUp(['shop', 'python']));
  // One after the other: which release is the latest is told by when each was first heard of.
  for (const [index, event] of [rich, other, bare].entries()) {
    assert.equal((await server.event(shop.dsn, event)).status, 200);
    await server.until('its issue', async () => (await server.issues('shop')).length === index + 1);
  }
  for (const [type, body] of SESSIONS) assert.equal((await server.envelope(shop.dsn, [[{ type }, body]])).status, 200);
  await server.until('the sessions', async () => (await inIssues('release.stage:adopted')).length === 1);
  const issues = await server.until('three issues', async () => {
    const found = await server.issues('shop');
    return found.length === 3 && found;
  });
  // An issue is seen a moment before its events can be searched.
  await server.until('three events', async () => (await inEvents('')).length === 3);
  const named = { PaymentError: 'rich', TypeError: 'other' };
  for (const issue of issues) names.set(issue.id, named[issue.metadata.type] ?? 'bare');
  const id = name => [...names].find(([, known]) => known === name)[0];
  const change = (name, body) => server.api(`/organizations/acme/issues/?id=${id(name)}`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  await change('rich', { assignedTo: EMAIL, priority: 'high' });
  await change('other', { status: 'resolved', priority: 'medium' });
  await change('bare', { isBookmarked: true, isSubscribed: true, priority: 'low' });
});
after(() => server?.stop());

const sorted = list => [...list].sort();
const inIssues = async query => sorted((await server.issues('shop', query)).map(issue => names.get(issue.id)));
const ids = new Map([[rich.event_id, 'rich'], [other.event_id, 'other'], [bare.event_id, 'bare']]);
const inEvents = async query => sorted((await server.api(`/organizations/acme/events/?field=id&field=title&statsPeriod=14d&query=${encodeURIComponent(query)}`)).data.map(row => ids.get(row.id)));

describe('properties of events', () => {
  for (const [query, found] of EVENT_KEYS) {
    test(query, async () => {
      assert.deepEqual(await inIssues(query), sorted(found), 'issues');
      assert.deepEqual(await inEvents(query), sorted(found), 'events');
    });
  }
});

describe('properties of issues', () => {
  for (const [query, found] of ISSUE_KEYS) {
    test(query, async () => assert.deepEqual(await inIssues(query), sorted(found)));
  }

  test('an issue by its short id, in both', async () => {
    const [issue] = await server.issues('shop', 'platform:python');
    assert.deepEqual([await inIssues(`issue:${issue.shortId}`), await inEvents(`issue:${issue.shortId}`)], [R, R]);
    assert.deepEqual(await inEvents(`!issue:${issue.shortId}`), sorted(OB));
    assert.deepEqual(await inIssues('issue:SHOP-ZZZ'), []);
  });
});

test('flags are offered with the results they had, and are no columns', async () => {
  const native = async path => (await server.request(`/api/native/organizations/acme/search/${path}`)).json();
  const offered = (await native('keys')).filter(({ key }) => key.startsWith('flags['));
  assert.deepEqual(offered.map(({ key, count }) => [key, count]), [['flags[new-cart]', 2], ['flags[payments.v2]', 1]]);
  assert.deepEqual((await native('values?key=flags[new-cart]')).map(({ value, count }) => [value, count]).sort(), [['false', 1], ['true', 1]]);
  assert.deepEqual((await native('values?key=flags[new-cart]&query=tr')).map(({ value }) => value), ['true']);
  for (const field of ['flags[new-cart]', 'count_unique(flags[new-cart])']) {
    const answer = await server.request(`/api/0/organizations/acme/events/?field=${field}&field=id`);
    assert.deepEqual([answer.status, /search by it/.test(await answer.text())], [400, true]);
  }
});

for (const [query, reason] of REFUSED) {
  test(`${query} is refused`, async () => {
    const answer = await server.request(`/api/0/projects/acme/shop/issues/?query=${encodeURIComponent(query)}`);
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).detail, reason);
  });
}
