// WOFF 1.0: an sfnt whose tables are deflated one by one (W3C WOFF §4–5).

import { inflateSync } from "node:zlib";
import { view } from "./bytes.ts";
import { FontError } from "./error.ts";
import { mostBytes } from "./limits.ts";
import { addTable, checkCount, tagAt, writeSfnt, type Tables } from "./sfnt.ts";

/**
 * The font inside a WOFF file.
 * @throws FontError saying which rule its directory breaks, before anything is inflated.
 */
export function decodeWoff(bytes: Uint8Array): Uint8Array {
  const data = view(bytes);
  const count = data.getUint16(12);
  checkCount(count);
  const entries = Array.from({ length: count }, (_, i) => {
    const entry = 44 + 20 * i;
    const [offset, stored, length] = [4, 8, 12].map((field) => data.getUint32(entry + field)) as [
      number,
      number,
      number,
    ];
    const tag = tagAt(bytes, entry);
    if (offset + stored > bytes.length) throw new FontError(`is cut off: table ${tag} ends after the file`);
    if (stored > length) throw new FontError(`has a table ${tag} that is longer packed than open`);
    return { tag, stored, length, packed: bytes.subarray(offset, offset + stored) };
  });
  const size = entries.reduce((sum, { length }) => sum + length, 0);
  const packed = entries.reduce((sum, { stored }) => sum + stored, 0);
  if (packed > bytes.length) throw new FontError("has tables that overlap");
  if (size > mostBytes(bytes.length)) throw new FontError("claims more than a file of its length can hold");
  const tables: Tables = new Map();
  for (const { tag, stored, length, packed: table } of entries) {
    const open = stored < length ? inflateSync(table, { maxOutputLength: length }) : table;
    if (open.length !== length) throw new FontError(`has a table ${tag} of another length than it says`);
    addTable(tables, tag, open);
  }
  return writeSfnt(data.getUint32(4), tables);
}
