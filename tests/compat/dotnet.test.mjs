// A real portable PDB (that of the .NET assembly in the PyPI package pythonnet), sent by the official sentry-cli, and an event as the
// .NET SDK sends one: methods and offsets in the intermediate language become files and lines. What is expected was read from the PDB's
// tables by hand: method 11 has its offset 44 in line 59, and so on.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Cli, LINES } from '../lib/sentry-cli.mjs';
import { Server } from '../lib/server.mjs';

const LOOK = 'import importlib.util; print(importlib.util.find_spec("pythonnet").submodule_search_locations[0])';
const RUNTIME = join(execFileSync(process.env.BARTIZAN_TEST_PYTHON ?? 'python3', ['-c', LOOK], { encoding: 'utf8' }).trim(), 'runtime');
/** Identifier of the PDB with its stamp, as the assembly's debug directory has it and the SDK sends it. */
const DEBUG_ID = 'e7433317-b269-4125-935f-c5ee64132326-df3c504c';

const frame = (method, row, offset, token = row) => ({
  function: method, module: 'Python.Runtime.AssemblyManager', package: 'Python.Runtime, Version=3.0.5.0, Culture=neutral, PublicKeyToken=5000fea6cba702dd',
  in_app: true, addr_mode: 'rel:1', function_id: `0x${token.toString(16)}`, instruction_addr: `0x${offset.toString(16)}`,
});
const event = id => ({
  event_id: id, platform: 'csharp', level: 'error', sdk: { name: 'sentry.dotnet', version: '6.0.0' },
  debug_meta: { images: [
    { type: 'pe_dotnet', debug_id: '11111111-2222-4333-8444-555555555555-1', code_file: '/app/Shop.dll', debug_file: 'Shop.pdb' },
    { type: 'pe_dotnet', debug_id: DEBUG_ID, debug_checksum: 'SHA256:e7433317b2694125935fc5ee641323264c503cdf', debug_file: '/src/obj/release/Python.Runtime.pdb', code_id: 'D2A2907774000', code_file: '/app/Python.Runtime.dll' },
  ] },
  exception: { values: [{
    type: 'System.InvalidOperationException', value: 'The interpreter is gone.', module: 'System.Private.CoreLib', thread_id: 1,
    mechanism: { type: 'AppDomain.UnhandledException', handled: false },
    stacktrace: { frames: [
      // Callers first: the whole token of one method, the row alone of the others, a method without code, one beyond the table.
      frame('UpdatePath', 16, 26, 0x06000010), frame('Shutdown', 12, 6), frame('Dispose', 1, 0), frame('Nobody', 60_000, 0), frame('Initialize', 11, 44),
    ] },
  }] },
});

for (const [line, path] of LINES) {
  describe(`portable PDB with sentry-cli ${line}`, () => {
    const [early, late] = ['a', 'b'].map(digit => digit.repeat(32));
    let server;
    let cli;
    let dsn;
    before(async () => {
      server = await Server.start();
      ({ shop: { dsn } } = server.setUp(['shop', 'dotnet']));
      cli = new Cli(path, server);
    });
    after(async () => {
      cli?.remove();
      await server?.stop();
    });

    const found = id => server.until('the event', async () => {
      const answer = await server.request(`/api/0/projects/acme/shop/events/${id}/`);
      return answer.ok ? answer.json() : null;
    });
    const frames = one => one.entries.find(entry => entry.type === 'exception').data.values[0].stacktrace.frames;
    const shown = one => frames(one).map(each => [each.function, each.filename, each.lineNo]);
    const read = [['UpdatePath', 'AssemblyManager.cs', 152], ['Shutdown', 'AssemblyManager.cs', 84], ['Dispose', null, null], ['Nobody', null, null], ['Initialize', 'AssemblyManager.cs', 59]];

    test('without the PDB the event says which one is missing', async () => {
      assert.equal((await server.event(dsn, event(early))).status, 200);
      const one = await found(early);
      assert.ok(shown(one).every(([, , lineNo]) => lineNo === null), JSON.stringify(shown(one)));
      assert.ok(one.errors.some(error => error.type === 'native_missing_dsym' && JSON.stringify(error).includes(DEBUG_ID)), JSON.stringify(one.errors));
    });

    test('upload finds the PDB and stores it under its identifier', async () => {
      cli.write('release/Python.Runtime.pdb', readFileSync(join(RUNTIME, 'Python.Runtime.pdb')));
      cli.write('release/Python.Runtime.dll', readFileSync(join(RUNTIME, 'Python.Runtime.dll')));
      cli.run(['debug-files', 'upload', '--wait', 'release']);
      const files = await server.api('/projects/acme/shop/files/dsyms/');
      const { symbolType, debugId, codeId, data: { features } } = files.find(file => file.symbolType === 'portablepdb');
      assert.equal(debugId, DEBUG_ID);
      assert.deepEqual({ symbolType, debugId, codeId, features }, cli.check('release/Python.Runtime.pdb'), 'as sentry-cli itself reads it');
    });

    test('the stored event and new ones have files and lines', async () => {
      assert.equal((await server.event(dsn, event(late))).status, 200);
      assert.deepEqual(shown(await found(late)), read);
      assert.match(frames(await found(late))[4].absPath, /\/src\/runtime\/AssemblyManager\.cs$/);
      await server.until('the stored event', async () => JSON.stringify(shown(await found(early))) === JSON.stringify(read), { seconds: 60 });
      const { errors } = await found(early);
      assert.ok(!errors.some(error => JSON.stringify(error).includes(DEBUG_ID)), JSON.stringify(errors));
    });
  });
}
