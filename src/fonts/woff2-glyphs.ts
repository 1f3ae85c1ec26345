// Undoes WOFF2's transforms of glyphs and metrics (W3C WOFF2 §5.1–5.4).

import { view } from "./sfnt.ts";
import { Stream } from "./woff2-stream.ts";
import { Outline } from "./woff2-outline.ts";
import { GlyphWriter } from "./woff2-writer.ts";

interface Glyphs {
  glyf: Uint8Array;
  loca: Uint8Array;
  longOffsets: boolean;
  /** The left edge of each glyph, from which side bearings are restored. */
  xMins: Int16Array;
}

const [WORDS, SCALE, MORE, XY_SCALE, TWO_BY_TWO, INSTRUCTIONS] = [0x1, 0x8, 0x20, 0x40, 0x80, 0x100];
const NO_CODE = new Uint8Array();

export function rebuildGlyphs(table: Uint8Array): Glyphs {
  const data = view(table);
  const options = data.getUint16(2);
  const count = data.getUint16(4);
  let at = 36;
  const [contours, points, flags, coordinates, composites, boxes, instructions] = [
    8, 12, 16, 20, 24, 28, 32,
  ].map((field) => {
    const length = data.getUint32(field);
    at += length;
    if (at > table.length) throw new RangeError("the glyph streams end after the table");
    return new Stream(table.subarray(at - length, at));
  }) as [Stream, Stream, Stream, Stream, Stream, Stream, Stream];
  const overlaps = options & 1 ? table.subarray(at) : undefined;
  const boxBitmap = boxes.take(4 * ((count + 31) >> 5));
  const bit = (bitmap: Uint8Array, i: number) => (bitmap[i >> 3]! & (0x80 >> (i & 7))) !== 0;

  const writer = new GlyphWriter(table.length * 2);
  const outline = new Outline();
  const offsets = new Uint32Array(count + 1);
  const xMins = new Int16Array(count);
  for (let glyph = 0; glyph < count; glyph++) {
    offsets[glyph] = writer.length;
    const contourCount = contours.i16();
    const box = bit(boxBitmap, glyph) ? boxes.take(8) : undefined;
    if (contourCount === 0) continue;
    if (contourCount < 0) {
      const start = composites.at;
      let hinted = false;
      for (let more = true; more;) {
        const code = composites.u16();
        const scale = code & SCALE ? 2 : code & XY_SCALE ? 4 : code & TWO_BY_TWO ? 8 : 0;
        composites.take(2 + (code & WORDS ? 4 : 2) + scale);
        hinted ||= (code & INSTRUCTIONS) !== 0;
        more = (code & MORE) !== 0;
      }
      const body = composites.bytes.subarray(start, composites.at);
      writer.composite(box!, body, hinted ? instructions.take(coordinates.packed()) : undefined);
      xMins[glyph] = view(box!).getInt16(0);
    } else {
      const ends: number[] = [];
      let total = 0;
      for (let i = 0; i < contourCount; i++) ends.push((total += points.packed()) - 1);
      outline.read(flags, total, coordinates);
      const size = coordinates.packed();
      const code = size ? instructions.take(size) : NO_CODE;
      const overlap = overlaps !== undefined && bit(overlaps, glyph);
      xMins[glyph] = writer.simple(ends, outline, code, box, overlap);
    }
  }
  offsets[count] = writer.length;
  const longOffsets = data.getUint16(6) !== 0 || writer.length > 0xffff * 2;
  const loca = new Uint8Array((count + 1) * (longOffsets ? 4 : 2));
  const out = view(loca);
  offsets.forEach((offset, i) =>
    longOffsets ? out.setUint32(4 * i, offset) : out.setUint16(2 * i, offset / 2),
  );
  return { glyf: writer.bytes(), loca, longOffsets, xMins };
}

/** §5.4: side bearings that equal the glyph's left edge were left out. */
export function rebuildMetrics(table: Uint8Array, hhea: Uint8Array, xMins: Int16Array): Uint8Array {
  const stream = new Stream(table);
  const flags = stream.u8();
  const long = view(hhea).getUint16(34);
  const out = new Uint8Array(4 * long + 2 * (xMins.length - long));
  const data = view(out);
  for (let i = 0; i < long; i++) data.setUint16(4 * i, stream.u16());
  for (let i = 0; i < long; i++) data.setInt16(4 * i + 2, flags & 1 ? xMins[i]! : stream.i16());
  for (let i = long; i < xMins.length; i++)
    data.setInt16(4 * long + 2 * (i - long), flags & 2 ? xMins[i]! : stream.i16());
  return out;
}
