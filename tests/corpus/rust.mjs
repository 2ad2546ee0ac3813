// Records events of the real Rust SDK, one JSON file each, into the folder named by the first argument: those that tests/compat/rust sends.
//   cargo build --manifest-path tests/compat/rust/Cargo.toml --target-dir target/compat-rust
//   node tests/corpus/rust.mjs crates/processing/tests/corpus target/compat-rust/debug/compat-rust
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

const [, , out, client] = process.argv;
const here = new URL('../compat/rust', import.meta.url).pathname;

function record(event) {
  for (const key of ['server_name', 'timestamp', 'breadcrumbs']) delete event[key];
  const { trace, rustc } = event.contexts ?? {};
  event.contexts = { trace, rustc };
  const text = JSON.stringify(event, null, 1).replaceAll(here, '/srv/worker').replaceAll(client, '/srv/worker/worker').replaceAll(/\/[^"]*\/(\.cargo\/registry)/g, '/home/ci/$1').replaceAll(/\/[^"]*\/(\.rustup)/g, '/home/ci/$1');
  const kind = event.exception.values.some(value => value.type === 'panic') ? 'panic' : 'error';
  writeFileSync(`${out}/rust-sdk-${kind}.json`, `${text}\n`);
}

const sink = createServer(async (request, response) => {
  const body = await buffer(request);
  const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
  for (const line of text.split('\n').filter(each => each.startsWith('{"') && each.includes('"exception"'))) record(JSON.parse(line));
  response.end('{}');
}).listen(0, '127.0.0.1');
await once(sink, 'listening');
await once(spawn(client, { env: { ...process.env, SENTRY_DSN: `http://a@127.0.0.1:${sink.address().port}/1` }, stdio: 'inherit' }), 'exit');
sink.close();
