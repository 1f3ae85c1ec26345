// The container of TrueType and OpenType fonts: a directory of tables (ISO/IEC 14496-22 §4).

import { FontError } from "./error.ts";

export type Tables = Map<string, Uint8Array>;

export const view = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const tagAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));

const TTC = "ttcf";

/** How many fonts the file holds: 1, or more for a collection (.ttc, .otc). */
export function fontCount(bytes: Uint8Array): number {
  return tagAt(bytes, 0) === TTC ? view(bytes).getUint32(8) : 1;
}

/** The tables of one font of an sfnt or of a collection. */
export function readTables(bytes: Uint8Array, index = 0): Tables {
  const data = view(bytes);
  const start = tagAt(bytes, 0) === TTC ? data.getUint32(12 + 4 * index) : 0;
  const tables: Tables = new Map();
  const count = data.getUint16(start + 4);
  for (let i = 0; i < count; i++) {
    const record = start + 12 + 16 * i;
    const [offset, length] = [data.getUint32(record + 8), data.getUint32(record + 12)];
    if (offset + length > bytes.length)
      throw new FontError(`table ${tagAt(bytes, record)} ends after the file`);
    tables.set(tagAt(bytes, record), bytes.subarray(offset, offset + length));
  }
  return tables;
}

/** Writes an sfnt with the tables in the order of their tags, checksums included. */
export function writeSfnt(flavor: number, tables: Tables): Uint8Array {
  const entries = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const count = entries.length;
  const padded = (length: number) => (length + 3) & ~3;
  const size = entries.reduce((sum, [, table]) => sum + padded(table.length), 12 + 16 * count);
  const out = new Uint8Array(size);
  const data = view(out);
  const log = Math.floor(Math.log2(count));
  data.setUint32(0, flavor);
  data.setUint16(4, count);
  data.setUint16(6, 16 << log);
  data.setUint16(8, log);
  data.setUint16(10, 16 * count - (16 << log));
  let offset = 12 + 16 * count;
  let head = -1;
  /** The sum of the tables: with the directory's it is that of the whole font. */
  let tablesSum = 0;
  entries.forEach(([tag, table], i) => {
    const record = 12 + 16 * i;
    for (let k = 0; k < 4; k++) out[record + k] = tag.charCodeAt(k);
    out.set(table, offset);
    if (tag === "head") {
      head = offset;
      data.setUint32(head + 8, 0);
    }
    const sum = checksum(data, offset, padded(table.length));
    tablesSum = (tablesSum + sum) | 0;
    data.setUint32(record + 4, sum);
    data.setUint32(record + 8, offset);
    data.setUint32(record + 12, table.length);
    offset += padded(table.length);
  });
  const sum = checksum(data, 0, 12 + 16 * count) + tablesSum;
  if (head >= 0) data.setUint32(head + 8, (0xb1b0afba - sum) >>> 0);
  return out;
}

function checksum(data: DataView, start: number, length: number): number {
  let sum = 0;
  for (let at = start; at < start + length; at += 4) sum = (sum + data.getUint32(at)) | 0;
  return sum >>> 0;
}
