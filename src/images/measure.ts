// How wide text is, by HarfBuzz: the same shaping that draws it later.

import type * as HarfBuzz from "harfbuzzjs";
import { LRUCache } from "lru-cache";
import type { FontFace, Fonts } from "../fonts/fonts.ts";
import type { TextStyle } from "./text-scan.ts";

interface Shaper {
  /** Advance in ems, and the number of clusters that letter spacing goes to. */
  advance(face: FontFace, text: string): { ems: number; clusters: number };
}

let shaper: Promise<Shaper> | undefined;
/** Loads HarfBuzz once a process. */
export const loadShaper = (): Promise<Shaper> => (shaper ??= import("harfbuzzjs").then(createShaper));

/** Fonts that stay open. */
const MAX_OPEN = 32;

function createShaper(hb: typeof HarfBuzz): Shaper {
  const open = new LRUCache<Uint8Array, { font: HarfBuzz.Font; upem: number }>({ max: MAX_OPEN });
  return {
    advance(face, text) {
      const data = face.data();
      let entry = open.get(data);
      if (!entry) {
        const hbFace = new hb.Face(new hb.Blob(data), 0);
        entry = { font: new hb.Font(hbFace), upem: hbFace.upem };
        open.set(data, entry);
      }
      const buffer = new hb.Buffer();
      buffer.addText(text);
      buffer.guessSegmentProperties();
      hb.shape(entry.font, buffer);
      let units = 0;
      const clusters = new Set<number>();
      for (const glyph of buffer.getGlyphInfosAndPositions()) {
        units += glyph.xAdvance ?? 0;
        clusters.add(glyph.cluster);
      }
      return { ems: units / entry.upem, clusters: clusters.size };
    },
  };
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The width of a text in ems, letter spacing (in ems) included. */
export function measureText(
  text: string,
  style: TextStyle,
  fonts: Fonts,
  shape: Shaper,
  letterSpacing = 0,
  defaultFamily = fonts.defaultFamily,
): number {
  const families = style.families.length > 0 ? style.families : [defaultFamily];
  const faces = families.map((name) => fonts.match(name, style.weight, style.italic ? "italic" : "normal"));
  let width = 0;
  let run = "";
  let runFace: FontFace | undefined;
  const flush = () => {
    if (run && runFace) {
      const { ems, clusters } = shape.advance(runFace, run);
      width += ems + clusters * letterSpacing;
    }
    run = "";
  };
  for (const { segment } of graphemes.segment(text)) {
    const code = segment.codePointAt(0)!;
    const face: FontFace | undefined =
      (/\s/.test(segment) ? runFace : undefined) ??
      faces.find((candidate) => candidate.covers(code)) ??
      fonts.fallback(code, style.weight, style.language);
    if (!face || face !== runFace) {
      flush();
      runFace = face;
    }
    // Emoji are squares; so is the box of a character that no face has.
    if (face) run += segment;
    else width += 1 + letterSpacing;
  }
  flush();
  return width;
}
