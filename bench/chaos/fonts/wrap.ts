// Containers around an sfnt, written as strangers' programs would: WOFF, WOFF2 and collections.

import { brotliCompressSync, constants, deflateSync } from "node:zlib";
import { readTables, tagAt, view, type Tables } from "../../../src/fonts/sfnt.ts";

/** Bytes of 16-bit numbers. */
export const words = (...values: readonly number[]): Uint8Array => {
  const out = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => out.writeUInt16BE(value & 0xffff, 2 * i));
  return new Uint8Array(out);
};

/** Tables in their order, whatever they hold, with directory entries that are right. */
export function writeLoose(flavor: number, tables: Tables): Uint8Array<ArrayBuffer> {
  const entries = [...tables];
  const padded = (length: number) => (length + 3) & ~3;
  const size = entries.reduce((sum, [, table]) => sum + padded(table.length), 12 + 16 * entries.length);
  const out = new Uint8Array(size);
  const data = view(out);
  data.setUint32(0, flavor);
  data.setUint16(4, entries.length);
  let offset = 12 + 16 * entries.length;
  entries.forEach(([tag, table], i) => {
    const record = 12 + 16 * i;
    for (let k = 0; k < 4; k++) out[record + k] = tag.charCodeAt(k);
    data.setUint32(record + 8, offset);
    data.setUint32(record + 12, table.length);
    out.set(table, offset);
    offset += padded(table.length);
  });
  return out;
}

export function toWoff(font: Uint8Array): Uint8Array<ArrayBuffer> {
  const tables = [...readTables(font)];
  const head = Buffer.alloc(44 + 20 * tables.length);
  head.write("wOFF");
  head.writeUInt32BE(view(font).getUint32(0), 4);
  head.writeUInt16BE(tables.length, 12);
  let offset = head.length;
  const parts = tables.map(([tag, table], i) => {
    const packed = deflateSync(table, { level: 1 });
    const stored = packed.length < table.length ? packed : Buffer.from(table);
    head.write(tag, 44 + 20 * i, "latin1");
    [offset, stored.length, table.length].forEach((value, k) =>
      head.writeUInt32BE(value, 48 + 20 * i + 4 * k),
    );
    offset += stored.length;
    return stored;
  });
  return Uint8Array.from(Buffer.concat([head, ...parts]));
}

/** WOFF2 with every table as it is: version 3 for glyf and loca is "not transformed". */
export function toWoff2(font: Uint8Array): Uint8Array<ArrayBuffer> {
  const tables = [...readTables(font)];
  const directory: number[] = [];
  for (const [tag, table] of tables) {
    directory.push(tag === "glyf" || tag === "loca" ? 0xff : 0x3f, ...Buffer.from(tag, "latin1"));
    const digits: number[] = [];
    for (let rest = table.length; digits.length === 0 || rest > 0; rest = Math.floor(rest / 128))
      digits.unshift((rest % 128) | (digits.length ? 128 : 0));
    directory.push(...digits);
  }
  const stream = brotliCompressSync(Buffer.concat(tables.map(([, table]) => table)), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
  });
  const head = Buffer.alloc(48);
  head.write("wOF2");
  head.writeUInt32BE(view(font).getUint32(0), 4);
  head.writeUInt16BE(tables.length, 12);
  head.writeUInt32BE(stream.length, 20);
  return Uint8Array.from(Buffer.concat([head, Buffer.from(directory), stream]));
}

/** A collection of the same font a few times: all directories point to one set of tables. */
export function toCollection(font: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(12 + 4 * count);
  head.write("ttcf");
  head.writeUInt32BE(0x10000, 4);
  head.writeUInt32BE(count, 8);
  for (let i = 0; i < count; i++) head.writeUInt32BE(head.length, 12 + 4 * i);
  const copy = Buffer.from(font);
  for (let i = 0; i < copy.readUInt16BE(4); i++) {
    const at = 12 + 16 * i + 8;
    copy.writeUInt32BE((copy.readUInt32BE(at) + head.length) >>> 0, at);
  }
  return Uint8Array.from(Buffer.concat([head, copy]));
}

export const isCollection = (file: Uint8Array): boolean => tagAt(file, 0) === "ttcf";
