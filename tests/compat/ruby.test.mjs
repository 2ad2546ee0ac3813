// The official Ruby SDK, unmodified, and the one of the line before, against the real binary.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MISSING, rubyShop } from '../corpus/programs.mjs';
import { Server } from '../lib/server.mjs';
import { lastFrames, told } from '../lib/told.mjs';

describe('Ruby', { skip: MISSING.ruby }, () => {
  let server;
  let shop;
  let dsn;
  before(async () => {
    shop = rubyShop();
    server = await Server.start();
    ({ shop: { dsn } } = server.setUp(['shop', 'ruby']));
  });
  after(() => server?.stop());

  test('each failure is one issue, by whichever line of the SDK it is sent', async () => {
    const twice = shop.cases.filter(name => name.startsWith('raven '));
    for (const name of shop.cases) await shop.run(name, dsn);
    const issues = await told(server, 'shop', shop.cases.length);
    assert.equal(issues.length, shop.cases.length - twice.length);
    assert.equal(issues.filter(issue => issue.count === '2').length, twice.length);
  });

  test('an exception with its cause is called by what failed and where', async () => {
    const issues = await server.issues('shop');
    const priced = issues.find(issue => issue.title === 'ArgumentError: order 4711 cannot be priced');
    assert.equal(priced.culprit, 'lib/shop.rb in rescue in priced');
    assert.ok(issues.some(issue => issue.title === "NoMethodError: undefined method `name' for nil:NilClass"), 'a title is one line');
  });

  test('gems and the standard library are not the application', async () => {
    const issues = await server.issues('shop');
    const own = async culprit => (await lastFrames(server, issues.find(issue => issue.culprit === culprit))).filter(frame => frame.inApp).map(frame => frame.function);
    assert.deepEqual(await own('/orders/4711'), ['block in <class:Web>', 'share', '/']);
    assert.deepEqual(await own('lib/shop.rb in parse'), ['parse']);
  });
});
