// The official sentry-cli in the two lines people use, unmodified, each with a home folder of its own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const binary = folder => new URL(`../node_modules/${folder}/bin/sentry-cli`, import.meta.url).pathname;

/** Both lines, by the first number of their version. */
export const LINES = [['2', binary('sentry-cli-2')], ['3', binary('@sentry/cli')]];

/** One line of the tool, told of a server as people tell it: by its variables. */
export class Cli {
  constructor(path, server, { org = 'acme', project = 'shop', dsn } = {}) {
    this.path = path;
    this.home = mkdtempSync(join(tmpdir(), 'bartizan-cli-'));
    this.env = {
      PATH: process.env.PATH, HOME: this.home, SENTRY_URL: server.url, SENTRY_AUTH_TOKEN: server.token, SENTRY_ORG: org, SENTRY_PROJECT: project,
      SENTRY_NO_PROGRESS_BAR: '1', SENTRY_DISABLE_UPDATE_CHECK: 'true', SENTRY_CLI_NO_TELEMETRY: '1', SENTRY_LOAD_DOTENV: '0', ...(dsn && { SENTRY_DSN: dsn }),
    };
  }

  /** Writes a file below the home folder; answers its path. */
  write(name, content) {
    const path = join(this.home, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Runs a command, in the home folder; answers all it prints. */
  run(args, env = {}) {
    try {
      return execFileSync(this.path, args, { cwd: this.home, encoding: 'utf8', env: { ...this.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      throw new Error(`sentry-cli ${args.join(' ')} ended with ${error.status}:\n${error.stdout}\n${error.stderr}`);
    }
  }

  /** What the tool itself reads in a debug file, in the words of the server's answers. */
  check(file) {
    const { type, variants: [variant], features } = JSON.parse(this.run(['debug-files', 'check', '--json', file]));
    return { symbolType: type, debugId: variant.debug_id, codeId: variant.code_id, features: features.split(', ').sort() };
  }

  /** Runs a command that is to fail; answers what it says. */
  fail(args, env = {}) {
    try {
      this.run(args, env);
    } catch (error) {
      return error.message;
    }
    throw new Error(`sentry-cli ${args.join(' ')} did not fail`);
  }

  remove() {
    rmSync(this.home, { recursive: true, force: true });
  }
}
