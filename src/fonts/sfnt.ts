// The container of TrueType and OpenType fonts: a directory of tables (ISO/IEC 14496-22 §4).

import { view } from "./bytes.ts";
import { FontError } from "./error.ts";
import { LIMITS } from "./limits.ts";

export { view } from "./bytes.ts";

export type Tables = Map<string, Uint8Array>;

export const tagAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);

const TTC = "ttcf";

/**
 * How many fonts the file holds: 1, or more for a collection (.ttc, .otc).
 * @throws FontError when a collection has none or more than {@link LIMITS.maxFonts}.
 */
export function fontCount(bytes: Uint8Array): number {
  if (tagAt(bytes, 0) !== TTC) return 1;
  const count = view(bytes).getUint32(8);
  if (count < 1 || count > LIMITS.maxFonts)
    throw new FontError(`is a collection of ${count} fonts; 1 to ${LIMITS.maxFonts} are read`);
  return count;
}

/** Offset of a font's table directory. */
export const directoryAt = (bytes: Uint8Array, index: number): number =>
  tagAt(bytes, 0) === TTC ? view(bytes).getUint32(12 + 4 * index) : 0;

/**
 * The tables of one font of an sfnt or of a collection: each once, inside of the file, apart from the others.
 * @throws FontError saying which rule its directory breaks.
 */
export function readTables(bytes: Uint8Array, index = 0): Tables {
  const data = view(bytes);
  const start = directoryAt(bytes, index);
  const count = data.getUint16(start + 4);
  checkCount(count);
  const tables: Tables = new Map();
  const places: [from: number, to: number, tag: string][] = [];
  for (let i = 0; i < count; i++) {
    const record = start + 12 + 16 * i;
    const tag = tagAt(bytes, record);
    const [offset, length] = [data.getUint32(record + 8), data.getUint32(record + 12)];
    if (offset + length > bytes.length) throw new FontError(`is cut off: table ${tag} ends after the file`);
    addTable(tables, tag, bytes.subarray(offset, offset + length));
    if (length > 0) places.push([offset, offset + length, tag]);
  }
  places.sort(([a], [b]) => a - b);
  for (let i = 1; i < places.length; i++)
    if (places[i]![0] < places[i - 1]![1])
      throw new FontError(`has tables that overlap: ${places[i - 1]![2]} and ${places[i]![2]}`);
  return tables;
}

/** @throws FontError when a directory has no tables or too many. */
export function checkCount(count: number): void {
  if (count < 1 || count > LIMITS.maxTables)
    throw new FontError(`has ${count} tables; 1 to ${LIMITS.maxTables} are read`);
}

/** @throws FontError when there is a table of that tag already. */
export function addTable(tables: Tables, tag: string, table: Uint8Array): void {
  if (tables.has(tag)) throw new FontError(`has two ${tag.trim()} tables`);
  tables.set(tag, table);
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
