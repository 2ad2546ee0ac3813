// A real crash of a C library loaded by a Rust program, its minidump, and debug files sent by the official sentry-cli: the
// event reads as functions, files and lines. Obfuscated Java frames by a mapping likewise.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Cli, LINES } from '../lib/sentry-cli.mjs';
import { Server } from '../lib/server.mjs';

const here = new URL('native/', import.meta.url).pathname;
const CRASH = join(dirname(process.env.BARTIZAN_TEST_RUST_CLIENT ?? 'compat-rust'), 'crash');
const MAPPING_ID = '5a9e3f2b-7c1d-4e8f-9a0b-1c2d3e4f5a6b';

/** Builds the library, splits its debug information off, lets it crash; answers the dump. */
function crash(cli) {
  cli.write('src/crash.c', readFileSync(`${here}crash.c`));
  const at = name => join(cli.home, name);
  cli.write('build/.keep', '');
  const run = (program, ...args) => execFileSync(program, args, { cwd: cli.home, stdio: ['ignore', 'pipe', 'inherit'] });
  run('cc', '-g', '-O1', '-shared', '-fPIC', '-fomit-frame-pointer', '-Wl,--build-id=sha1', '-o', at('build/libcrash.so'), at('src/crash.c'));
  run('objcopy', '--only-keep-debug', at('build/libcrash.so'), at('build/libcrash.debug'));
  run('strip', at('build/libcrash.so'));
  run(CRASH, at('build/libcrash.so'), at('crash.dmp'));
  return readFileSync(at('crash.dmp'));
}

async function send(server, dsn, dump, release) {
  const { username, origin, pathname } = new URL(dsn);
  const form = new FormData();
  form.append('upload_file_minidump', new Blob([dump]), 'crash.dmp');
  form.append('sentry[release]', release);
  const answer = await fetch(`${origin}/api${pathname}/minidump/?sentry_key=${username}`, { method: 'POST', body: form });
  assert.equal(answer.status, 200);
  return (await answer.text()).replaceAll('-', '').trim();
}

const event = (server, id) => server.until(`event ${id}`, async () => {
  const answer = await server.request(`/api/0/projects/acme/shop/events/${id}/`);
  return answer.ok ? answer.json() : null;
}, { seconds: 60 });
const framesOf = found => found.entries.find(entry => entry.type === 'exception').data.values[0].stacktrace.frames.toReversed();
const shown = frames => frames.map(frame => [frame.function, frame.filename, frame.lineNo]);

for (const [line, path] of LINES) {
  describe(`native crashes with sentry-cli ${line}`, () => {
    let server;
    let shop;
    let cli;
    let dump;
    let early;
    before(async () => {
      server = await Server.start();
      ({ shop } = server.setUp(['shop', 'native'], ['other', 'native']));
      cli = new Cli(path, server);
      dump = crash(cli);
    });
    after(async () => {
      cli?.remove();
      await server?.stop();
    });

    test('without debug files the event says which file is missing', async () => {
      early = await send(server, shop.dsn, dump, 'shop@1');
      const found = await event(server, early);
      assert.match(found.title, /SIGSEGV/);
      assert.ok(!shown(framesOf(found)).some(([name]) => name === 'checkout'));
      assert.ok(found.errors.some(error => error.type === 'native_missing_dsym' && /libcrash\.so/.test(JSON.stringify(error))), JSON.stringify(found.errors));
    });

    test('check, find, print-sources and bundle-sources read what was built', () => {
      const text = cli.run(['debug-files', 'check', 'build/libcrash.debug']);
      assert.match(text, /Usable: yes/);
      const id = /Debug ID: ([0-9a-f-]{36})/.exec(text)[1];
      assert.match(cli.run(['debug-files', 'find', '-p', 'build', '--no-well-known', id]), /libcrash/);
      assert.match(cli.run(['debug-files', 'print-sources', 'build/libcrash.debug']), /crash\.c/);
      assert.match(cli.run(['debug-files', 'bundle-sources', '-o', 'bundles', 'build/libcrash.debug']), /libcrash/);
    });

    test('upload --include-sources --wait stores the files, once', async () => {
      assert.match(cli.run(['debug-files', 'upload', '--include-sources', '--wait', 'build']), /UPLOADED|Uploaded|File (upload|processing) complete/);
      const files = await server.api('/projects/acme/shop/files/dsyms/');
      const kinds = files.map(file => `${file.symbolType} ${file.data.features.join('+')}`).sort();
      assert.ok(kinds.some(kind => /^elf .*debug/.test(kind)) && kinds.some(kind => /^elf .*unwind/.test(kind)) && kinds.some(kind => kind.startsWith('sourcebundle sources')), kinds.join(', '));
      assert.equal(new Set(files.map(file => file.debugId)).size, 1, 'all are of one build');
      assert.deepEqual((await server.api(`/projects/acme/shop/files/dsyms/?debug_id=${files[0].debugId.replaceAll('-', '').toUpperCase()}`)).length, files.length, 'found by its id in any spelling');
      assert.deepEqual((await server.api('/projects/acme/shop/files/dsyms/?query=libcrash.debug&file_formats=elf')).map(file => file.objectName), ['libcrash.debug']);
      assert.deepEqual(await server.api('/projects/acme/other/files/dsyms/'), [], 'another project has none');
      // Again, by the older name of the command: nothing is new.
      cli.run(['upload-dif', '--include-sources', '--wait', 'build']);
      assert.equal((await server.api('/projects/acme/shop/files/dsyms/')).length, files.length);
      const bytes = await server.request(`/api/0/projects/acme/shop/files/dsyms/?id=${files.find(file => file.objectName === 'libcrash.debug' && file.symbolType === 'elf').id}`);
      assert.deepEqual(Buffer.from(await bytes.arrayBuffer()), readFileSync(join(cli.home, 'build/libcrash.debug')), 'comes back as it was sent');
    });

    test('the server reads in the files what sentry-cli reads in them', async () => {
      const files = await server.api('/projects/acme/shop/files/dsyms/');
      for (const name of ['libcrash.so', 'libcrash.debug']) {
        const [stored] = files.filter(file => file.objectName === name && file.symbolType === 'elf');
        const { symbolType, debugId, codeId, cpuName, data: { features } } = stored;
        assert.deepEqual({ symbolType, debugId, codeId, features: features.toSorted() }, cli.check(`build/${name}`));
        assert.equal(cpuName, 'x86_64');
      }
    });

    test('the event stored before them is read anew', async () => {
      const frames = await server.until('a function', async () => {
        const found = framesOf(await event(server, early));
        return shown(found)[0][0] === 'read_total' && shown(found)[2]?.[0] === 'shop' && found;
      }, { seconds: 60 });
      // Without frame pointers only the rules that came with the upload lead from a function to its caller: the dump was walked again.
      assert.deepEqual(shown(frames).slice(0, 3), [['read_total', 'crash.c', 13], ['checkout', 'crash.c', 18], ['shop', 'crash.c', 28]]);
      assert.equal(frames[2].trust, 'cfi', 'the rules led there, no guess');
      const { errors } = await event(server, early);
      assert.ok(!errors.some(error => error.type === 'native_missing_dsym' && /libcrash/.test(JSON.stringify(error))), JSON.stringify(errors));
    });

    test('events from then on have functions, files, lines and source', async () => {
      const found = await event(server, await send(server, shop.dsn, dump, 'shop@2'));
      const frames = framesOf(found);
      assert.deepEqual(shown(frames).slice(0, 3), [['read_total', 'crash.c', 13], ['checkout', 'crash.c', 18], ['shop', 'crash.c', 28]]);
      assert.deepEqual(frames[0].context.find(([number]) => number === 13), [13, '    return *cart->total;']);
      assert.equal(frames[0].inApp, true);
      const images = found.entries.find(entry => entry.type === 'debugmeta').data.images;
      assert.equal(images.find(image => image.code_file.endsWith('libcrash.so')).debug_status, 'found');
      const threads = found.entries.find(entry => entry.type === 'threads').data.values;
      assert.equal(threads.filter(thread => thread.crashed).length, 1);
      assert.ok(JSON.stringify(found.entries).includes('"registers":{"'), 'registers are shown');
      const used = (await server.api('/projects/acme/shop/files/dsyms/'))[0].dateLastUsed;
      assert.ok(Date.parse(used) > 0);
    });

    test('the same crash in another project sees nothing of the files', async () => {
      const [key] = await server.api('/projects/acme/other/keys/');
      const id = await send(server, key.dsn.public, dump, 'other@1');
      const found = await server.until('the event', async () => {
        const answer = await server.request(`/api/0/projects/acme/other/events/${id}/`);
        return answer.ok ? answer.json() : null;
      });
      assert.ok(!shown(framesOf(found)).some(([name]) => name === 'checkout'));
    });

    test('upload-proguard stores a mapping, and obfuscated frames read as they were written', async () => {
      const mapping = cli.write('mapping.txt', readFileSync(`${here}mapping.txt`));
      cli.run(['upload-proguard', ...(line === '2' ? ['--uuid', MAPPING_ID] : []), mapping]);
      const [file] = await server.api('/projects/acme/shop/files/dsyms/?file_formats=proguard');
      if (line === '2') assert.equal(file.debugId, MAPPING_ID);
      assert.deepEqual(file.data.features, ['mapping']);
      const id = 'c'.repeat(32);
      const frame = (module, name, lineno) => ({ module, function: name, lineno, filename: 'SourceFile', in_app: true });
      await server.event(shop.dsn, {
        event_id: id, platform: 'java', debug_meta: { images: [{ type: 'proguard', uuid: file.debugId }] },
        exception: { values: [{ type: 'c', module: 'a', value: 'nothing in a.a', stacktrace: { frames: [frame('a.b', 'a', 2), frame('a.a', 'a', 1)] } }] },
      });
      const found = await event(server, id);
      const [exception] = found.entries.find(entry => entry.type === 'exception').data.values;
      assert.deepEqual([exception.module, exception.type, exception.value], ['com.example.shop', 'EmptyCartException', 'nothing in a.a'.replace('a.a', 'com.example.shop.Cart')]);
      assert.deepEqual(framesOf(found).map(each => [each.module, each.function, each.lineNo]), [['com.example.shop.Price', 'total', 31], ['com.example.shop.Cart', 'total', 18], ['com.example.shop.Checkout', 'pay', 41]]);
      const named = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ release_name: 'shop@3.1.0+41', proguard_uuid: file.debugId }) };
      assert.deepEqual(await server.api('/projects/acme/shop/files/proguard-artifact-releases/', named), { releases: ['shop@3.1.0+41'] });
      assert.deepEqual((await server.api('/projects/acme/shop/files/dsyms/?release=shop@3.1.0%2B41')).map(each => each.releases), [['shop@3.1.0+41']]);
    });

    test('what is no debug file is refused with the reason', async () => {
      const form = new FormData();
      form.append('file', new Blob(['nothing to see']), 'notes.txt');
      const answer = await server.request('/api/0/projects/acme/shop/files/dsyms/', { method: 'POST', body: form });
      assert.equal(answer.status, 400);
      assert.match(JSON.stringify(await answer.json()), /no debug file/);
    });

    test('a deleted file is used no more', async () => {
      for (const file of await server.all('/projects/acme/shop/files/dsyms/')) {
        assert.equal((await server.request(`/api/0/projects/acme/shop/files/dsyms/?id=${file.id}`, { method: 'DELETE' })).status, 204);
      }
      assert.deepEqual(await server.api('/projects/acme/shop/files/dsyms/'), []);
      const found = await event(server, await send(server, shop.dsn, dump, 'shop@3'));
      assert.ok(!shown(framesOf(found)).some(([name]) => name === 'checkout'));
    });
  });
}
