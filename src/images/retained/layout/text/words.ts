// Words: their advances in ems, with trailing spaces, without them, and piece by piece.

import type { Advance, LayoutFace, Typesetter, Word } from "./typesetter.ts";
import { graphemesOf } from "./graphemes.ts";

const NOTHING: Advance = { ems: [], clusters: 0 };
const EMOJI: Advance = { ems: [1], clusters: 0 };

/** An advance in pixels. */
export function widthOf({ ems, clusters }: Advance, fontSize: number, letterSpacing: number): number {
  let width = 0;
  for (const em of ems) width += em * fontSize;
  return width + letterSpacing * clusters;
}

/** Measures any text. */
export function advanceOf(text: string, typesetter: Typesetter): Advance {
  const runs = typesetter.runs(text);
  let clusters = 0;
  for (const run of runs) clusters += run.shaped.clusters;
  return { ems: runs.map(({ face, shaped }) => shaped.units / face.unitsPerEm), clusters };
}

/** Measures a word; `face` is given if a single one covers all of it. */
export function readWord(part: string, typesetter: Typesetter, face: LayoutFace | undefined): Word {
  const whole = advanceOf(part, typesetter);
  const bare = part.trimEnd();
  // Most words are shaped once: the part before a space or comma is cut from the whole word's glyphs.
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
      image: false,
    })),
    face: typesetter.faceFor(part),
  };
}

const LETTER = /\p{L}/u;
/** Words as the segmenter cuts them too, letters first. */
const PLAIN = /^([A-Za-z]+)([,.;:!?]?)( ?)$/;
/** Units that are segmented at once, where a text can be cut: the runtime's segmenter takes quadratic time. */
const LONG = 256;

/** A word boundary regardless of context (UAX #29, WB3a, WB999): after white space, before anything but space, mark or joiner. */
const isCut = (text: string, at: number): boolean =>
  /^(?:[\t\n][\t\n -~]| [\t\n!-~])/.test(text.slice(at - 1, at + 1));

/**
 * Most units of a stretch without a certain boundary, such as marks in a row or thousands of ideographs. Longer ones
 * are cut anywhere, since the segmenter takes quadratic time.
 */
const MOST = 8 * LONG;

function* stretchesOf(text: string): Generator<string> {
  let at = 0;
  while (text.length - at > LONG) {
    let end = at + LONG;
    while (end > at && !isCut(text, end)) end--;
    if (end === at) for (end = at + LONG; end < text.length && end - at < MOST && !isCut(text, end);) end++;
    yield text.slice(at, end);
    at = end;
  }
  if (at < text.length) yield text.slice(at);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** Words, spaces and punctuation; what a no-break space joins stays together. */
export function piecesOf(text: string): string[] {
  const plain = PLAIN.exec(text);
  if (plain) return plain.slice(1).filter(Boolean);
  const segments = [...stretchesOf(text)].flatMap((stretch) =>
    Array.from(segmenter.segment(stretch), ({ segment }) => segment),
  );
  if (!text.includes("\u00a0")) return segments;
  const joined: string[] = [];
  for (let i = 0; i < segments.length; i++) {
    if (segments[i] === "\u00a0") joined.push((joined.pop() ?? "") + segments[i] + (segments[++i] ?? ""));
    else joined.push(segments[i]!);
  }
  return joined;
}

/** Measures a word that has emoji. */
export function readEmojiWord(part: string, typesetter: Typesetter, isImage: IsImage): Word {
  return {
    whole: advanceWithEmoji(part, typesetter, isImage),
    trimmed: advanceWithEmoji(part.trimEnd(), typesetter, isImage),
    pieces: piecesOf(part)
      .flatMap((text) => splitEmoji(text, isImage))
      .map((text) => ({
        text,
        advance: isImage(text) ? EMOJI : advanceOf(text, typesetter),
        image: isImage(text),
      })),
    face: typesetter.faceFor(part),
  };
}

export type IsImage = (grapheme: string) => boolean;

/** The advance of a text some of whose characters are pictures. */
export function advanceWithEmoji(text: string, typesetter: Typesetter, isImage: IsImage): Advance {
  const advances = splitEmoji(text, isImage).map((part) =>
    isImage(part) ? EMOJI : advanceOf(part, typesetter),
  );
  return {
    ems: advances.flatMap(({ ems }) => ems),
    clusters: advances.reduce((sum, { clusters }) => sum + clusters, 0),
  };
}

/** A text, cut before and after each emoji. */
function splitEmoji(text: string, isImage: IsImage): string[] {
  const parts: string[] = [];
  let apart = true;
  for (const grapheme of graphemesOf(text)) {
    const image = isImage(grapheme);
    if (image || apart) parts.push(grapheme);
    else parts[parts.length - 1] += grapheme;
    apart = image;
  }
  return parts;
}
