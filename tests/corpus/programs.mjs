// The programs whose failures are recorded, built and run: by the recorders beside, and by tests/compat against the real binary.
// They are built of Debian's packages of the official SDKs; `MISSING` says which of them are not there.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GOPATH = '/usr/share/gocode';
const works = (...command) => spawnSync(command[0], command.slice(1)).status === 0;
export const MISSING = {
  go: works('go', 'version') && ['getsentry/sentry-go', 'pkg/errors'].every(name => existsSync(`${GOPATH}/src/github.com/${name}`))
    ? false : 'no golang-go, golang-github-getsentry-sentry-go-dev, golang-github-pkg-errors-dev',
  ruby: works('ruby', '-e', 'require "sentry-ruby"; require "raven/base"; require "sinatra/base"; require "faraday"')
    ? false : 'no ruby-sentry-ruby, ruby-sentry-raven, ruby-sinatra, ruby-faraday',
};

async function ended(program, args, dsn, cwd) {
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', SENTRY_DSN: dsn };
  await once(spawn(program, args, { env, cwd, stdio: 'inherit' }), 'exit');
}

/** Built twice: as it is, and as images are often built, without a folder of the builder in the binary. */
export function goShop() {
  const home = mkdtempSync(join(tmpdir(), 'shop-'));
  const source = join(home, 'src/example.com/shop');
  cpSync(new URL('go', import.meta.url).pathname, source, { recursive: true });
  const env = { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOPATH: `${home}:${GOPATH}`, CGO_ENABLED: '0' };
  for (const [name, ...flags] of [['shop'], ['trimmed', '-trimpath']]) {
    execFileSync('go', ['build', ...flags, '-o', join(home, name), 'example.com/shop'], { cwd: source, env, stdio: 'inherit' });
  }
  return {
    source,
    cases: execFileSync(join(home, 'shop'), ['list']).toString().trim().split('\n'),
    run: (name, dsn) => ended(join(home, name.startsWith('trimmed') ? 'trimmed' : 'shop'), [name], dsn, home),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

export function rubyShop() {
  const source = new URL('ruby', import.meta.url).pathname;
  const program = join(source, 'shop.rb');
  return {
    source,
    cases: execFileSync('ruby', [program, 'list']).toString().trim().split('\n'),
    run: (name, dsn) => ended('ruby', [program, ...name.split(' ')], dsn, source),
  };
}
