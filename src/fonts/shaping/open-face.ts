// Faces opened by HarfBuzz, and texts shaped in them: what `fit` measures, layout and drawing use again.

import { Blob, Buffer as ShapingBuffer, Direction, Face, Font, shape } from "harfbuzzjs";
import { LRUCache } from "lru-cache";
import { readTables, view } from "../../fonts/sfnt.ts";

/** A face, opened. */
export interface OpenFace {
  id: number;
  unitsPerEm: number;
  /** In font units, of the `hhea` table; the descent is negative. Undefined where a table is missing. */
  metrics: { ascent: number; descent: number; bold: boolean; italic: boolean } | undefined;
  has(codePoint: number): boolean;
  /** Shapes a text, once while it is remembered; in the direction of its script, if no other is asked for. */
  shape(text: string, direction?: "ltr" | "rtl"): Shaped;
  /** Shapes the first `end` UTF-16 units of a text: without shaping again where HarfBuzz says that they stand alone. */
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
  /** Clusters, each of which letter spacing goes to. */
  clusters: number;
}

/** Bytes of shaped texts that one face keeps; a glyph is an object of some 100. */
const MAX_SHAPED = 4 * 1024 * 1024;
const GLYPH_BYTES = 100;
/** Bytes of outlines that one face keeps: those of a Chinese one are some 2 KB, and 30,000. */
const MAX_OUTLINES = 4 * 1024 * 1024;
/** HarfBuzz's HB_GLYPH_FLAG_UNSAFE_TO_BREAK. */
const UNSAFE_TO_BREAK = 1;

const opened = new WeakMap<object, OpenFace>();
let lastId = 0;

/** Opens a font file; the same one for the same bytes. */
export function openFace(data: Uint8Array | ArrayBuffer): OpenFace {
  let face = opened.get(data);
  if (!face) opened.set(data, (face = createFace(data instanceof ArrayBuffer ? new Uint8Array(data) : data)));
  return face;
}

function createFace(bytes: Uint8Array): OpenFace {
  const hbFace = new Face(new Blob(bytes));
  const font = new Font(hbFace);
  // By readers of our own: harfbuzzjs 1.6 never frees what `referenceTable` and `collectUnicodes` refer to, the first of
  // which is the whole font.
  const tables = readTables(bytes);
  const table = (tag: string) => {
    const found = tables.get(tag);
    return found && view(found);
  };
  const unitsPerEm = hbFace.upem;
  font.setScale(unitsPerEm, unitsPerEm);
  const outlines = new LRUCache<number, Float32Array>({
    maxSize: MAX_OUTLINES,
    sizeCalculation: ({ byteLength }) => byteLength + GLYPH_BYTES,
  });
  const texts = new LRUCache<string, Shaped>({
    maxSize: MAX_SHAPED,
    sizeCalculation: ({ glyphs }, text) => GLYPH_BYTES * (glyphs.length + 1) + 2 * text.length,
  });

  function shapeAnew(text: string, direction?: "ltr" | "rtl"): Shaped {
    buffer.clearContents();
    buffer.addText(text);
    buffer.guessSegmentProperties();
    if (direction) buffer.setDirection(direction === "rtl" ? Direction.RTL : Direction.LTR);
    shape(font, buffer);
    const positions = buffer.getGlyphPositions();
    return measured(
      buffer.getGlyphInfos().map(({ codepoint, cluster, flags }, i) => {
        const { xAdvance, xOffset, yOffset } = positions[i]!;
        const joined = (flags & UNSAFE_TO_BREAK) !== 0;
        return { id: codepoint, cluster, advance: xAdvance, dx: xOffset, dy: yOffset, joined };
      }),
    );
  }

  return {
    id: ++lastId,
    unitsPerEm,
    metrics: readMetrics(table("head"), table("hhea"), table("OS/2")),
    has: (codePoint) => Boolean(font.nominalGlyph(codePoint)),
    shape(text, direction) {
      const key = direction ? `${direction}\0${text}` : text;
      let shaped = texts.get(key);
      if (!shaped) texts.set(key, (shaped = shapeAnew(text, direction)));
      return shaped;
    },
    shapeStart(text, end) {
      // Never kept by the start itself: in its own script, which it may not show, it may be shaped in another way.
      return cut(this.shape(text), end) ?? this.shape(text.slice(0, end));
    },
    outline(glyph) {
      let outline = outlines.get(glyph);
      if (!outline) outlines.set(glyph, (outline = readOutline(font.glyphToJson(glyph))));
      return outline;
    },
  };
}

/** One for all texts: HarfBuzz is not asked for two at once. */
const buffer = new ShapingBuffer();

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

function readOutline(commands: readonly { type: string; values: number[] }[]): Float32Array {
  return Float32Array.from(commands.flatMap(({ type, values }) => ["MLQCZ".indexOf(type), ...values]));
}

/** The glyphs before a place in a text that runs from the left; undefined where they may not be cut there. */
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
