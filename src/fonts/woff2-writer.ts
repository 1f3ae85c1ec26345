// Writes glyphs as a glyf table has them (ISO/IEC 14496-22 §5.3.3).

import type { Outline } from "./woff2-glyphs.ts";

const [ON_CURVE, X_SHORT, Y_SHORT, REPEAT, X_SAME, Y_SAME, OVERLAP] = [1, 2, 4, 8, 16, 32, 64];

export class GlyphWriter {
  length = 0;
  #bytes: Uint8Array;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(expected);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  composite(box: Uint8Array, body: Uint8Array, instructions?: Uint8Array): void {
    this.#reserve(body.length + (instructions?.length ?? 0) + 16);
    this.#u16(0xffff);
    this.#put(box);
    this.#put(body);
    if (instructions) {
      this.#u16(instructions.length);
      this.#put(instructions);
    }
    this.#align();
  }

  /** Returns the left edge of the glyph. */
  simple(
    ends: readonly number[],
    { dx, dy, onCurve }: Outline,
    instructions: Uint8Array,
    box: Uint8Array | undefined,
    overlap: boolean,
  ): number {
    const count = dx.length;
    this.#reserve(14 + 2 * ends.length + instructions.length + 5 * count);
    this.#u16(ends.length);
    const boxAt = this.length;
    this.length += 8;
    for (const end of ends) this.#u16(end);
    this.#u16(instructions.length);
    this.#put(instructions);

    let [x, y, xMin, yMin, xMax, yMax] = [0, 0, Infinity, Infinity, -Infinity, -Infinity];
    const out = this.#bytes;
    let previous = -1;
    let repeatAt = -1;
    for (let i = 0; i < count; i++) {
      x += dx[i]!;
      y += dy[i]!;
      xMin = Math.min(xMin, x);
      xMax = Math.max(xMax, x);
      yMin = Math.min(yMin, y);
      yMax = Math.max(yMax, y);
      const flag =
        (onCurve[i] ? ON_CURVE : 0) |
        (i === 0 && overlap ? OVERLAP : 0) |
        flagOf(dx[i]!, X_SHORT, X_SAME) |
        flagOf(dy[i]!, Y_SHORT, Y_SAME);
      if (flag === previous && repeatAt >= 0 && out[repeatAt]! < 255) out[repeatAt]!++;
      else if (flag === previous && repeatAt < 0) {
        out[this.length - 1]! |= REPEAT;
        repeatAt = this.length;
        out[this.length++] = 1;
      } else {
        out[this.length++] = flag;
        previous = flag;
        repeatAt = -1;
      }
    }
    this.#steps(dx);
    this.#steps(dy);
    if (box) this.#bytes.set(box, boxAt);
    else {
      const end = this.length;
      this.length = boxAt;
      for (const edge of [xMin, yMin, xMax, yMax]) this.#u16(edge & 0xffff);
      this.length = end;
    }
    this.#align();
    return box ? ((box[0]! << 24) >> 16) | box[1]! : xMin;
  }

  #steps(steps: Int32Array): void {
    for (const step of steps) {
      if (step === 0) continue;
      if (step > -256 && step < 256) this.#bytes[this.length++] = Math.abs(step);
      else this.#u16(step & 0xffff);
    }
  }

  #u16(value: number): void {
    this.#bytes[this.length++] = value >> 8;
    this.#bytes[this.length++] = value;
  }

  #put(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #align(): void {
    this.length = (this.length + 3) & ~3;
  }

  #reserve(more: number): void {
    const needed = this.length + more + 4;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** A step is left out when 0 ("same"), one byte with its sign in the flag, or two bytes. */
function flagOf(step: number, short: number, same: number): number {
  if (step === 0) return same;
  if (step > -256 && step < 256) return step > 0 ? short | same : short;
  return 0;
}
