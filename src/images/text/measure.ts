// How wide text is, by HarfBuzz: the same shaping that draws it later.

import { graphemesOf } from "../../fonts/shaping/graphemes.ts";
import type { FontFace, Fonts } from "../../fonts/fonts.ts";
import { familiesIn, mainFamily } from "./families.ts";
import type { TextStyle } from "./scan.ts";
import { fileOf, openFile } from "./face-file.ts";

/** Advance in ems of a text's first `end` units, and the number of clusters that letter spacing goes to. */
export function advanceIn(
  face: FontFace,
  text: string,
  end = text.length,
): { ems: number; clusters: number } {
  const open = openFile(fileOf(face));
  const { units, clusters } = end < text.length ? open.shapeStart(text, end) : open.shape(text);
  return { ems: units / open.unitsPerEm, clusters };
}

/** The width in ems of the first `end` units of a text, letter spacing (in ems) included. */
export function measureText(
  text: string,
  style: TextStyle,
  fonts: Fonts,
  letterSpacing = 0,
  defaultFamily = fonts.defaultFamily,
  end = text.length,
): number {
  const families = familiesIn(style.families, fonts, mainFamily(fonts, defaultFamily));
  const faces = families.map((name) => fonts.match(name, style.weight, style.italic ? "italic" : "normal"));
  const first = faces[0];
  if (first && SIMPLE.test(text) && coversAll(first, text)) {
    const { ems, clusters } = advanceIn(first, text, end);
    return ems + clusters * letterSpacing;
  }
  let width = 0;
  let run = "";
  let runFace: FontFace | undefined;
  const flush = () => {
    if (run && runFace) {
      const { ems, clusters } = advanceIn(runFace, run);
      width += ems + clusters * letterSpacing;
    }
    run = "";
  };
  for (const segment of graphemesOf(text.slice(0, end))) {
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

/** Letters that are each a grapheme, and none of them an emoji. */
const SIMPLE = /^[\x20-\x7e\xa0-\u02ff]*$/;

function coversAll(face: FontFace, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!face.covers(text.charCodeAt(i))) return false;
  return true;
}
