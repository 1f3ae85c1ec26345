// The tables of fixed form: sizes, counts and versions that other tables are read by.

import { broken, reading } from "../bytes.ts";
import { LIMITS } from "../limits.ts";
import type { Tables } from "../sfnt.ts";

/** The magic number of `head` (§5.2.2). */
const MAGIC = 0x5f0f3cf5;

/** Values of these tables that the checks of others need. */
export interface Facts {
  glyphs: number;
  /** `loca` has 32-bit offsets. */
  longOffsets: boolean;
}

/** The least lengths of the tables that readers here take numbers of (ISO/IEC 14496-22 §5). */
const LEAST: Record<string, number> = {
  head: 54,
  hhea: 36,
  maxp: 6,
  "OS/2": 68,
  post: 32,
};

/**
 * Checks `head`, `maxp`, `hhea`, `hmtx`, `OS/2`, `post`, `kern` and `fvar`.
 * @throws FontError naming the table and the rule.
 */
export function checkMetrics(tables: Tables): Facts {
  for (const [tag, least] of Object.entries(LEAST)) {
    const table = tables.get(tag);
    if (table && table.length < least) throw broken(tag, "it is too short");
  }
  const [magic, units, format] = reading("head", tables.get("head")!, (data) => [
    data.getUint32(12),
    data.getUint16(18),
    data.getUint16(50),
  ]);
  if (magic !== MAGIC) throw broken("head", "it has a wrong magic number");
  if (units! < 16 || units! > 16_384) throw broken("head", `its em is ${units} units`);
  if (format! > 1) throw broken("head", `its indexToLocFormat is ${format}`);
  const glyphs = reading("maxp", tables.get("maxp")!, (data) => data.getUint16(4));
  if (glyphs === 0) throw broken("maxp", "it has no glyphs");
  checkWidths(tables, "hhea", "hmtx", glyphs);
  if (tables.has("vhea") && tables.has("vmtx")) checkWidths(tables, "vhea", "vmtx", glyphs);
  checkNames(tables, glyphs);
  checkKerning(tables);
  checkAxes(tables);
  return { glyphs, longOffsets: format === 1 };
}

/** A width for each of the first glyphs, at least one, and a bearing for each of the others. */
function checkWidths(tables: Tables, header: string, metrics: string, glyphs: number): void {
  const wide = reading(header, tables.get(header)!, (data) => data.getUint16(34));
  if (wide < 1 || wide > glyphs) throw broken(header, `it has ${wide} widths for ${glyphs} glyphs`);
  if (tables.get(metrics)!.length < 4 * wide + 2 * (glyphs - wide)) throw broken(metrics, "it is too short");
}

/** `post` in version 2 names glyphs by number (§5.2.9). */
function checkNames(tables: Tables, glyphs: number): void {
  const post = tables.get("post");
  if (!post) return;
  reading("post", post, (data) => {
    if (data.getUint32(0) !== 0x00020000) return;
    const count = data.getUint16(32);
    if (count > glyphs || 34 + 2 * count > post.length)
      throw broken("post", "it names glyphs that are not there");
  });
}

/** Pairs of the first subtable of `kern` in the form of Windows (§5.7.2). */
function checkKerning(tables: Tables): void {
  const kern = tables.get("kern");
  if (!kern) return;
  reading("kern", kern, (data) => {
    if (data.getUint16(0) !== 0 || data.getUint16(2) === 0) return;
    if (data.getUint16(8) >> 8 === 0 && 18 + 6 * data.getUint16(10) > kern.length)
      throw broken("kern", "it has fewer pairs than it says");
  });
}

/** Axes of a variable font, from their least to their greatest values (§7.3.3). */
function checkAxes(tables: Tables): void {
  const fvar = tables.get("fvar");
  if (!fvar) return;
  reading("fvar", fvar, (data) => {
    const [start, count, size] = [data.getUint16(4), data.getUint16(8), data.getUint16(10)];
    if (count === 0 || count > LIMITS.maxAxes || size < 20) throw broken("fvar", `it has ${count} axes`);
    for (let at = start; at < start + count * size; at += size) {
      const [least, usual, most] = [data.getInt32(at + 4), data.getInt32(at + 8), data.getInt32(at + 12)];
      if (least > usual || usual > most) throw broken("fvar", "an axis has its ends exchanged");
    }
  });
}
