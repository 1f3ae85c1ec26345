// Writes glyphs as a glyf table has them (ISO/IEC 14496-22 §5.3.3).

import type { Outline } from "./woff2-outline.ts";

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
    outline: Outline,
    instructions: Uint8Array,
    box: Uint8Array | undefined,
    overlap: boolean,
  ): number {
    const { count } = outline;
    this.#reserve(14 + 2 * ends.length + instructions.length + 5 * count);
    this.#u16(ends.length);
    const boxAt = this.length;
    this.length += 8;
    for (const end of ends) this.#u16(end);
    this.#u16(instructions.length);
    this.#put(instructions);
    this.#flags(outline, overlap);
    this.#steps(outline.dx, count);
    this.#steps(outline.dy, count);
    const end = this.length;
    this.length = boxAt;
    const left = box ? ((box[0]! << 24) >> 16) | box[1]! : this.#box(outline);
    if (box) this.#bytes.set(box, boxAt);
    this.length = end;
    this.#align();
    return left;
  }

  #flags({ count, dx, dy, onCurve }: Outline, overlap: boolean): void {
    const out = this.#bytes;
    let at = this.length;
    let previous = -1;
    let repeatAt = -1;
    for (let i = 0; i < count; i++) {
      // A step is left out when 0 ("same"), one byte with its sign in the flag, or two bytes.
      const x = dx[i]!;
      const y = dy[i]!;
      let flag = onCurve[i]! ? ON_CURVE : 0;
      if (i === 0 && overlap) flag |= OVERLAP;
      if (x === 0) flag |= X_SAME;
      else if (x > -256 && x < 256) flag |= x > 0 ? X_SHORT | X_SAME : X_SHORT;
      if (y === 0) flag |= Y_SAME;
      else if (y > -256 && y < 256) flag |= y > 0 ? Y_SHORT | Y_SAME : Y_SHORT;
      if (flag !== previous) {
        out[at++] = flag;
        previous = flag;
        repeatAt = -1;
      } else if (repeatAt < 0) {
        out[at - 1]! |= REPEAT;
        repeatAt = at;
        out[at++] = 1;
      } else if (out[repeatAt]! < 255) out[repeatAt]!++;
      else {
        out[at++] = flag;
        repeatAt = -1;
      }
    }
    this.length = at;
  }

  #steps(steps: Int16Array, count: number): void {
    const out = this.#bytes;
    let at = this.length;
    for (let i = 0; i < count; i++) {
      const step = steps[i]!;
      if (step === 0) continue;
      if (step > -256 && step < 256) out[at++] = step < 0 ? -step : step;
      else {
        out[at++] = step >> 8;
        out[at++] = step;
      }
    }
    this.length = at;
  }

  /** Writes the bounding box and gives its left edge. */
  #box({ count, dx, dy }: Outline): number {
    let [x, y, xMin, yMin, xMax, yMax] = [0, 0, 32767, 32767, -32768, -32768];
    for (let i = 0; i < count; i++) {
      x += dx[i]!;
      y += dy[i]!;
      if (x < xMin) xMin = x;
      if (x > xMax) xMax = x;
      if (y < yMin) yMin = y;
      if (y > yMax) yMax = y;
    }
    this.#u16(xMin);
    this.#u16(yMin);
    this.#u16(xMax);
    this.#u16(yMax);
    return xMin;
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
