// Outlines in TrueType's form: `loca` and `glyf` (ISO/IEC 14496-22 §5.3), and how far glyphs made of others go.

import { broken, reading, type Budget, view } from "../bytes.ts";
import { LIMITS } from "../limits.ts";

/** Flags of a glyph made of others. */
const [WORDS, SCALE, MORE, XY_SCALE, TWO_BY_TWO] = [0x1, 0x8, 0x20, 0x40, 0x80];

/** @throws FontError naming the table and the rule. */
export function checkGlyphs(
  loca: Uint8Array,
  glyf: Uint8Array,
  glyphs: number,
  longOffsets: boolean,
  budget: Budget,
): void {
  budget.spend(glyphs, "glyf");
  const starts = reading("loca", loca, (data) => readOffsets(data, glyphs, longOffsets));
  for (let i = 0; i < glyphs; i++)
    if (starts[i]! > starts[i + 1]!) throw broken("loca", "its offsets are out of order");
  if (starts[glyphs]! > glyf.length) throw broken("loca", "it points past the outlines");
  reading("glyf", glyf, () => new Outlines(glyf, starts, glyphs, budget).check());
}

function readOffsets(loca: DataView, glyphs: number, long: boolean): Uint32Array {
  const starts = new Uint32Array(glyphs + 1);
  for (let i = 0; i <= glyphs; i++) starts[i] = long ? loca.getUint32(4 * i) : 2 * loca.getUint16(2 * i);
  return starts;
}

/** States of a glyph, of which 0 is that it has not been looked at. */
const [OPEN, DONE] = [1, 2];

class Outlines {
  /** Over all levels, by glyph. */
  readonly #points: Uint32Array;
  readonly #parts: Uint32Array;
  readonly #depth: Uint8Array;
  readonly #state: Uint8Array;

  constructor(
    readonly glyf: Uint8Array,
    readonly starts: Uint32Array,
    readonly glyphs: number,
    readonly budget: Budget,
  ) {
    this.#points = new Uint32Array(glyphs);
    this.#parts = new Uint32Array(glyphs);
    this.#depth = new Uint8Array(glyphs);
    this.#state = new Uint8Array(glyphs);
  }

  check(): void {
    for (let glyph = 0; glyph < this.glyphs; glyph++) this.#visit(glyph, 0);
  }

  #visit(glyph: number, level: number): void {
    if (this.#state[glyph] === DONE) return;
    if (this.#state[glyph] === OPEN) throw broken("glyf", `glyph ${glyph} is made of itself`);
    if (level > LIMITS.maxDepth)
      throw broken("glyf", `its glyphs are made of others on more than ${LIMITS.maxDepth} levels`);
    this.#state[glyph] = OPEN;
    const [start, end] = [this.starts[glyph]!, this.starts[glyph + 1]!];
    if (end > start) {
      // The outline alone: what reads on into the next one is out of bounds.
      const data = view(this.glyf.subarray(start, end));
      const contours = data.getInt16(0);
      if (contours >= 0) this.#points[glyph] = countPoints(data, contours, glyph);
      else this.#addParts(data, glyph, level);
    }
    this.#state[glyph] = DONE;
  }

  #addParts(data: DataView, glyph: number, level: number): void {
    let [points, parts, depth] = [0, 0, 0];
    for (let at = 10, more = true; more;) {
      this.budget.spend(1, "glyf");
      const flags = data.getUint16(at);
      const part = data.getUint16(at + 2);
      if (part >= this.glyphs) throw broken("glyf", `glyph ${glyph} is made of one that is not there`);
      this.#visit(part, level + 1);
      points += this.#points[part]!;
      parts += 1 + this.#parts[part]!;
      depth = Math.max(depth, 1 + this.#depth[part]!);
      if (parts > LIMITS.maxParts)
        throw broken("glyf", `glyph ${glyph} is made of over ${LIMITS.maxParts} others`);
      if (points > LIMITS.maxPoints)
        throw broken("glyf", `glyph ${glyph} has over ${LIMITS.maxPoints} points`);
      const scale = flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & TWO_BY_TWO ? 8 : 0;
      at += 4 + (flags & WORDS ? 4 : 2) + scale;
      more = (flags & MORE) !== 0;
    }
    if (depth > LIMITS.maxDepth)
      throw broken("glyf", `its glyphs are made of others on more than ${LIMITS.maxDepth} levels`);
    this.#points[glyph] = points;
    this.#parts[glyph] = parts;
    this.#depth[glyph] = depth;
  }
}

/** The points of a simple glyph, by where its contours end. */
function countPoints(data: DataView, contours: number, glyph: number): number {
  let count = 0;
  for (let i = 0; i < contours; i++) {
    const next = data.getUint16(10 + 2 * i) + 1;
    if (next < count) throw broken("glyf", `the contours of glyph ${glyph} are out of order`);
    count = next;
  }
  if (count * contours > LIMITS.maxOutline)
    throw broken("glyf", `glyph ${glyph} has ${count} points in ${contours} contours`);
  if (count > 0 && 12 + 2 * contours + data.getUint16(10 + 2 * contours) > data.byteLength)
    throw broken("glyf", `glyph ${glyph} is cut off`);
  return count;
}
