// Where recorded programs send to: a listener on loopback that writes the event of each failure to a file.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, inflateSync } from 'node:zlib';

const LEFT_OUT = ['server_name', 'timestamp', 'breadcrumbs', 'modules', 'extra', 'sdkProcessingMetadata'];

/** An event as it is kept: without the machine's name, times and modules, folders renamed by pairs of pattern and name. */
export function tidied(event, keptContexts, renamed = []) {
  for (const key of LEFT_OUT) delete event[key];
  const kept = Object.entries(event.contexts ?? {}).filter(([key]) => keptContexts.includes(key));
  if (event.contexts) event.contexts = Object.fromEntries(kept);
  let text = JSON.stringify(event, null, 1);
  for (const [from, to] of renamed) text = text.replaceAll(from, to);
  return `${text}\n`;
}

/** The events of an envelope, or the one of the endpoint before it. */
export function events(text) {
  const lines = text.split('\n').filter(Boolean);
  if (lines.length === 1) return [JSON.parse(lines[0])];
  return lines.flatMap((line, at) => {
    const head = JSON.parse(line.startsWith('{"type":"event"') ? line : 'null');
    return head ? [JSON.parse(lines[at + 1])] : [];
  });
}

function decoded(body, encoding) {
  if (encoding === 'gzip') return gunzipSync(body).toString();
  const text = body.toString();
  return text.startsWith('{') ? text : inflateSync(Buffer.from(text, 'base64')).toString();
}

/** Runs each failure of a program and writes the one event that it sends. */
export async function record(out, shop, { named, renamed }) {
  let got = [];
  const listener = createServer(async (request, response) => {
    got.push(...events(decoded(await buffer(request), request.headers['content-encoding'])));
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const dsn = `http://a:b@127.0.0.1:${listener.address().port}/1`;
  for (const name of shop.cases) {
    got = [];
    await shop.run(name, dsn);
    if (got.length !== 1) throw new Error(`${name}: ${got.length} events`);
    writeFileSync(`${out}/${named(name)}.json`, tidied(got[0], ['trace', 'runtime'], renamed));
  }
  listener.close();
}
