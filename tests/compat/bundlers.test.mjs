// The official plug-ins of Vite, webpack and esbuild, uploading to the real server when they build.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { sentryEsbuildPlugin } from '@sentry/esbuild-plugin';
import { sentryVitePlugin } from '@sentry/vite-plugin';
import { sentryWebpackPlugin } from '@sentry/webpack-plugin';
import esbuild from 'esbuild';
import { build as viteBuild } from 'vite';
import webpack from 'webpack';
import { Server } from '../lib/server.mjs';

const SOURCE = `export function checkout(cart) {
  if (!cart.items) throw new Error("cart is empty");
  return cart.items.length;
}
globalThis.checkout = checkout;
`;
let server;
let home;
before(async () => {
  server = await Server.start();
  server.setUp(['vite', 'javascript'], ['webpack', 'javascript'], ['esbuild', 'javascript']);
  home = mkdtempSync(join(tmpdir(), 'bartizan-bundlers-'));
  writeFileSync(join(home, 'main.js'), SOURCE);
  // What the plug-ins upload with keeps addresses and tokens in the home folder: one of its own, or it asks yesterday's server.
  Object.assign(process.env, { HOME: home, SENTRY_CONFIG_DIR: join(home, '.sentry'), SENTRY_DISABLE_UPDATE_CHECK: 'true', SENTRY_CLI_NO_TELEMETRY: '1' });
});
after(async () => {
  await server?.stop();
  if (home) rmSync(home, { recursive: true, force: true });
});

const options = project => ({
  org: 'acme', project, url: server.url, authToken: server.token, telemetry: false, silent: true,
  release: { name: `${project}@1.0.0`, create: true, finalize: true, setCommits: false, inject: true },
  // A failed upload only warns by default.
  errorHandler: error => { throw error; },
});

/** Every file of a folder that a browser would load. */
const scripts = folder => readdirSync(folder, { recursive: true }).filter(name => name.endsWith('.js')).map(name => readFileSync(join(folder, name), 'utf8'));

async function verify(project, folder) {
  const ids = scripts(folder).map(text => /sentryDebugIds?[^]*?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/.exec(text)?.[1]).filter(Boolean);
  assert.ok(ids.length > 0, 'the bundle carries its debug id');
  const bundles = await server.until('the bundle', async () => {
    const found = await server.api(`/projects/acme/${project}/files/artifact-bundles/`);
    return found.length > 0 && found;
  });
  const files = (await Promise.all(bundles.map(each => server.api(`/projects/acme/${project}/files/artifact-bundles/${each.bundleId}/`)))).flatMap(each => each.files);
  for (const id of ids) {
    const kinds = files.filter(file => file.debugId === id).map(file => file.fileType).sort();
    assert.deepEqual([...new Set(kinds)], ['minified_source', 'source_map'], `${id}: ${JSON.stringify(files)}`);
  }
  assert.deepEqual(bundles.flatMap(each => each.associations.map(own => own.release)), [`${project}@1.0.0`]);
  const release = await server.api(`/organizations/acme/releases/${project}@1.0.0/`);
  assert.ok(release.dateReleased, 'the plug-in finalised the release');
  assert.deepEqual(release.projects.map(each => each.slug), [project]);
}

test('@sentry/vite-plugin', async () => {
  const out = join(home, 'vite');
  await viteBuild({
    root: home, configFile: false, logLevel: 'error', plugins: [sentryVitePlugin(options('vite'))],
    build: { outDir: out, sourcemap: true, minify: true, lib: { entry: join(home, 'main.js'), formats: ['es'], fileName: () => 'main.js' } },
  });
  await verify('vite', out);
});

test('@sentry/webpack-plugin', async () => {
  const out = join(home, 'webpack');
  const compiler = webpack({ mode: 'production', context: home, entry: './main.js', devtool: 'source-map', output: { path: out }, plugins: [sentryWebpackPlugin(options('webpack'))] });
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.ok(!stats.hasErrors(), stats.toString());
  await promisify(compiler.close.bind(compiler))();
  await verify('webpack', out);
});

test('@sentry/esbuild-plugin', async () => {
  const out = join(home, 'esbuild');
  await esbuild.build({ entryPoints: [join(home, 'main.js')], bundle: true, minify: true, sourcemap: true, outdir: out, logLevel: 'error', plugins: [sentryEsbuildPlugin(options('esbuild'))] });
  await verify('esbuild', out);
});
