// A shop's page bundled as its makers would: minified, with source maps that are uploaded and never served.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';

const CLI = new URL('../node_modules/.bin/sentry-cli', import.meta.url).pathname;
const ROOT = new URL('../compat/bundled/', import.meta.url).pathname;
const ENTRY = join(ROOT, 'main.ts');

const bundlers = {
  esbuild: outdir => esbuild({ entryPoints: [ENTRY], outdir, entryNames: '[name]-[hash]', bundle: true, minify: true, sourcemap: true, target: 'es2022' }),
  vite: outDir => vite({
    root: ROOT, logLevel: 'error', configFile: false,
    build: { outDir, emptyOutDir: true, sourcemap: true, assetsDir: '', rollupOptions: { input: ENTRY } },
  }),
};

/** The folder `assets` of a site; `stop` closes the site and deletes it. */
export class Bundled {
  static async make(bundler) {
    const made = new Bundled();
    made.folder = mkdtempSync(join(tmpdir(), 'bundled-'));
    await bundlers[bundler](made.folder);
    return made;
  }

  files() {
    return readdirSync(this.folder, { recursive: true }).map(String);
  }

  /** Runs sentry-cli on the folder. */
  cli(server, project, args) {
    return execFileSync(CLI, ['sourcemaps', ...args, this.folder], {
      encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH, HOME: tmpdir(), SENTRY_URL: server.url, SENTRY_AUTH_TOKEN: server.token, SENTRY_ORG: 'acme', SENTRY_PROJECT: project,
        SENTRY_NO_PROGRESS_BAR: '1', SENTRY_DISABLE_UPDATE_CHECK: 'true', SENTRY_CLI_NO_TELEMETRY: '1',
      },
    });
  }

  /** Serves the page with these settings; answers its address. */
  async serve(settings) {
    const script = this.files().find(file => file.endsWith('.js'));
    const set = Object.entries(settings).map(([key, value]) => `window.${key}=${JSON.stringify(value)}`).join(';');
    const html = `<!doctype html><title>shop</title><button id=pay>pay</button><script>${set}</script><script type=module src=/assets/${script}></script>`;
    this.site = createServer((request, response) => {
      const path = new URL(request.url, 'http://any').pathname;
      if (path === `/assets/${script}`) response.setHeader('content-type', 'text/javascript').end(readFileSync(join(this.folder, script)));
      else if (path === '/') response.setHeader('content-type', 'text/html').end(html);
      else response.writeHead(404).end();
    });
    this.site.listen(0, '127.0.0.1');
    await once(this.site, 'listening');
    return `http://127.0.0.1:${this.site.address().port}/`;
  }

  /** Opens the page and lets it fail. */
  async fail(browser, settings) {
    const page = await browser.newPage();
    await page.goto(await this.serve(settings));
    await page.waitForFunction(() => window.ready);
    await page.click('#pay');
    const delivered = await page.evaluate(() => window.flush());
    await page.close();
    this.site.close();
    if (!delivered) throw new Error('the SDK could not deliver');
  }

  stop() {
    this.site?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
