// Records events of the real Ruby SDKs, one JSON file each, into the folder named by the first argument. With Debian's packages:
//   apt-get install ruby-sentry-ruby ruby-sentry-raven ruby-sinatra ruby-faraday
//   node tests/corpus/ruby.mjs crates/processing/tests/corpus
import { rubyShop } from './programs.mjs';
import { record } from './sink.mjs';

const shop = rubyShop();
const named = name => name.replace('sentry ', 'ruby-').replace('raven ', 'ruby-raven-');
await record(process.argv[2], shop, { named, renamed: [[shop.source, '/srv/shop']] });
