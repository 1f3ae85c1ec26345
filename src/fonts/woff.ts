// WOFF 1.0: an sfnt whose tables are deflated one by one (W3C WOFF §4–5).

import { inflateSync } from "node:zlib";
import { tagAt, view, writeSfnt, type Tables } from "./sfnt.ts";

/** The font inside a WOFF file. */
export function decodeWoff(bytes: Uint8Array): Uint8Array {
  const data = view(bytes);
  const tables: Tables = new Map();
  const count = data.getUint16(12);
  for (let i = 0; i < count; i++) {
    const entry = 44 + 20 * i;
    const offset = data.getUint32(entry + 4);
    const stored = data.getUint32(entry + 8);
    const length = data.getUint32(entry + 12);
    const table = bytes.subarray(offset, offset + stored);
    tables.set(
      tagAt(bytes, entry),
      stored < length ? inflateSync(table, { maxOutputLength: length }) : table,
    );
  }
  return writeSfnt(data.getUint32(4), tables);
}
