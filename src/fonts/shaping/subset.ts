// Subsets a TrueType font for a document. Glyph ids stay the same (ISO/IEC 14496-22 §5.3).
import { readTables, type Tables, view, writeSfnt } from "../sfnt.ts";

/** The tables that PDF requires of an embedded TrueType font (ISO 32000-1 §9.9), beside its glyphs. */
const KEPT = ["cvt ", "fpgm", "prep"];
const TRUE_TYPE = 0x00010000;
/** Flags of a composite glyph (§5.3.3). */
const [WORDS, SCALE, MORE, XY_SCALE, TWO_BY_TWO] = [0x1, 0x8, 0x20, 0x40, 0x80];

/**
 * A font with these glyphs and their components; undefined if the font has no `glyf` table, is a
 * variable one, or is damaged.
 */
export function subsetTrueType(data: Uint8Array, glyphs: readonly number[]): Uint8Array | undefined {
  try {
    return subset(data, glyphs);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function subset(data: Uint8Array, glyphs: readonly number[]): Uint8Array | undefined {
  const tables = readTables(data);
  const [glyf, loca, head, hhea, hmtx, maxp] = ["glyf", "loca", "head", "hhea", "hmtx", "maxp"].map((tag) =>
    tables.get(tag),
  );
  if (!glyf || !loca || !head || !hhea || !hmtx || !maxp || tables.has("fvar")) return undefined;
  const outlines = new Outlines(glyf, loca, view(head).getInt16(50) !== 0, view(maxp).getUint16(4));
  const wanted = outlines.close(glyphs);
  const count = wanted.at(-1)! + 1;

  const kept: Tables = new Map();
  for (const tag of KEPT) {
    const table = tables.get(tag);
    if (table) kept.set(tag, table);
  }
  const packed = outlines.pack(wanted, count);
  kept.set("glyf", packed.glyf).set("loca", packed.loca);
  kept.set("head", changed(head, 50, packed.long ? 1 : 0)).set("maxp", changed(maxp, 4, count));
  kept.set("hhea", changed(hhea, 34, count)).set("hmtx", metrics(hmtx, view(hhea).getUint16(34), wanted));
  return writeSfnt(TRUE_TYPE, kept);
}

/** A copy of a table with another number in one place. */
function changed(table: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(table);
  view(copy).setUint16(at, value);
  return copy;
}

/** `hmtx` with the advances and side bearings of the wanted glyphs, and zeros between them. */
function metrics(hmtx: Uint8Array, long: number, wanted: readonly number[]): Uint8Array {
  const from = view(hmtx);
  const out = new Uint8Array(4 * (wanted.at(-1)! + 1));
  const to = view(out);
  for (const glyph of wanted) {
    to.setUint16(4 * glyph, from.getUint16(4 * Math.min(glyph, long - 1)));
    to.setUint16(4 * glyph + 2, from.getUint16(glyph < long ? 4 * glyph + 2 : 2 * long + 2 * glyph));
  }
  return out;
}

class Outlines {
  readonly #loca: DataView;

  constructor(
    readonly glyf: Uint8Array,
    loca: Uint8Array,
    readonly long: boolean,
    readonly count: number,
  ) {
    this.#loca = view(loca);
  }

  #start(glyph: number): number {
    return this.long ? this.#loca.getUint32(4 * glyph) : 2 * this.#loca.getUint16(2 * glyph);
  }

  #outline(glyph: number): Uint8Array {
    return this.glyf.subarray(this.#start(glyph), this.#start(glyph + 1));
  }

  /** The glyphs and, recursively, their components, sorted. */
  close(glyphs: readonly number[]): number[] {
    const all = new Set([0, ...glyphs].filter((glyph) => glyph < this.count));
    // Iterating a Set also visits members that are added on the way.
    for (const glyph of all)
      for (const part of parts(this.#outline(glyph))) if (part < this.count) all.add(part);
    return [...all].sort((a, b) => a - b);
  }

  /** The outlines one after another, and where each of `count` glyphs begins. */
  pack(wanted: readonly number[], count: number): { glyf: Uint8Array; loca: Uint8Array; long: boolean } {
    const outlines = wanted.map((glyph) => this.#outline(glyph));
    const size = outlines.reduce((sum, outline) => sum + even(outline.length), 0);
    const glyf = new Uint8Array(size);
    const long = size > 2 * 0xffff;
    const loca = new Uint8Array((count + 1) * (long ? 4 : 2));
    const starts = view(loca);
    let at = 0;
    let next = 0;
    for (let glyph = 0; glyph <= count; glyph++) {
      if (long) starts.setUint32(4 * glyph, at);
      else starts.setUint16(2 * glyph, at / 2);
      if (glyph !== wanted[next]) continue;
      const outline = outlines[next++]!;
      glyf.set(outline, at);
      at += even(outline.length);
    }
    return { glyf, loca, long };
  }
}

const even = (length: number): number => (length + 1) & ~1;

/** Components of a composite glyph; none of a simple one. */
function parts(outline: Uint8Array): number[] {
  const found: number[] = [];
  if (outline.length < 10 || view(outline).getInt16(0) >= 0) return found;
  const data = view(outline);
  for (let at = 10, more = true; more;) {
    const flags = data.getUint16(at);
    found.push(data.getUint16(at + 2));
    const scale = flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & TWO_BY_TWO ? 8 : 0;
    at += 4 + (flags & WORDS ? 4 : 2) + scale;
    more = (flags & MORE) !== 0;
  }
  return found;
}
