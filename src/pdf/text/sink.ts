// The interface that lines of text are written to: `canvas.ts` makes operators of them, `svg/outline.ts` makes paths.
import type { Run, Stack } from "./stack.ts";
import type { Shaper } from "./typeface.ts";
import type { Word } from "./word.ts";

/** A run of glyphs. */
export type GlyphRun = Extract<Run, { shaper: Shaper }>;

/** How a run stands on its line. */
export interface Spread {
  /** Ems between its letters. */
  spacing?: number;
  /** Write the text in the invisible font even if it can be extracted from the glyphs. */
  beside?: boolean;
  /** True for the first of the line from the left. */
  leftmost?: boolean;
}

/** Takes the parts of lines. Coordinates are points; y points down. */
export interface TextSink {
  save(): void;
  restore(): void;
  /** Begins text at a base line. Only {@link words}, {@link spaces} and one {@link run} may follow, until {@link endText}. */
  beginText(x: number, y: number, size: number, color: string): void;
  /** Writes words of one font, each but the first after a space; `stretch` is what a space is wider, in ems. */
  words(shaper: Shaper, words: readonly Word[], stretch: number): void;
  spaces(shaper: Shaper, count: number): void;
  run(run: GlyphRun, spread?: Spread): void;
  endText(): void;
  /** Says that what follows is in another language than what is around it, until {@link endLanguage}. */
  language(tag: string): void;
  endLanguage(): void;
  /** Draws an emoji on a base line. */
  emoji(stack: Stack, grapheme: string, x: number, y: number, size: number): void;
  /** The number of pages, which is filled in at the end. */
  pageCount(stack: Stack, color: string, x: number, y: number, size: number): void;
  /** Moves what follows by a part of the difference between the room that was kept for the number of pages and what it takes. */
  shiftByCount(stack: Stack, size: number, part: number): void;
  /** A filled rectangle. */
  rect(x: number, y: number, width: number, height: number, color: string): void;
}
