// Which characters a font maps, by its cmap table (ISO/IEC 14496-22 §5.2.1): checked, and as ranges.

import { broken, type Budget } from "./bytes.ts";
import type { Ranges } from "./coverage.ts";
import { FontError } from "./error.ts";
import { LIMITS } from "./limits.ts";

const MAX_CODE = 0x10ffff;
/** Formats in order of preference. */
const FORMATS = [12, 13, 10, 4, 6, 0];

/** Offsets of the subtables that map Unicode, and of those of symbol fonts, which some readers use, too. */
function subtables(cmap: DataView): { offset: number; unicode: boolean }[] {
  return Array.from({ length: cmap.getUint16(2) }, (_, i) => {
    const record = 4 + 8 * i;
    const [platform, encoding] = [cmap.getUint16(record), cmap.getUint16(record + 2)];
    const unicode =
      (platform === 0 && encoding !== 5) || (platform === 3 && (encoding === 1 || encoding === 10));
    const symbol = platform === 3 && encoding === 0;
    return { offset: cmap.getUint32(record + 4), unicode, read: unicode || symbol };
  }).filter(({ read }) => read);
}

/**
 * Checks every subtable that a reader may choose: what it maps is in order, nothing overlaps.
 * @throws FontError saying which rule is broken.
 */
export function checkCmap(cmap: DataView, budget: Budget): void {
  for (const offset of new Set(subtables(cmap).map((subtable) => subtable.offset)))
    if (FORMATS.includes(cmap.getUint16(offset))) readRanges(cmap, offset, budget);
}

/**
 * The characters of the best Unicode subtable.
 * @throws FontError when there is none or it is malformed.
 */
export function readCoverage(cmap: DataView, budget: Budget): Ranges {
  let best: { offset: number; score: number } | undefined;
  for (const { offset, unicode } of subtables(cmap)) {
    if (!unicode) continue;
    const score = FORMATS.indexOf(cmap.getUint16(offset));
    if (score >= 0 && (!best || score < best.score)) best = { offset, score };
  }
  if (!best) throw new FontError("has no Unicode cmap");
  return readRanges(cmap, best.offset, budget);
}

/** Collects characters that come in order. */
class Collector {
  readonly ranges: number[] = [];

  add(first: number, last: number): void {
    const { ranges } = this;
    if (first > last) return;
    if (ranges.length > 0 && first === ranges[ranges.length - 1]! + 1) ranges[ranges.length - 1] = last;
    else ranges.push(first, last);
  }
}

function readRanges(cmap: DataView, at: number, budget: Budget): Ranges {
  const format = cmap.getUint16(at);
  const found = new Collector();
  if (format === 0) {
    for (let code = 0; code < 256; code++) if (cmap.getUint8(at + 6 + code)) found.add(code, code);
  } else if (format === 4) readSegments(cmap, at, budget, found);
  else if (format === 6)
    readArray(cmap, at + 10, cmap.getUint16(at + 6), cmap.getUint16(at + 8), budget, found);
  else if (format === 10)
    readArray(cmap, at + 20, cmap.getUint32(at + 12), cmap.getUint32(at + 16), budget, found);
  else readGroups(cmap, at, format === 13, budget, found);
  return Uint32Array.from(found.ranges);
}

/** Format 4: segments, each with a difference to its glyphs or a place in a list of them. */
function readSegments(cmap: DataView, at: number, budget: Budget, found: Collector): void {
  const size = cmap.getUint16(at + 6);
  if (size % 2) throw broken("cmap", "it has half a segment");
  budget.spend(size, "cmap");
  let previous = -1;
  for (let segment = 0; segment < size; segment += 2) {
    const last = cmap.getUint16(at + 14 + segment);
    const first = cmap.getUint16(at + 16 + size + segment);
    const delta = cmap.getUint16(at + 16 + 2 * size + segment);
    const rangeAt = at + 16 + 3 * size + segment;
    const range = cmap.getUint16(rangeAt);
    // Some fonts end with the last segment more than once.
    if (first === 0xffff && last === 0xffff) continue;
    if (first > last || first <= previous) throw broken("cmap", "its segments overlap or are out of order");
    previous = last;
    const end = Math.min(last, 0xfffe);
    // Fonts in use say 0xffff for a segment without glyphs.
    if (range === 0xffff) continue;
    if (range === 0) {
      const none = (0x10000 - delta) & 0xffff;
      if (none < first || none > end) found.add(first, end);
      else {
        found.add(first, none - 1);
        found.add(none + 1, end);
      }
      continue;
    }
    budget.spend(last - first + 1, "cmap");
    for (let code = first; code <= end; code++) {
      const glyph = cmap.getUint16(rangeAt + range + 2 * (code - first));
      if (glyph !== 0 && (glyph + delta) & 0xffff) found.add(code, code);
    }
  }
}

/** Formats 6 and 10: a glyph for each character from the first on. */
function readArray(
  cmap: DataView,
  at: number,
  first: number,
  count: number,
  budget: Budget,
  found: Collector,
): void {
  if (first + count > MAX_CODE + 1) throw broken("cmap", "it maps what is no character");
  budget.spend(count, "cmap");
  for (let i = 0; i < count; i++) if (cmap.getUint16(at + 2 * i)) found.add(first + i, first + i);
}

/** Formats 12 and 13: groups of characters with glyphs in a row, or one glyph for all of a group. */
function readGroups(cmap: DataView, at: number, same: boolean, budget: Budget, found: Collector): void {
  const count = cmap.getUint32(at + 12);
  if (count > cmap.byteLength / 12) throw broken("cmap", "it has fewer groups than it says");
  budget.spend(count, "cmap");
  let previous = -1;
  let characters = 0;
  for (let i = 0; i < count; i++) {
    const group = at + 16 + 12 * i;
    const first = cmap.getUint32(group);
    const last = cmap.getUint32(group + 4);
    const glyph = cmap.getUint32(group + 8);
    if (first > last || first <= previous) throw broken("cmap", "its groups overlap or are out of order");
    if (last > MAX_CODE) throw broken("cmap", "it maps what is no character");
    previous = last;
    if (same) {
      if (glyph) found.add(first, last);
      continue;
    }
    characters += last - first + 1;
    if (characters > LIMITS.maxCharacters)
      throw broken("cmap", `it maps more than ${LIMITS.maxCharacters} characters`);
    if (glyph + (last - first) > 0xffff) throw broken("cmap", "it maps characters to glyphs that cannot be");
    found.add(glyph ? first : first + 1, last);
  }
}
