// The official Go SDK, unmodified, against the real binary.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MISSING, goShop } from '../corpus/programs.mjs';
import { Server } from '../lib/server.mjs';
import { lastFrames, told } from '../lib/told.mjs';

describe('Go', { skip: MISSING.go }, () => {
  let server;
  let shop;
  let dsn;
  before(async () => {
    shop = goShop();
    server = await Server.start();
    ({ shop: { dsn } } = server.setUp(['shop', 'go']));
  });
  after(async () => {
    shop?.remove();
    await server?.stop();
  });

  test('each failure is one issue, however often it happens', async () => {
    for (const name of [...shop.cases, ...shop.cases]) await shop.run(name, dsn);
    const issues = await told(server, 'shop', 2 * shop.cases.length);
    assert.equal(issues.length, shop.cases.length);
    assert.deepEqual(issues.filter(issue => issue.count !== '2').map(issue => issue.title), []);
  });

  test('a wrapped error and a panic are called by what failed and where', async () => {
    const issues = await server.issues('shop');
    const wrapped = issues.find(issue => issue.title.startsWith('*fmt.wrapError: load order 4711'));
    assert.equal(wrapped.culprit, 'main in captured');
    const panic = issues.find(issue => issue.culprit === 'example.com/shop/pick in Best');
    assert.equal(panic.title, 'runtime.boundsError: runtime error: index out of range [7] with length 3');
  });

  test('nothing of the standard library is the application, even where the binary names no folders', async () => {
    const issues = await server.issues('shop');
    const find = culprit => issues.find(issue => issue.culprit === culprit);
    const own = async culprit => (await lastFrames(server, find(culprit))).filter(frame => frame.inApp).map(frame => frame.function);
    assert.deepEqual(await own('example.com/shop/jobs in Each.func1'), ['main', 'Each', 'Each.func1']);
    assert.deepEqual(await own('example.com/shop/jobs in Rank.func1'), ['main', 'Rank', 'Rank.func1']);
    assert.deepEqual(await own('GET /refunds/4711'), ['(*shop).refund']);
  });
});
