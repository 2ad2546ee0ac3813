// Packs what was built once, as small as it gets: the server hands `x.js.br` out where a browser takes it, and packs nothing itself.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const folder = new URL("../dist/", import.meta.url);
/** Fonts and pictures are packed already. */
const texts = /\.(?:js|css|svg|html)$/;
/** A smaller file fits into the first packet anyway. */
const least_bytes = 1024;

for (const name of readdirSync(folder, { recursive: true }).filter((each) => texts.test(each))) {
  const file = new URL(name, folder);
  const bytes = readFileSync(file);
  if (bytes.length < least_bytes) continue;
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  if (packed.length < bytes.length) writeFileSync(new URL(`${name}.br`, folder), packed);
}
