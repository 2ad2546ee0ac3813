// Records events of the real Go SDK, one JSON file each, into the folder named by the first argument. With Debian's packages:
//   apt-get install golang-go golang-github-getsentry-sentry-go-dev golang-github-pkg-errors-dev
//   node tests/corpus/go.mjs crates/processing/tests/corpus
import { goShop } from './programs.mjs';
import { record } from './sink.mjs';

const shop = goShop();
await record(process.argv[2], shop, { named: name => `go-${name}`, renamed: [[shop.source, '/build/shop']] });
shop.remove();
