// Pieces of text -> coverage masks, rasterized once per subpixel position and cached.

import { kernel, scratchFor } from "../../wasm/kernel.ts";
import { createKept } from "../keep.ts";
import { shift, type Box } from "../../../svg/box.ts";
import { bytesOfSurface, createSurface, EMPTY, fillPath, type Surface } from "../layers.ts";
import type { Typesetter } from "../layout/text/typesetter.ts";
import { Unsupported } from "../layout/unsupported.ts";

/** Bytes of masks that are kept. */
const MAX_BYTES = 8 << 20;

const inks = createKept<Surface>(MAX_BYTES, bytesOfSurface);

/** Distance of a piece from the edges of its own mask, so that no coordinate is negative. */
const MARGIN = 64;

/**
 * Marker: this text rasterizes differently at different positions, since a coordinate rounds at exactly .x5, so its cache
 * key must include the position.
 */
const PLACED = createSurface({ extent: EMPTY, mask: new Uint8Array(0) });

/** Text whose baseline begins at (`x`, `y`) in the picture. */
export interface GlyphRun {
  text: string;
  x: number;
  y: number;
  /** `undefined`: the direction of the text's script. */
  direction: "ltr" | "rtl" | undefined;
}

/** The coverage of a piece of text. */
export function inkOf(
  run: GlyphRun,
  typesetter: Typesetter,
  fontSize: number,
  letterSpacing: number,
): { ink: Surface; x: number; y: number } {
  const { text, x, y, direction = "" } = run;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const down = MARGIN + Math.ceil(fontSize * 2);
  const place = { x: left - MARGIN, y: top - down };
  const key = `${typesetter.id} ${fontSize} ${letterSpacing} ${x - left} ${y - top} ${direction} ${text}`;
  const placed = `${key} ${left} ${top}`;
  let ink = inks.get(key);
  if (ink === PLACED) ink = inks.get(placed);
  if (ink) return { ink, ...place };
  kernel().path_begin();
  const tied = addText(run, typesetter, fontSize, letterSpacing, place);
  ink = fillPath() ?? createSurface({ extent: EMPTY, mask: new Uint8Array(0) });
  if (tied) inks.set(key, PLACED);
  inks.set(tied ? placed : key, ink);
  return { ink, ...place };
}

/** Rasterizes pieces as one path, for translucent text whose glyphs overlap; with the path's bounds in the picture. */
export function inkOfAll(
  pieces: readonly GlyphRun[],
  typesetter: Typesetter,
  fontSize: number,
  letterSpacing: number,
): { ink: Surface; x: number; y: number; bounds: Box } {
  const down = MARGIN + Math.ceil(fontSize * 2);
  const place = {
    x: Math.floor(Math.min(...pieces.map(({ x }) => x))) - MARGIN,
    y: Math.floor(Math.min(...pieces.map(({ y }) => y))) - down,
  };
  kernel().path_begin();
  for (const piece of pieces) addText(piece, typesetter, fontSize, letterSpacing, place);
  const module = kernel();
  const [left, top, right, bottom] = new Float32Array(module.memory.buffer, module.path_bounds(), 4);
  const bounds = shift({ left: left!, top: top!, right: right!, bottom: bottom! }, place.x, place.y);
  const ink = fillPath() ?? createSurface({ extent: EMPTY, mask: new Uint8Array(0) });
  return { ink, ...place, bounds };
}

/**
 * Adds the outlines of a text to the kernel's path, whose origin is at `place`.
 *
 * @returns true for a rounding tie: a coordinate half-way between two tenths, where the floating-point error of the
 *   sum decides, so the same text at another position may differ.
 */
function addText(
  { text, x, y, direction }: GlyphRun,
  typesetter: Typesetter,
  fontSize: number,
  letterSpacing: number,
  place: { x: number; y: number },
): boolean {
  const module = kernel();
  let tied = false;
  let pen = x;
  for (const { face, shaped } of typesetter.runs(text, direction)) {
    if (typesetter.isSynthetic(face))
      throw new Unsupported("a weight or a style that no face has", { transient: true });
    const { glyphs } = shaped;
    const scale = fontSize / face.unitsPerEm;
    const exact = [scale, x, letterSpacing].every((part) => Number.isInteger(part * EXACT));
    for (let i = 0; i < glyphs.length; i++) {
      const glyph = glyphs[i]!;
      const outline = face.outline(glyph.id);
      if (outline.length) {
        const at = scratchFor("outline", outline.byteLength);
        new Float32Array(module.memory.buffer, at, outline.length).set(outline);
        const left = pen + glyph.dx * scale;
        if (left - place.x > FARTHEST)
          throw new Unsupported("a line that goes on for ever", { transient: true });
        const base = y + glyph.dy * scale;
        if (module.path_outline(at, outline.length, left, base, scale, place.x, place.y) && !exact)
          tied = true;
      }
      pen += glyph.advance * scale;
      if (glyphs[i + 1]?.cluster !== glyph.cluster) pen += letterSpacing;
    }
  }
  return tied;
}

/** The kernel's coordinates end at 8,192 px; this leaves room for one more glyph. */
const FARTHEST = 7000;

/** Sums of multiples of 1/EXACT are exact in a double. */
const EXACT = 2 ** 24;
