// Undoes WOFF2's transforms of glyphs and metrics (W3C WOFF2 §5.1–5.4).

import { view } from "./sfnt.ts";
import { GlyphWriter } from "./woff2-writer.ts";

interface Glyphs {
  glyf: Uint8Array;
  loca: Uint8Array;
  longOffsets: boolean;
  /** The left edge of each glyph, from which side bearings are restored. */
  xMins: Int16Array;
}

/** Reads one of the streams that a transformed glyf table is split into. */
class Stream {
  at = 0;
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = view(bytes);
  }
  u8(): number {
    return this.#view.getUint8(this.at++);
  }
  u16(): number {
    this.at += 2;
    return this.#view.getUint16(this.at - 2);
  }
  i16(): number {
    this.at += 2;
    return this.#view.getInt16(this.at - 2);
  }
  take(length: number): Uint8Array {
    this.at += length;
    if (this.at > this.bytes.length) throw new RangeError("a glyph stream ends early");
    return this.bytes.subarray(this.at - length, this.at);
  }
  /** 255UInt16 (§4.2). */
  packed(): number {
    const code = this.u8();
    if (code === 253) return this.u16();
    if (code === 255) return this.u8() + 253;
    if (code === 254) return this.u8() + 506;
    return code;
  }
}

const [WORDS, SCALE, MORE, XY_SCALE, TWO_BY_TWO, INSTRUCTIONS] = [0x1, 0x8, 0x20, 0x40, 0x80, 0x100];

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
      const outline = readPoints(flags.take(total), coordinates);
      const code = instructions.take(coordinates.packed());
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

/** Points as steps from one to the next. */
export interface Outline {
  dx: Int32Array;
  dy: Int32Array;
  onCurve: Uint8Array;
}

/** The triplet encoding of §5.2. */
function readPoints(flags: Uint8Array, stream: Stream): Outline {
  const count = flags.length;
  const [dx, dy, onCurve] = [new Int32Array(count), new Int32Array(count), new Uint8Array(count)];
  const signed = (bits: number, value: number) => (bits & 1 ? value : -value);
  for (let i = 0; i < count; i++) {
    onCurve[i] = flags[i]! < 128 ? 1 : 0;
    const flag = flags[i]! & 127;
    const first = stream.u8();
    if (flag < 10) dy[i] = signed(flag, ((flag & 14) << 7) + first);
    else if (flag < 20) dx[i] = signed(flag, (((flag - 10) & 14) << 7) + first);
    else if (flag < 84) {
      const base = flag - 20;
      dx[i] = signed(flag, 1 + (base & 0x30) + (first >> 4));
      dy[i] = signed(flag >> 1, 1 + ((base & 0x0c) << 2) + (first & 15));
    } else if (flag < 120) {
      const base = flag - 84;
      dx[i] = signed(flag, 1 + (Math.floor(base / 12) << 8) + first);
      dy[i] = signed(flag >> 1, 1 + (((base % 12) >> 2) << 8) + stream.u8());
    } else if (flag < 124) {
      const second = stream.u8();
      dx[i] = signed(flag, (first << 4) + (second >> 4));
      dy[i] = signed(flag >> 1, ((second & 15) << 8) + stream.u8());
    } else {
      dx[i] = signed(flag, (first << 8) + stream.u8());
      dy[i] = signed(flag >> 1, (stream.u8() << 8) + stream.u8());
    }
  }
  return { dx, dy, onCurve };
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
