// Debug files of systems that this machine is not: a dSYM, a PDB and Breakpad symbols, sent by the official sentry-cli, make native frames
// of macOS, Windows and anywhere readable. The two binary ones are of native/cart.c, made by clang, lld and dsymutil 19 like this:
//   clang -target x86_64-apple-macos12 -g -O0 -fdebug-compilation-dir=/build -c cart.c -o mac.o
//   ld64.lld -arch x86_64 -platform_version macos 12.0 12.0 -dylib -o libcart.dylib mac.o; dsymutil libcart.dylib -o libcart.dSYM
//   clang -target x86_64-pc-windows-msvc -g -gcodeview -O0 -fdebug-compilation-dir=/build -c cart.c -o win.obj
//   lld-link /dll /noentry /debug /export:checkout /out:cart.dll /pdb:cart.pdb win.obj
// Which instruction belongs to which line was read by llvm-objdump and llvm-dwarfdump.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { after, before, describe, test } from 'node:test';
import { Cli, LINES } from '../lib/sentry-cli.mjs';
import { Server } from '../lib/server.mjs';

const kept = name => gunzipSync(readFileSync(new URL(`native/${name}.gz`, import.meta.url)));
const BREAKPAD = `MODULE Linux x86_64 0123456789ABCDEF0123456789ABCDEF0 libcart.so
FILE 0 /build/cart.c
FUNC 2e0 14 0 read_total
2e0 8 3 0
2e8 c 4 0
FUNC 300 27 0 checkout
300 c 7 0
30c c 8 0
318 f 9 0
STACK CFI INIT 2e0 47 .cfa: $rsp 8 + .ra: .cfa 8 - ^
`;

/** Kind of file: its content, what the event says of the image, where it crashed and where that function returns to. */
const KINDS = {
  macho: {
    file: 'libcart.dylib', bytes: () => kept('libcart.dylib.dwarf'), crash: 0x2f0, caller: 0x315,
    image: { type: 'macho', image_addr: '0x10a000000', image_size: 0x4000, code_file: '/Applications/Shop.app/Contents/MacOS/libcart.dylib' },
  },
  pdb: {
    file: 'cart.pdb', bytes: () => kept('cart.pdb'), crash: 0x100d, caller: 0x1033,
    image: { type: 'pe', image_addr: '0x7ff600000000', image_size: 0x4000, code_file: 'C:\\shop\\cart.dll', debug_file: 'C:\\build\\cart.pdb' },
  },
  breakpad: {
    file: 'libcart.so.sym', bytes: () => BREAKPAD, crash: 0x2f0, caller: 0x315,
    image: { type: 'elf', image_addr: '0x7f0000000000', image_size: 0x4000, code_file: '/srv/shop/libcart.so' },
  },
};

for (const [line, path] of LINES) {
  describe(`debug files of other systems with sentry-cli ${line}`, () => {
    let server;
    let cli;
    let shop;
    before(async () => {
      server = await Server.start();
      ({ shop } = server.setUp(['shop', 'native']));
      cli = new Cli(path, server);
    });
    after(async () => {
      cli?.remove();
      await server?.stop();
    });

    for (const [kind, { file, bytes, image, crash, caller }] of Object.entries(KINDS)) {
      test(kind, async () => {
        const name = `${kind}/${file}`;
        cli.write(name, bytes());
        const { debugId, features } = cli.check(name);
        cli.run(['debug-files', 'upload', '--wait', kind]);
        const [stored] = await server.api(`/projects/acme/shop/files/dsyms/?debug_id=${debugId}`);
        assert.deepEqual([stored.symbolType, stored.debugId, stored.cpuName, stored.data.features.toSorted()], [kind, debugId, 'x86_64', features]);

        const base = BigInt(image.image_addr);
        const at = offset => ({ instruction_addr: `0x${(base + BigInt(offset)).toString(16)}`, package: image.code_file });
        const id = (kind === 'macho' ? 'a' : kind === 'pdb' ? 'b' : 'c').repeat(32);
        await server.event(shop.dsn, {
          event_id: id, platform: 'native', debug_meta: { images: [{ ...image, debug_id: debugId }] },
          exception: { values: [{ type: 'EXC_BAD_ACCESS', value: 'read of 0', mechanism: { type: 'signal', handled: false }, stacktrace: { frames: [at(caller), at(crash)] } }] },
        });
        const found = await server.until('the event', async () => {
          const answer = await server.request(`/api/0/projects/acme/shop/events/${id}/`);
          return answer.ok ? answer.json() : null;
        }, { seconds: 60 });
        const { frames } = found.entries.find(entry => entry.type === 'exception').data.values[0].stacktrace;
        // A PDB knows the parameters too.
        const written = kind === 'pdb' ? '(cart const*)' : '';
        assert.deepEqual(frames.map(each => [each.function, each.filename, each.lineNo]), [[`checkout${written}`, 'cart.c', 8], [`read_total${written}`, 'cart.c', 4]]);
        assert.equal(found.entries.find(entry => entry.type === 'debugmeta').data.images[0].debug_status, 'found');
      });
    }
  });
}
