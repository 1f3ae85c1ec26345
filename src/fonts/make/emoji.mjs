// Packs the colour emoji into fonts/emoji.bin: Noto Emoji, with Twemoji's flags of countries and
// regions (Noto's set of vectors has none). Run: node src/fonts/make/emoji.mjs FOLDER_OF_TWEMOJI_SVG
//
// The file: "OPEM", the length of the index (uint32, big-endian), the index (JSON, brotli), then
// shards (brotli), each a few hundred kilobytes of SVG when open. Drawings that are variants of one
// another (skin tones) lie in one shard, which is what makes 25 MB fit into 2.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const SHARD = 700_000;
const read = (name) =>
  JSON.parse(readFileSync(new URL(`../../../node_modules/@iconify-json/noto/${name}.json`, import.meta.url)));
const pack = (text) =>
  brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });

/** The key of a grapheme: its code points without the presentation selector. */
const keyOf = (hex) =>
  hex
    .split("-")
    .map((part) => Number.parseInt(part, 16))
    .filter((code) => code !== 0xfe0f)
    .map((code) => code.toString(16))
    .join("-");

const drawings = new Map();
const { icons } = read("icons");
for (const [hex, name] of Object.entries(read("chars"))) {
  const body = icons[name].body;
  const xlink = body.includes("xlink:") ? ' xmlns:xlink="http://www.w3.org/1999/xlink"' : "";
  drawings.set(
    keyOf(hex),
    `<svg xmlns="http://www.w3.org/2000/svg"${xlink} viewBox="0 0 128 128">${body}</svg>`,
  );
}
const flags = process.argv[2];
for (const file of readdirSync(flags)) {
  const key = keyOf(file.replace(".svg", ""));
  if (/^(1f1[ef].-1f1[ef].|1f3f4-e).*\.svg$/.test(file) && !drawings.has(key))
    drawings.set(key, readFileSync(`${flags}/${file}`, "utf8").trim());
}

const plain = (key) => key.replace(/-?1f3f[b-f]/g, "");
const keys = [...drawings.keys()].sort((a, b) =>
  plain(a) === plain(b) ? (a < b ? -1 : 1) : plain(a) < plain(b) ? -1 : 1,
);
const shards = [];
const index = {};
let text = "";
const close = () => {
  shards.push(pack(text));
  text = "";
};
keys.forEach((key, at) => {
  const svg = drawings.get(key);
  // Only between drawings that are not variants of one another.
  if (text.length + svg.length > SHARD && at > 0 && plain(keys[at - 1]) !== plain(key)) close();
  if (/[^\x00-\x7f]/.test(svg)) throw new Error(`${key} is not ASCII: offsets would be wrong`);
  index[key] = [shards.length, text.length, svg.length];
  text += svg;
});
close();

const head = pack(JSON.stringify({ sizes: shards.map((shard) => shard.length), index }));
const start = Buffer.alloc(8);
start.write("OPEM");
start.writeUInt32BE(head.length, 4);
const file = Buffer.concat([start, head, ...shards]);
writeFileSync(new URL("../../../fonts/emoji.bin", import.meta.url), file);
console.log(`${keys.length} emoji in ${shards.length} shards, ${file.length} bytes`);
