// Starts the real binary on a free loopback port with a data folder of its own, and speaks to it as its users do.
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BINARY = process.env.BARTIZAN_TEST_BINARY ?? fail('BARTIZAN_TEST_BINARY names the binary to test');
export const PASSWORD = 'correct horse battery staple';
export const EMAIL = 'jane@example.com';
const ALL_SCOPES = 'org:admin,org:write,org:read,project:admin,project:write,project:read,project:releases,team:admin,member:admin,event:admin,event:write,event:read,alerts:write';

function fail(message) {
  throw new Error(message);
}

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Environment without settings of whoever runs the tests. */
function cleanEnvironment(extra = {}) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BARTIZAN_') || name.startsWith('BARTIZAN_TEST_')));
  return { ...env, ...extra };
}

export class Server {
  constructor({ env = {}, dataDir } = {}) {
    this.env = env;
    this.dataDir = dataDir ?? mkdtempSync(join(tmpdir(), 'bartizan-'));
    this.ownsData = !dataDir;
  }

  static async start(options) {
    const server = new Server(options);
    server.port = await freePort();
    await server.launch();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  async launch() {
    // On a full volume the log is cut short; the test goes on.
    const log = createWriteStream(join(this.dataDir, 'server.log'), { flags: 'a' }).on('error', () => undefined);
    this.output = '';
    this.process = spawn(BINARY, ['serve', '--data-dir', this.dataDir, '--listen', `127.0.0.1:${this.port}`], {
      env: cleanEnvironment(this.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', chunk => { this.output += chunk; log.write(chunk); });
    }
    this.exited = once(this.process, 'exit');
    void this.exited.then(() => log.destroy());
    await this.ready();
  }

  async ready() {
    for (let tries = 0; tries < 600; tries++) {
      if (this.process.exitCode !== null || this.process.signalCode) fail(`the server ended at start:\n${this.output}`);
      const answer = await fetch(`${this.url}/ready`).catch(() => null);
      if (answer?.ok) return;
      await sleep(50);
    }
    fail(`the server is not ready after 30 s:\n${this.output}`);
  }

  async signal(name) {
    this.process.kill(name);
    await this.exited;
  }

  /** Stops the process and keeps the data. */
  async halt() {
    if (this.process && this.process.exitCode === null && !this.process.signalCode) await this.signal('SIGTERM');
  }

  async stop() {
    await this.halt();
    if (this.ownsData && !process.env.BARTIZAN_TEST_KEEP) rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Runs the command line on the same data folder, which tells where the server is; parses what `--json` prints. */
  cli(args, input) {
    const text = execFileSync(BINARY, [...args, '--data-dir', this.dataDir, '--json'], {
      env: cleanEnvironment(this.env), input: input ?? '', encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return text.trim() ? JSON.parse(text) : null;
  }

  /** An organisation `acme`, a user and a token; projects as asked. Answers {slug: {id, slug, dsn}}. */
  setUp(...projects) {
    this.cli(['org', 'create', 'acme']);
    this.cli(['user', 'create', '--email', EMAIL, '--name', 'Jane', '--password-stdin', '--superuser', '--org', 'acme', '--role', 'owner'], PASSWORD);
    this.token = this.cli(['token', 'create', '--user', EMAIL, '--org', 'acme', '--scope', ALL_SCOPES]).token;
    return Object.fromEntries(projects.map(([slug, platform]) => [slug, this.cli(['project', 'create', '--org', 'acme', '--platform', platform, slug])]));
  }

  request(path, options = {}) {
    const headers = { ...(this.token && { Authorization: `Bearer ${this.token}` }), ...options.headers };
    return fetch(`${this.url}${path}`, { ...options, headers });
  }

  async api(path, options) {
    const answer = await this.request(`/api/0${path}`, options);
    const text = await answer.text();
    if (!answer.ok) fail(`${path} answers ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  /** All rows of a list, over its pages. */
  async all(path) {
    const rows = [];
    for (let next = `/api/0${path}`; next;) {
      const answer = await this.request(next);
      if (!answer.ok) fail(`${next} answers ${answer.status}: ${await answer.text()}`);
      rows.push(...await answer.json());
      const link = /<([^>]+)>; rel="next"; results="true"/.exec(answer.headers.get('link') ?? '');
      next = link ? link[1].replace(this.url, '') : null;
    }
    return rows;
  }

  issues(project, query = '') {
    return this.all(`/projects/acme/${project}/issues/?query=${encodeURIComponent(query)}&statsPeriod=14d`);
  }

  /** Polls until `look` answers something true; the last error or value is told when it never does. */
  async until(what, look, { seconds = 20 } = {}) {
    let last;
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
      try {
        last = await look();
        if (last) return last;
      } catch (error) {
        last = error;
      }
    }
    return fail(`waited in vain for ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}\n${this.output.slice(-3000)}`);
  }

  /** Sends one envelope; answers the response. */
  envelope(dsn, items, header = {}) {
    const { username, origin, pathname } = new URL(dsn);
    const lines = [JSON.stringify(header)];
    for (const [itemHeader, payload] of items) {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
      lines.push(JSON.stringify({ ...itemHeader, length: Buffer.byteLength(body) }), body);
    }
    return fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}&sentry_version=7`, { method: 'POST', body: `${lines.join('\n')}\n` });
  }

  event(dsn, event) {
    return this.envelope(dsn, [[{ type: 'event' }, event]], { event_id: event.event_id });
  }
}
