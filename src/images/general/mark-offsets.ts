// A copy of a font for satori, which moves marks down where the font says up: it adds HarfBuzz's vertical
// offset, which points up, to a coordinate that points down. With every vertical offset of the font's
// GPOS table negated the two mistakes cancel, and vowels, subscripts and dots sit where they belong.
// Take this away when satori does it right (test/images/scripts.test.ts draws a mark to find out).

import { readTables, view, writeSfnt } from "../../fonts/sfnt.ts";

const [SINGLE, PAIR, CURSIVE, MARK_TO_BASE, MARK_TO_LIGATURE, MARK_TO_MARK, EXTENSION] = [
  1, 2, 3, 4, 5, 6, 9,
];
const [X_PLACEMENT, Y_PLACEMENT, Y_ADVANCE] = [1, 2, 8];

/** The font itself when no offset of it is vertical. */
export function withFlippedMarks(font: Uint8Array): Uint8Array {
  const tables = readTables(font);
  const gpos = tables.get("GPOS");
  if (!gpos) return font;
  const copy = Uint8Array.from(gpos);
  let changed: boolean;
  try {
    changed = flip(view(copy));
  } catch {
    // A table that cannot be read is the shaper's business.
    return font;
  }
  return changed ? writeSfnt(view(font).getUint32(0), tables.set("GPOS", copy)) : font;
}

/** ISO/IEC 14496-22 §6.3.3: negates every y of the table, in place. */
function flip(data: DataView): boolean {
  // Subtables may share anchors: each is turned once.
  const done = new Set<number>();
  let changed = false;
  const negate = (at: number) => {
    if (done.has(at)) return;
    done.add(at);
    const value = data.getInt16(at);
    if (value === 0) return;
    data.setInt16(at, -value);
    changed = true;
  };
  const u16 = (at: number) => data.getUint16(at);
  const anchor = (table: number, at: number) => {
    const offset = u16(at);
    if (offset) negate(table + offset + 4);
  };
  /** A value record; returns its length. */
  const record = (at: number, format: number) => {
    let length = 0;
    for (let bit = X_PLACEMENT; bit <= 0x80; bit <<= 1) {
      if (!(format & bit)) continue;
      if (bit === Y_PLACEMENT || bit === Y_ADVANCE) negate(at + length);
      length += 2;
    }
    return length;
  };
  const vertical = (format: number) => (format & (Y_PLACEMENT | Y_ADVANCE)) !== 0;

  const subtable = (at: number, type: number): void => {
    const format = u16(at);
    if (type === EXTENSION) return subtable(at + data.getUint32(at + 4), u16(at + 2));
    if (type === SINGLE) {
      const values = u16(at + 4);
      if (!vertical(values)) return;
      if (format === 1) record(at + 6, values);
      else for (let i = 0, next = at + 8; i < u16(at + 6); i++) next += record(next, values);
    } else if (type === PAIR) {
      const [first, second] = [u16(at + 4), u16(at + 6)];
      if (!vertical(first) && !vertical(second)) return;
      if (format === 1) {
        for (let i = 0; i < u16(at + 8); i++) {
          const set = at + u16(at + 10 + 2 * i);
          for (let k = 0, next = set + 2; k < u16(set); k++) {
            next += 2;
            next += record(next, first);
            next += record(next, second);
          }
        }
      } else {
        for (let i = 0, next = at + 16; i < u16(at + 12) * u16(at + 14); i++) {
          next += record(next, first);
          next += record(next, second);
        }
      }
    } else if (type === CURSIVE) {
      for (let i = 0; i < 2 * u16(at + 4); i++) anchor(at, at + 6 + 2 * i);
    } else if (type === MARK_TO_BASE || type === MARK_TO_LIGATURE || type === MARK_TO_MARK) {
      const classes = u16(at + 6);
      const marks = at + u16(at + 8);
      for (let i = 0; i < u16(marks); i++) anchor(marks, marks + 4 + 4 * i);
      const bases = at + u16(at + 10);
      for (let i = 0; i < u16(bases); i++) {
        if (type !== MARK_TO_LIGATURE)
          for (let k = 0; k < classes; k++) anchor(bases, bases + 2 + 2 * (i * classes + k));
        else {
          const ligature = bases + u16(bases + 2 + 2 * i);
          for (let k = 0; k < u16(ligature) * classes; k++) anchor(ligature, ligature + 2 + 2 * k);
        }
      }
    }
  };

  const lookups = u16(8);
  for (let i = 0; i < u16(lookups); i++) {
    const lookup = lookups + u16(lookups + 2 + 2 * i);
    for (let k = 0; k < u16(lookup + 4); k++) subtable(lookup + u16(lookup + 6 + 2 * k), u16(lookup));
  }
  return changed;
}
