// The points of a glyph in WOFF2's triplet encoding (W3C WOFF2 §5.2).

import type { Stream } from "./woff2-stream.ts";

/** Points as steps from one to the next. One is used for all glyphs of a font: most have few points. */
export class Outline {
  count = 0;
  dx = new Int16Array(256);
  dy = new Int16Array(256);
  onCurve = new Uint8Array(256);

  /** Reads a glyph's points. */
  read(flags: Stream, count: number, stream: Stream): void {
    if (count > this.dx.length) {
      this.dx = new Int16Array(count * 2);
      this.dy = new Int16Array(count * 2);
      this.onCurve = new Uint8Array(count * 2);
    }
    this.count = count;
    const { dx, dy, onCurve } = this;
    const from = flags.skip(count);
    const codes = flags.bytes;
    const { bytes } = stream;
    let { at } = stream;
    for (let i = 0; i < count; i++) {
      const code = codes[from + i]!;
      const flag = code & 127;
      onCurve[i] = code < 128 ? 1 : 0;
      const first = bytes[at++]!;
      let x = 0;
      let y = 0;
      if (flag < 10) y = ((flag & 14) << 7) + first;
      else if (flag < 20) x = (((flag - 10) & 14) << 7) + first;
      else if (flag < 84) {
        const base = flag - 20;
        x = 1 + (base & 0x30) + (first >> 4);
        y = 1 + ((base & 0x0c) << 2) + (first & 15);
      } else if (flag < 120) {
        const base = flag - 84;
        const row = (base / 12) | 0;
        x = 1 + (row << 8) + first;
        y = 1 + (((base - 12 * row) >> 2) << 8) + bytes[at++]!;
      } else if (flag < 124) {
        const second = bytes[at++]!;
        x = (first << 4) + (second >> 4);
        y = ((second & 15) << 8) + bytes[at++]!;
      } else {
        x = (first << 8) + bytes[at++]!;
        y = (bytes[at]! << 8) + bytes[at + 1]!;
        at += 2;
      }
      dx[i] = flag & 1 ? x : -x;
      dy[i] = (flag < 10 ? flag : flag >> 1) & 1 ? y : -y;
    }
    stream.skip(at - stream.at);
  }
}
