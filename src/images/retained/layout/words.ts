// Words: how wide one is at any size, with the spaces at its end, without them, and piece by piece.

import type { LayoutFace, Typesetter } from "./faces.ts";

/** What lies between two opportunities to break a line, measured once for all sizes. */
export interface Word {
  whole: Advance;
  /** Without the spaces at its end. */
  trimmed: Advance;
  /** Words, spaces and punctuation, as they are drawn. */
  pieces: readonly { text: string; advance: Advance }[];
  /** The face of its first character, which says how high its line is. */
  face: LayoutFace;
}

/** How far a text goes, free of its size. */
export interface Advance {
  /** Of each run in a face of its own, in ems. */
  ems: readonly number[];
  /** Clusters, each of which letter spacing goes to. */
  clusters: number;
}

const NOTHING: Advance = { ems: [], clusters: 0 };

/** Pixels of an advance. */
export function widthOf({ ems, clusters }: Advance, fontSize: number, letterSpacing: number): number {
  let width = 0;
  for (const em of ems) width += em * fontSize;
  return width + letterSpacing * clusters;
}

/** The advance of a text that is no word, or a part of one. */
export function advanceOf(text: string, typesetter: Typesetter): Advance {
  const runs = typesetter.runs(text);
  let clusters = 0;
  for (const run of runs) clusters += run.shaped.clusters;
  return { ems: runs.map(({ face, shaped }) => shaped.units / face.unitsPerEm), clusters };
}

/** Measures a word; `face` is the one that all of it is set in, if there is such a one. */
export function readWord(part: string, typesetter: Typesetter, face: LayoutFace | undefined): Word {
  const whole = advanceOf(part, typesetter);
  const bare = part.trimEnd();
  // Most words need HarfBuzz once: what comes before their spaces or their comma stands alone.
  const start = (end: number): Advance => {
    const text = part.slice(0, end);
    if (!face || !LETTER.test(text)) return advanceOf(text, typesetter);
    const { units, clusters } = face.shapeStart(part, end);
    return { ems: [units / face.unitsPerEm], clusters };
  };
  return {
    whole,
    trimmed: bare === part ? whole : bare ? start(bare.length) : NOTHING,
    pieces: piecesOf(part).map((text, i) => ({
      text,
      advance: text === part ? whole : i === 0 ? start(text.length) : advanceOf(text, typesetter),
    })),
    face: typesetter.faceFor(part),
  };
}

const LETTER = /\p{L}/u;
/** Words as the segmenter cuts them too, letters first. */
const PLAIN = /^([A-Za-z]+)([,.;:!?]?)( ?)$/;
const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** Words, spaces and punctuation; what a no-break space joins stays together. */
function piecesOf(text: string): string[] {
  const plain = PLAIN.exec(text);
  if (plain) return plain.slice(1).filter(Boolean);
  const segments = Array.from(segmenter.segment(text), ({ segment }) => segment);
  if (!text.includes("\u00a0")) return segments;
  const joined: string[] = [];
  for (let i = 0; i < segments.length; i++) {
    if (segments[i] === "\u00a0") joined.push((joined.pop() ?? "") + segments[i] + (segments[++i] ?? ""));
    else joined.push(segments[i]!);
  }
  return joined;
}
