// The official sentry-cli, unmodified, in both lines that people use: what it says and what is stored then.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Cli, LINES } from '../lib/sentry-cli.mjs';
import { Server } from '../lib/server.mjs';

const APP = 'function checkout(cart){if(!cart.items)throw new Error("cart is empty");return cart.items.length}\n';
const MAP = { version: 3, file: 'app.js', sources: ['../src/checkout.ts'], sourcesContent: ['export function checkout(cart: Cart) {\n}\n'], names: ['checkout'], mappings: 'AAAAA' };

for (const [line, path] of LINES) {
  describe(`sentry-cli ${line}`, () => {
    let server;
    let shop;
    let cli;
    before(async () => {
      server = await Server.start();
      ({ shop } = server.setUp(['shop', 'python'], ['web', 'javascript']));
      cli = new Cli(path, server, { dsn: shop.dsn });
    });
    after(async () => {
      cli?.remove();
      await server?.stop();
    });
    const release = version => server.api(`/organizations/acme/releases/${encodeURIComponent(version)}/`);

    test('is of that line', () => assert.match(cli.run(['--version']), new RegExp(`^sentry-cli ${line}\\.`)));

    test('info knows the user and the scopes', () => {
      const text = cli.run(['info']);
      assert.match(text, /jane@example\.com/);
      assert.match(text, /event:admin/);
    });

    test('login checks a token and keeps it', () => {
      const bare = { SENTRY_URL: undefined, SENTRY_AUTH_TOKEN: undefined, SENTRY_ORG: undefined, SENTRY_PROJECT: undefined };
      assert.match(cli.run(['--url', server.url, '--auth-token', server.token, 'login'], bare), /jane@example\.com/);
      assert.match(readFileSync(`${cli.home}/.sentryclirc`, 'utf8'), new RegExp(`token=${server.token}`));
      assert.match(cli.run(line === '2' ? ['--url', server.url, 'organizations', 'list'] : ['organizations', 'list'], bare), /acme/);
      assert.match(cli.fail(['--url', server.url, '--auth-token', `sntryu_${'0'.repeat(64)}`, 'login'], bare), /401|[Ii]nvalid token/);
    });

    test('an organisation token carries address and organisation by itself', () => {
      const { token } = server.cli(['token', 'create', '--user', 'jane@example.com', '--org', 'acme', '--kind', 'organization', '--scope', 'org:ci,org:read,project:read,event:read']);
      assert.match(cli.run(['projects', 'list'], { SENTRY_AUTH_TOKEN: token, SENTRY_URL: '', SENTRY_ORG: '' }), /shop/);
    });

    test('organisations, projects and repositories are listed', () => {
      assert.match(cli.run(['organizations', 'list']), /acme/);
      assert.match(cli.run(['projects', 'list']), /shop/);
      assert.match(cli.run(['repos', 'list']), /No repos found|^$/);
    });

    test('send-event becomes an issue that issues list shows, mute hides and resolve closes', async () => {
      cli.run(['send-event', '-m', 'hello %s', '-a', 'world', '-t', 'team:checkout', '-e', 'cart:3', '-u', 'id:42', '--level', 'warning', '-r', 'shop@1.0.0']);
      const issue = await server.until('the issue', async () => (await server.issues('shop'))[0]);
      assert.equal(issue.level, 'warning');
      assert.match(issue.title, /^hello world/);
      const event = await server.api(`/organizations/acme/issues/${issue.id}/events/latest/`);
      assert.deepEqual(event.tags.filter(tag => tag.key === 'team').map(tag => tag.value), ['checkout']);
      assert.match(cli.run(['issues', 'list']), new RegExp(issue.shortId));
      const status = async () => (await server.api(`/organizations/acme/issues/${issue.id}/`)).status;
      for (const [command, expected] of [['mute', 'ignored'], ['unresolve', 'unresolved'], ['resolve', 'resolved']]) {
        cli.run(['issues', command, '-i', issue.id]);
        await server.until(expected, async () => await status() === expected);
      }
      assert.match(cli.run(['events', 'list']), /hello world/);
    });

    test('send-event and send-envelope send stored files', async () => {
      const id = line.repeat(32);
      cli.run(['send-event', cli.write('event.json', JSON.stringify({ event_id: id, message: `stored by line ${line}`, level: 'error' }))]);
      cli.run(['send-envelope', cli.write('event.envelope', `${JSON.stringify({ event_id: id.replaceAll(line, 'a') })}\n${JSON.stringify({ type: 'event' })}\n${JSON.stringify({ message: `in an envelope of ${line}` })}\n`)]);
      for (const title of [`stored by line ${line}`, `in an envelope of ${line}`]) {
        await server.until(title, async () => (await server.issues('shop')).find(issue => issue.title === title));
      }
    });

    test('releases are made, told of, finalised, archived, restored and deleted', async () => {
      cli.run(['releases', 'new', 'shop@2.0.0', '-p', 'shop', '-p', 'web', '--url', 'https://ci.example/7']);
      const made = await release('shop@2.0.0');
      assert.deepEqual(made.projects.map(project => project.slug).sort(), ['shop', 'web']);
      assert.deepEqual([made.url, made.dateReleased, made.status], ['https://ci.example/7', null, 'open']);
      assert.match(cli.run(['releases', 'list']), /shop@2\.0\.0/);
      cli.run(['releases', 'finalize', 'shop@2.0.0']);
      assert.ok((await release('shop@2.0.0')).dateReleased, 'finalize sets the date of release');
      assert.match(cli.run(['releases', 'info', 'shop@2.0.0', '--show-projects']), /shop@2\.0\.0[^]*web/);
      assert.throws(() => cli.run(['releases', 'info', 'shop@none']));
      cli.run(['releases', 'archive', 'shop@2.0.0']);
      assert.equal((await release('shop@2.0.0')).status, 'archived');
      cli.run(['releases', 'restore', 'shop@2.0.0']);
      assert.equal((await release('shop@2.0.0')).status, 'open');
      cli.run(['releases', 'new', 'shop@gone', '--finalize']);
      assert.ok((await release('shop@gone')).dateReleased);
      cli.run(['releases', 'delete', 'shop@gone']);
      assert.equal((await server.request('/api/0/organizations/acme/releases/shop@gone/')).status, 404);
    });

    test('set-commits tells of a real repository', async () => {
      const git = (...args) => execFileSync('git', ['-C', cli.home, ...args], { encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' } }).trim();
      git('init', '--quiet', '--initial-branch=main');
      git('remote', 'add', 'origin', 'https://git.example/acme/shop.git');
      const commit = (text, file) => {
        cli.write(file, text);
        git('add', file);
        git('-c', 'user.name=Jane', '-c', 'user.email=jane@example.com', 'commit', '--quiet', '-m', text);
        return git('rev-parse', 'HEAD');
      };
      const [, second] = [commit('Sell things', 'src/shop.py'), commit('Sell more things', 'src/cart.py')];
      assert.equal(cli.run(['releases', 'propose-version']).trim(), second);
      cli.run(['releases', 'set-commits', 'shop@2.0.0', '--local', '--initial-depth', '5']);
      const commits = await server.api('/organizations/acme/releases/shop%402.0.0/commits/');
      assert.deepEqual(commits.map(each => [each.message.trim(), each.author.email]), [['Sell more things', 'jane@example.com'], ['Sell things', 'jane@example.com']]);
      cli.run(['releases', 'new', 'shop@2.1.0']);
      const [repository] = await server.api('/organizations/acme/repos/');
      assert.ok(cli.run(['repos', 'list']).includes(repository.name), repository.name);
      cli.run(['releases', 'set-commits', 'shop@2.1.0', '--commit', `${repository.name}@${second}`]);
      cli.run(['releases', 'set-commits', 'shop@2.1.0', '--clear']);
      assert.deepEqual(await server.api('/organizations/acme/releases/shop%402.1.0/commits/'), []);
    });

    test('deploys are noted and listed', async () => {
      cli.run(['deploys', 'new', '-r', 'shop@2.0.0', '-e', 'production', '-n', 'blue', '-t', '40', '-u', 'https://ci.example/deploy/1']);
      const [deploy] = await server.api('/organizations/acme/releases/shop%402.0.0/deploys/');
      assert.deepEqual([deploy.environment, deploy.name, deploy.url], ['production', 'blue', 'https://ci.example/deploy/1']);
      assert.equal(Date.parse(deploy.dateFinished) - Date.parse(deploy.dateStarted), 40_000);
      assert.match(cli.run(['deploys', 'list', '-r', 'shop@2.0.0']), /production/);
      assert.equal((await release('shop@2.0.0')).deployCount, 1);
    });

    test('source maps are injected, uploaded and resolved', async () => {
      cli.write('dist/app.js', `${APP}//# sourceMappingURL=app.js.map\n`);
      const map = cli.write('dist/app.js.map', JSON.stringify(MAP));
      assert.match(cli.run(['sourcemaps', 'resolve', '--line', '1', '--column', '0', map]), /checkout\.ts/);
      cli.run(['sourcemaps', 'inject', 'dist']);
      const injected = JSON.parse(readFileSync(map, 'utf8'));
      const id = injected.debug_id ?? injected.debugId;
      assert.match(readFileSync(`${cli.home}/dist/app.js`, 'utf8'), new RegExp(`debugId=${id}`));
      const text = cli.run(['sourcemaps', 'upload', '-r', 'shop@2.0.0', '--dist', 'web', '--wait', 'dist']);
      assert.match(text, /Uploaded files to Sentry|Bundled/);
      const bundles = await server.api('/projects/acme/shop/files/artifact-bundles/?query=shop@2.0.0');
      assert.deepEqual(bundles.map(each => [each.fileCount, each.associations]), [[2, [{ release: 'shop@2.0.0', dist: 'web' }]]]);
      const { files } = await server.api(`/projects/acme/shop/files/artifact-bundles/${bundles[0].bundleId}/`);
      assert.deepEqual(files.map(file => [file.url, file.fileType, file.debugId]).sort(), [['~/app.js', 'minified_source', id], ['~/app.js.map', 'source_map', id]]);
      assert.deepEqual((await server.api(`/projects/acme/shop/files/artifact-bundles/?query=${id}`)).map(each => each.bundleId), [bundles[0].bundleId], 'found by its debug id');
      // Again: nothing is sent twice, and it stays one bundle.
      cli.run(['sourcemaps', 'upload', '-r', 'shop@2.0.0', '--dist', 'web', '--wait', 'dist']);
      assert.equal((await server.api('/projects/acme/shop/files/artifact-bundles/')).length, 1);
    });

    test('the command that the server tells for a minified frame makes it readable', async () => {
      cli.write('dist/web.js', `${APP}//# sourceMappingURL=web.js.map\n`);
      cli.write('dist/web.js.map', JSON.stringify({ ...MAP, file: 'web.js' }));
      const eventId = (line === '2' ? 'c' : 'd').repeat(32);
      const frames = [{ abs_path: 'https://shop.example.com/web.js', filename: '/web.js', function: 'a', lineno: 1, colno: 1 }];
      await server.event(shop.dsn, { event_id: eventId, platform: 'javascript', release: 'web app@1', exception: { values: [{ type: 'Error', value: 'x', stacktrace: { frames } }] } });
      const frame = async () => (await server.api(`/projects/acme/shop/events/${eventId}/`)).entries.find(entry => entry.type === 'exception').data.values[0].stacktrace.frames[0];
      const { errors: [{ type, fix }] } = await server.until('the event', frame);
      assert.equal(type, 'js_empty_release');
      assert.ok(fix.startsWith(`sentry-cli --url ${server.url} sourcemaps upload --org acme --project shop `), fix);
      // As somebody runs it who copies it and has only the token.
      const { SENTRY_URL: _, SENTRY_ORG: __, SENTRY_PROJECT: ___, ...env } = cli.env;
      execFileSync('sh', ['-c', fix.replace('sentry-cli', cli.path)], { cwd: cli.home, env, stdio: ['ignore', 'pipe', 'pipe'] });
      const found = await server.until('the source', async () => { const now = await frame(); return now.filename.endsWith('checkout.ts') && now; }, { seconds: 60 });
      assert.equal(found.errors ?? null, null);
    });

    test('uploads without the scope are refused, with the reason', () => {
      const { token } = server.cli(['token', 'create', '--user', 'jane@example.com', '--org', 'acme', '--scope', 'project:read']);
      assert.match(cli.fail(['sourcemaps', 'upload', '-r', 'x@1', 'dist'], { SENTRY_AUTH_TOKEN: token }), /permission/);
    });
  });
}
