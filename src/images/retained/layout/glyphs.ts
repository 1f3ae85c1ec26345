// Pieces of text -> coverage masks, filled once for each place within a pixel and kept.

import { LRUCache } from "lru-cache";
import { kernel, scratchFor } from "../../kernel.ts";
import { bytesOfSurface, createSurface, EMPTY, fillPath, type Surface } from "../layers.ts";
import type { Typesetter } from "./faces.ts";

/** Bytes of masks that are kept; the least recently used go first. */
const MAX_BYTES = 16 << 20;

const inks = new LRUCache<string, Surface>({
  maxSize: MAX_BYTES,
  sizeCalculation: (ink, key) => bytesOfSurface(ink) + 2 * key.length,
});

/** Where a piece begins in its own mask: far enough from the edges that nothing has a negative place. */
const MARGIN = 64;

/** The coverage of a piece of text whose baseline begins at (`x`, `y`) in the picture. */
export function inkOf(
  text: string,
  typesetter: Typesetter,
  fontSize: number,
  letterSpacing: number,
  x: number,
  y: number,
): { ink: Surface; x: number; y: number } {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const key = `${typesetter.id} ${fontSize} ${letterSpacing} ${x - left} ${y - top} ${text}`;
  const down = MARGIN + Math.ceil(fontSize * 2);
  let ink = inks.get(key);
  if (!ink) {
    ink = fill(text, typesetter, fontSize, letterSpacing, MARGIN + (x - left), down + (y - top));
    inks.set(key, ink);
  }
  return { ink, x: left - MARGIN, y: top - down };
}

/** Pieces whose letters may overlap, filled as one path: for text that is seen through. */
export function inkOfAll(
  pieces: readonly { text: string; x: number; y: number }[],
  typesetter: Typesetter,
  fontSize: number,
  letterSpacing: number,
): { ink: Surface; x: number; y: number } {
  const down = MARGIN + Math.ceil(fontSize * 2);
  const left = Math.floor(Math.min(...pieces.map(({ x }) => x)));
  const top = Math.floor(Math.min(...pieces.map(({ y }) => y)));
  kernel().path_begin();
  for (const { text, x, y } of pieces)
    addText(text, typesetter, fontSize, letterSpacing, MARGIN + (x - left), down + (y - top));
  const ink = fillPath() ?? createSurface({ extent: EMPTY, mask: new Uint8Array(0) });
  return { ink, x: left - MARGIN, y: top - down };
}

function fill(
  text: string,
  typesetter: Typesetter,
  fontSize: number,
  letterSpacing: number,
  x: number,
  y: number,
): Surface {
  kernel().path_begin();
  addText(text, typesetter, fontSize, letterSpacing, x, y);
  return fillPath() ?? createSurface({ extent: EMPTY, mask: new Uint8Array(0) });
}

function addText(
  text: string,
  typesetter: Typesetter,
  fontSize: number,
  letterSpacing: number,
  x: number,
  y: number,
): void {
  const module = kernel();
  let pen = x;
  for (const { face, shaped } of typesetter.runs(text)) {
    const { glyphs } = shaped;
    const scale = fontSize / face.unitsPerEm;
    for (let i = 0; i < glyphs.length; i++) {
      const glyph = glyphs[i]!;
      const outline = face.outline(glyph.id);
      if (outline.length) {
        const at = scratchFor("outline", outline.byteLength);
        new Float32Array(module.memory.buffer, at, outline.length).set(outline);
        module.path_outline(at, outline.length, pen + glyph.dx * scale, y + glyph.dy * scale, scale);
      }
      pen += glyph.advance * scale;
      if (glyphs[i + 1]?.cluster !== glyph.cluster) pen += letterSpacing;
    }
  }
}
