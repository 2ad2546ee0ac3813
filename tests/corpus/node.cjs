// Records events of the real Node SDK, one JSON file each, into the folder named by the first argument.
//   npm i @sentry/node && node tests/corpus/node.cjs crates/processing/tests/corpus
const fs = require("node:fs");
const Sentry = require("@sentry/node");

const out = process.argv[2];
let name = "";

Sentry.init({
  dsn: "http://a@127.0.0.1/1",
  release: "shop@1.4.2",
  serverName: "web-1",
  maxBreadcrumbs: 0,
  beforeSend(event) {
    for (const key of ["modules", "extra", "server_name", "timestamp", "breadcrumbs", "sdkProcessingMetadata"]) delete event[key];
    const { trace, runtime } = event.contexts;
    event.contexts = { trace, runtime };
    const text = JSON.stringify(event, null, 1).replaceAll(__dirname, "/srv/shop").replaceAll(process.cwd(), "/srv/shop");
    fs.writeFileSync(`${out}/node-${name}.json`, `${text}\n`);
    return null;
  },
});

function rate(code) {
  const rates = { EUR: { value: 1 } };
  return rates[code].value;
}
const price = (order) => order.total * rate(order.currency);
class Checkout {
  run(order) {
    return price(order);
  }
  async later(order) {
    await new Promise((done) => setTimeout(done, 1));
    return this.run(order);
  }
}
const descend = (depth) => (depth > 0 ? descend(depth - 1) : rate("XXX"));
function chained() {
  try {
    rate("CHF");
  } catch (cause) {
    throw new Error("order 4711 cannot be priced", { cause });
  }
}
async function run(what, work) {
  name = what;
  try {
    await work();
  } catch (error) {
    Sentry.captureException(error);
  }
  await Sentry.flush(1000);
}
(async () => {
  await run("typeerror", () => new Checkout().run({ total: 5, currency: "GBP" }));
  await run("async", () => new Checkout().later({ total: 5, currency: "GBP" }));
  await run("recursion", () => descend(12));
  await run("chain", chained);
  await run("json", () => JSON.parse("{broken"));
  await run("aggregate", () => Promise.any([Promise.reject(new RangeError("bad id 17")), Promise.reject(new RangeError("bad id 18"))]));
  await run("callback", () => [1, 2].map((n) => n.missing.field));
  await run("fs", () => fs.readFileSync("/nowhere/9481/orders.csv"));
  await run("string", () => { throw "stock service answered 503 after 1532 ms"; });
  name = "message";
  Sentry.captureMessage("payment 1f0c2d3e-4a5b-4c6d-8e7f-901234567890 took 1532 ms");
  await Sentry.flush(1000);
})();
