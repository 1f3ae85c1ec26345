// Faces opened by HarfBuzz, with a cache of shaped texts that `fit`, layout and drawing share.

import { LRUCache } from "lru-cache";
import { readTables, view } from "../sfnt.ts";
import {
  CLUSTER,
  FLAGS,
  GLYPH,
  type HbFont,
  nominalGlyph,
  openFont,
  shapeGuessed,
  STRIDE,
  X_ADVANCE,
  X_OFFSET,
  Y_OFFSET,
} from "./harfbuzz.ts";
import { outlineOf } from "./outlines.ts";

/** A face, opened. */
export interface OpenFace {
  id: number;
  unitsPerEm: number;
  /** In font units, of the `hhea` table; the descent is negative. Undefined where a table is missing. */
  metrics: { ascent: number; descent: number; bold: boolean; italic: boolean } | undefined;
  has(codePoint: number): boolean;
  /** Shapes a text (cached). Default direction: that of its script. */
  shape(text: string, direction?: "ltr" | "rtl"): Shaped;
  /** Shapes the first `end` UTF-16 units of a text. Reuses the whole text's glyphs if it is safe to break there. */
  shapeStart(text: string, end: number): Shaped;
  /** Path commands of a glyph, as the kernel's `path_outline` takes them. */
  outline(glyph: number): Float32Array;
}

export interface Glyph {
  id: number;
  cluster: number;
  advance: number;
  dx: number;
  dy: number;
  /** The text cannot be cut before this glyph without shaping it anew. */
  joined: boolean;
}

/** A text in one face. */
export interface Shaped {
  glyphs: readonly Glyph[];
  /** Sum of the advances, in font units. */
  units: number;
  /** Number of clusters; letter spacing is added to each. */
  clusters: number;
}

/** Bytes of shaped texts that one face keeps; a glyph is an object of some 100. */
const MAX_SHAPED = 4 * 1024 * 1024;
const GLYPH_BYTES = 100;
/** Bytes of outlines that one face keeps; a Chinese face has 30,000 of some 2 KB. */
const MAX_OUTLINES = 4 * 1024 * 1024;
/** HarfBuzz's HB_GLYPH_FLAG_UNSAFE_TO_BREAK. */
const UNSAFE_TO_BREAK = 1;

const opened = new WeakMap<object, OpenFace>();
const openedFlipped = new WeakMap<object, OpenFace>();
let lastId = 0;

/**
 * Opens a font file; the same one for the same bytes.
 * @param flipped vertical offsets of glyphs are negated, as in a copy of the font with flipped marks (decision 0011)
 */
export function openFace(data: Uint8Array | ArrayBuffer, flipped = false): OpenFace {
  const faces = flipped ? openedFlipped : opened;
  let face = faces.get(data);
  if (!face)
    faces.set(data, (face = createFace(data instanceof ArrayBuffer ? new Uint8Array(data) : data, flipped)));
  return face;
}

function createFace(bytes: Uint8Array, flipped: boolean): OpenFace {
  const font = openFont(bytes);
  const tables = readTables(bytes);
  const table = (tag: string) => {
    const found = tables.get(tag);
    return found && view(found);
  };
  const outlines = new LRUCache<number, Float32Array>({
    maxSize: MAX_OUTLINES,
    sizeCalculation: ({ byteLength }) => byteLength + GLYPH_BYTES,
  });
  const texts = new LRUCache<string, Shaped>({
    maxSize: MAX_SHAPED,
    sizeCalculation: ({ glyphs }, text) => GLYPH_BYTES * (glyphs.length + 1) + 2 * text.length,
  });

  return {
    id: ++lastId,
    unitsPerEm: font.upem,
    metrics: readMetrics(table("head"), table("hhea"), table("OS/2")),
    has: (codePoint) => nominalGlyph(font, codePoint) !== 0,
    shape(text, direction) {
      const key = direction ? `${direction}\0${text}` : text;
      let shaped = texts.get(key);
      if (!shaped) texts.set(key, (shaped = glyphsOf(font, text, direction, flipped)));
      return shaped;
    },
    shapeStart(text, end) {
      // Not cached under the start's own text: shaped alone, its guessed script may be another (digits before Arabic).
      return cut(this.shape(text), end) ?? this.shape(text.slice(0, end));
    },
    outline(glyph) {
      let outline = outlines.get(glyph);
      if (!outline) outlines.set(glyph, (outline = outlineOf(font, glyph)));
      return outline;
    },
  };
}

function glyphsOf(
  font: HbFont,
  text: string,
  direction: "ltr" | "rtl" | undefined,
  flipped: boolean,
): Shaped {
  const { count, memory, info, place } = shapeGuessed(font, text, direction);
  const glyphs: Glyph[] = [];
  for (let i = 0; i < count; i++) {
    const at = info + i * STRIDE;
    const to = place + i * STRIDE;
    const rise = memory[to + Y_OFFSET]!;
    glyphs.push({
      id: memory[at + GLYPH]!,
      cluster: memory[at + CLUSTER]!,
      advance: memory[to + X_ADVANCE]!,
      dx: memory[to + X_OFFSET]!,
      dy: flipped ? 0 - rise : rise,
      joined: (memory[at + FLAGS]! & UNSAFE_TO_BREAK) !== 0,
    });
  }
  return measured(glyphs);
}

function readMetrics(
  head: DataView | undefined,
  hhea: DataView | undefined,
  os2: DataView | undefined,
): OpenFace["metrics"] {
  if (!head || !hhea) return undefined;
  return {
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    bold: (os2?.getUint16(4) ?? 400) >= 600,
    italic: ((os2?.getUint16(62) ?? 0) & 1) !== 0 || (head.getUint16(44) & 2) !== 0,
  };
}

/** The glyphs before an index of a left-to-right text; undefined if it is unsafe to break there. */
function cut({ glyphs }: Shaped, end: number): Shaped | undefined {
  let count = 0;
  while (count < glyphs.length && glyphs[count]!.cluster < end) count++;
  const next = glyphs[count];
  if (!count || !next || next.cluster !== end || next.joined) return undefined;
  return measured(glyphs.slice(0, count));
}

function measured(glyphs: readonly Glyph[]): Shaped {
  let units = 0;
  let clusters = 0;
  for (let i = 0; i < glyphs.length; i++) {
    units += glyphs[i]!.advance;
    if (glyphs[i + 1]?.cluster !== glyphs[i]!.cluster) clusters++;
  }
  return { glyphs, units, clusters };
}
