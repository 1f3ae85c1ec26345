// Colour emoji as SVG, out of one file of compressed shards (see src/fonts/make/emoji.mjs for its layout).

import { closeSync, openSync, readSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { LRUCache } from "lru-cache";
import { FontError } from "./error.ts";

interface Contents {
  sizes: number[];
  /** Shard, offset and length by code points in hexadecimal, without U+FE0F. */
  index: Record<string, [shard: number, offset: number, length: number]>;
}

/** Cached drawings: 16 MiB. A shard is about 0.7 MB. */
const MAX_OPEN = 16 * 1024 * 1024;
const SKIN_TONE = /-1f3f[b-f]/g;

/**
 * A reader of one emoji file. Nothing is read before the first emoji is asked for.
 * @throws FontError when the file is not one, at the first use.
 */
export function openEmoji(path: string): (grapheme: string) => string | undefined {
  let contents: (Contents & { starts: number[] }) | undefined;
  const shards = new LRUCache<number, string>({
    maxSize: MAX_OPEN,
    sizeCalculation: (text) => text.length || 1,
  });

  function open() {
    const head = readAt(path, 0, 8);
    if (head.toString("latin1", 0, 4) !== "OPEM") throw new FontError(`${path} is not a file of emoji.`);
    const length = head.readUInt32BE(4);
    const read: Contents = JSON.parse(brotliDecompressSync(readAt(path, 8, length)).toString());
    let start = 8 + length;
    const starts = read.sizes.map((size) => (start += size) - size);
    return { ...read, starts };
  }

  return (grapheme) => {
    const key = keyOf(grapheme);
    if (!key) return undefined;
    contents ??= open();
    const found = contents.index[key] ?? contents.index[key.replace(SKIN_TONE, "")];
    if (!found) return undefined;
    const [shard, offset, size] = found;
    let text = shards.get(shard);
    if (text === undefined) {
      text = brotliDecompressSync(readAt(path, contents.starts[shard]!, contents.sizes[shard]!)).toString(
        "latin1",
      );
      shards.set(shard, text);
    }
    return text.slice(offset, offset + size);
  };
}

/**
 * Hexadecimal code points without the presentation selector; undefined for what is text: a single
 * ASCII character, or anything that asks for text with U+FE0E.
 */
function keyOf(grapheme: string): string | undefined {
  if (grapheme.length === 0 || grapheme.length > 64 || grapheme.includes("\ufe0e")) return undefined;
  const codes = Array.from(grapheme, (character) => character.codePointAt(0)!).filter(
    (code) => code !== 0xfe0f,
  );
  if (codes.length === 1 && codes[0]! < 0x80) return undefined;
  return codes.map((code) => code.toString(16)).join("-");
}

function readAt(path: string, position: number, length: number): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(length);
    const read = readSync(file, bytes, 0, length, position);
    if (read < length) throw new FontError(`${path} ends early.`);
    return bytes;
  } finally {
    closeSync(file);
  }
}
