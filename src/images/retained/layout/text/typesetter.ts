// The types of a typesetter: faces, shaped runs and measured words.

import type { OpenFace, Shaped } from "../../../../fonts/shaping/open-face.ts";

/** A piece of text in one face. */
export interface Run {
  face: LayoutFace;
  shaped: Shaped;
}

/** A face with the metrics that lines are made from. */
export type LayoutFace = OpenFace & { metrics: NonNullable<OpenFace["metrics"]> };

/** The faces that a text of some style may use, best first, and what is measured with them. */
export interface Typesetter {
  id: number;
  faceFor(text: string): LayoutFace;
  /** Shapes text, a run for each face, from the left. */
  runs(text: string, direction?: "ltr" | "rtl"): readonly Run[];
  /** True where satori would embolden or slant a face. */
  isSynthetic(face: LayoutFace): boolean;
  /** A word of a text, measured; the same one for the same word while it is remembered. */
  word(part: string): Word;
}

/** Text between two break opportunities, measured once for all font sizes. */
export interface Word {
  whole: Advance;
  /** Without the spaces at its end. */
  trimmed: Advance;
  /** Words, spaces and punctuation, as they are drawn. */
  pieces: readonly WordPiece[];
  /** The face of its first character, which says how high its line is. */
  face: LayoutFace;
}

export interface WordPiece {
  text: string;
  advance: Advance;
  /** It is one emoji, drawn as a picture. */
  image: boolean;
}

/** The advance of a text, independent of its font size. */
export interface Advance {
  /** Ems, one number for each run of one face; an emoji is one em. */
  ems: readonly number[];
  /** Number of clusters; letter spacing is added to each. */
  clusters: number;
}
