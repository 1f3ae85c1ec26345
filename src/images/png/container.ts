// The PNG file around coded strips (PNG 3rd edition §5; zlib, RFC 1950).

import { crc32 } from "node:zlib";

/** A strip of rows, coded: a whole IDAT chunk that may stand anywhere between the first and the last. */
export interface Strip {
  chunk: Uint8Array;
  /** Adler-32 and length of the bytes before compression; `combineAdler` joins them. */
  adler: number;
  length: number;
}

/** The fields of IHDR. */
export interface PngHeader {
  width: number;
  height: number;
  /** 1: palette indices, 3: RGB, 4: RGB with alpha. */
  channels: Channels;
  /** The palette: RGBA, red lowest, opaque. */
  palette?: Uint32Array;
}

export type Channels = 1 | 3 | 4;

const COLOR_TYPES = { 1: 3, 3: 2, 4: 6 } as const;

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const ADLER_BASE = 65521;

/** Joins strips, in order, to a PNG file. */
export function joinStrips(header: PngHeader, strips: readonly Strip[]): Uint8Array {
  let size = SIGNATURE.length + 25 + 14 + 18 + 12;
  if (header.palette) size += 12 + 3 * header.palette.length;
  for (const strip of strips) size += strip.chunk.length;
  const file = new Uint8Array(size);
  file.set(SIGNATURE);
  let at = SIGNATURE.length;
  const info = new Uint8Array(13);
  const view = new DataView(info.buffer);
  view.setUint32(0, header.width);
  view.setUint32(4, header.height);
  info.set([8, COLOR_TYPES[header.channels], 0, 0, 0], 8);
  at = chunk(file, at, "IHDR", info);
  if (header.palette) {
    const entries = new Uint8Array(3 * header.palette.length);
    header.palette.forEach((color, i) =>
      entries.set([color & 255, (color >>> 8) & 255, (color >>> 16) & 255], 3 * i),
    );
    at = chunk(file, at, "PLTE", entries);
  }
  at = chunk(file, at, "IDAT", Uint8Array.of(0x78, 0x01));
  let adler = 1;
  for (const strip of strips) {
    file.set(strip.chunk, at);
    at += strip.chunk.length;
    adler = combineAdler(adler, strip.adler, strip.length);
  }
  const end = Uint8Array.of(3, 0, 0, 0, 0, 0); // an empty final block, then the checksum
  new DataView(end.buffer).setUint32(2, adler);
  at = chunk(file, at, "IDAT", end);
  chunk(file, at, "IEND", new Uint8Array(0));
  return file;
}

/** Adler-32 of two byte strings joined, from those of the parts. */
export function combineAdler(first: number, second: number, secondLength: number): number {
  const a1 = first & 0xffff;
  const b1 = first >>> 16;
  const a2 = second & 0xffff;
  const b2 = second >>> 16;
  const rest = secondLength % ADLER_BASE;
  const a = (a1 + a2 + ADLER_BASE - 1) % ADLER_BASE;
  const b = (b1 + b2 + rest * ((a1 + ADLER_BASE - 1) % ADLER_BASE)) % ADLER_BASE;
  return ((b << 16) | a) >>> 0;
}

function chunk(file: Uint8Array, at: number, type: string, data: Uint8Array): number {
  const view = new DataView(file.buffer, file.byteOffset);
  view.setUint32(at, data.length);
  for (let i = 0; i < 4; i++) file[at + 4 + i] = type.charCodeAt(i);
  file.set(data, at + 8);
  const end = at + 8 + data.length;
  view.setUint32(end, crc32(file.subarray(at + 4, end)));
  return end + 4;
}
