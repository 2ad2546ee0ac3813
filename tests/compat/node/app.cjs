// Drives the official Node SDK. usage: SENTRY_DSN=... node app.cjs SCENARIO
const Sentry = require('@sentry/node');

const init = options => Sentry.init({ dsn: process.env.SENTRY_DSN, release: 'api@2.0.0', environment: 'production', sendDefaultPii: true, serverName: 'node-host', ...options });

class OrderError extends Error {}

const scenarios = {
  async error() {
    init({ includeLocalVariables: true });
    Sentry.setUser({ id: '7', email: 'joe@example.com' });
    for (const id of ['a1b2c3d4e5f60718', '99ffee0011223344']) {
      try {
        (function place(order) { throw new OrderError(`order ${order} rejected`, { cause: new RangeError(`no stock for ${order}`) }); })(id);
      } catch (error) {
        Sentry.captureException(error, { tags: { team: 'orders' } });
      }
    }
  },
  async express() {
    init({ tracesSampleRate: 1 });
    const express = require('express');
    const app = express();
    app.get('/orders/:id', request => { throw new TypeError(`cannot read order ${request.params.id}`); });
    Sentry.setupExpressErrorHandler(app);
    app.use((_error, _request, response, _next) => response.status(500).end('sorry'));
    const listener = app.listen(0, '127.0.0.1');
    await new Promise(resolve => listener.once('listening', resolve));
    await fetch(`http://127.0.0.1:${listener.address().port}/orders/17?api_key=${['s3c', 'r3t'].join('')}`);
    listener.close();
  },
  async unhandled() {
    init({});
    Promise.reject(new Error('nobody waits for me'));
    await new Promise(resolve => setTimeout(resolve, 300));
  },
};

(async () => {
  await scenarios[process.argv[2]]();
  await Sentry.flush(10000);
  process.exit(0);
})();
