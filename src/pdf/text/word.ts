// A shaped word: its advance, its operand of `TJ`, and the text that readers extract from it.
import { type Reading, readingOf } from "./reading.ts";
import { glyphBytes, text as textString } from "../file/syntax.ts";
import {
  CLUSTER,
  GLYPH,
  type Shaped,
  STRIDE,
  X_ADVANCE,
  X_OFFSET,
  Y_OFFSET,
} from "../../fonts/shaping/harfbuzz.ts";

/** One run of text in one font, independent of the size. */
export interface Word {
  /** The text that it was made from. */
  readonly text: string;
  /** Its advance after shaping, in font units. */
  readonly advance: number;
  /** The operand of `TJ` between `[(` and `)]`: glyphs, with adjustments where HarfBuzz's advances differ from the font's. */
  readonly shown: string;
  /** Its glyph ids; empty (to save memory) if they are its characters' nominal ones, as in most words. */
  readonly glyphs: readonly number[];
  /** The text that each glyph stands for ("" where `shown` has it); empty where each stands for one character. */
  readonly texts: readonly string[];
  /**
   * The `ToUnicode` text of each glyph that has none in `texts`, used if no other word gives one: readers that ignore
   * ActualText read it. The first glyph of a cluster has all of its text. Empty where `texts` says it all.
   */
  readonly hints: readonly string[];
  /** True if its text can't be extracted glyph by glyph. */
  readonly silent: boolean;
  /** The same text in the invisible font, for silent words; see `Canvas.run` and decision 0020. */
  readonly reading: Reading | undefined;
  /** True for a right-to-left word. */
  readonly rtl: boolean;
  /** True when a glyph is missing from the font. */
  readonly missing: boolean;
  /** The document that last noted its glyphs, see `UsedFont`. */
  owner: unknown;
}

/** The metrics of a font that shaping results are compared with. */
export interface GlyphMetrics {
  readonly upem: number;
  /** A glyph's own advance. */
  advance(glyph: number): number;
  /** The glyph of a character, where the character is one of the first few hundred; else 0. */
  nominal(code: number): number;
  /** The glyph of any character; 0 if the font has none. */
  glyph(code: number): number;
}

export const NONE: readonly never[] = [];

/** U+200B ZERO WIDTH SPACE: the `ToUnicode` value of glyphs whose text stands elsewhere. */
export const NOTHING = "\u200b";

/** A number in thousandths of an em for a `TJ` array. */
const thousandths = (units: number, upem: number): string => String(Math.round((units * 1e6) / upem) / 1000);

/** Makes a word of what HarfBuzz gave. */
export function makeWord(text: string, shaped: Shaped, font: GlyphMetrics, rtl: boolean): Word {
  const { count, memory, info, place } = shaped;
  if (count !== text.length) return makeCompound(text, shaped, font, rtl);
  let shown = "";
  let advance = 0;
  let lag = 0;
  let nominal = true;
  for (let i = 0; i < count; i++) {
    const at = info + i * STRIDE;
    const to = place + i * STRIDE;
    const glyph = memory[at + GLYPH]!;
    if (
      memory[at + CLUSTER] !== i ||
      memory[to + X_OFFSET] !== 0 ||
      memory[to + Y_OFFSET] !== 0 ||
      glyph === 0
    )
      return makeCompound(text, shaped, font, rtl);
    nominal &&= font.nominal(text.charCodeAt(i)) === glyph;
    shown += lag === 0 ? glyphBytes(glyph) : `)${thousandths(-lag, font.upem)}(${glyphBytes(glyph)}`;
    const wide = memory[to + X_ADVANCE]!;
    lag = wide - font.advance(glyph);
    advance += wide;
  }
  if (lag !== 0) shown += `)${thousandths(-lag, font.upem)}(`;
  const glyphs = nominal ? NONE : Array.from({ length: count }, (_, i) => memory[info + i * STRIDE + GLYPH]!);
  return {
    text,
    advance,
    shown,
    glyphs,
    texts: NONE,
    hints: NONE,
    silent: false,
    reading: undefined,
    rtl,
    missing: false,
    owner: undefined,
  };
}

/** A word that reads as another text than the one it shows. */
export function readAs(text: string, word: Word, font: GlyphMetrics): Word {
  const glyphs = word.glyphs.length
    ? word.glyphs
    : Array.from(word.text, (character) => font.nominal(character.charCodeAt(0)));
  return {
    ...word,
    text,
    glyphs,
    texts: glyphs.map(() => ""),
    hints: NONE,
    silent: true,
    reading: readingOf(text, false),
  };
}

/** Ligatures, marks, other directions: anything that is not one glyph after another. */
function makeCompound(
  text: string,
  { count, memory, info, place }: Shaped,
  font: GlyphMetrics,
  rtl: boolean,
): Word {
  const { upem } = font;
  const clusters: number[] = [];
  const glyphs: number[] = [];
  for (let i = 0; i < count; i++) {
    glyphs.push(memory[info + i * STRIDE + GLYPH]!);
    clusters.push(memory[info + i * STRIDE + CLUSTER]!);
  }
  const ends = clusterEnds(clusters, text.length);
  const silent = isSilent(text, clusters, ends, rtl);
  const texts: string[] = [];
  const hints: string[] = [];
  let shown = "";
  let advance = 0;
  let rise = 0;
  /** How far the pen is from where HarfBuzz has it. */
  let lag = 0;
  for (let i = 0; i < count; i++) {
    const cluster = clusters[i]!;
    const begins = i === 0 || clusters[i - 1] !== cluster;
    const compound = clusters[i + 1] === cluster || !begins;
    const part = begins ? text.slice(cluster, ends.get(cluster)) : "";
    // Several glyphs for one cluster say only together what they stand for.
    if (begins && compound && !silent) shown += `)]TJ/Span<</ActualText${textString(part)}>>BDC[(`;
    texts.push(compound || silent ? "" : part);
    hints.push(part || NOTHING);
    const to = place + i * STRIDE;
    if (memory[to + Y_OFFSET] !== rise) {
      rise = memory[to + Y_OFFSET]!;
      shown += `)]TJ ${Math.round((rise * 1e5) / upem) / 1e5} Ts[(`;
    }
    const offset = memory[to + X_OFFSET]!;
    const wide = memory[to + X_ADVANCE]!;
    if (lag + offset !== 0) shown += `)${thousandths(-lag - offset, upem)}(`;
    shown += glyphBytes(glyphs[i]!);
    lag = wide - font.advance(glyphs[i]!) - offset;
    advance += wide;
    if (compound && !silent && clusters[i + 1] !== cluster) {
      if (lag !== 0) shown += `)${thousandths(-lag, upem)}(`;
      lag = 0;
      shown += ")]TJ EMC[(";
    }
  }
  if (lag !== 0) shown += `)${thousandths(-lag, upem)}(`;
  if (rise !== 0) shown += ")]TJ 0 Ts[(";
  const missing = glyphs.includes(0);
  const told = !texts.includes("");
  const reading = silent ? readingOf(text, rtl) : undefined;
  return {
    text,
    advance,
    shown,
    glyphs,
    texts,
    hints: told ? NONE : hints,
    silent,
    reading,
    rtl,
    missing,
    owner: undefined,
  };
}

/** Text for which ActualText per cluster is enough: every reader extracts it in order. */
const LATIN = /^[\u0000-\u036f\u1e00-\u20cf]*$/;

/**
 * True where glyphs do not tell the text: where several of them make one cluster, and where one of
 * them stands for several letters that run from the right, for readers turn such text around glyph by glyph.
 */
function isSilent(
  text: string,
  clusters: readonly number[],
  ends: ReadonlyMap<number, number>,
  rtl: boolean,
): boolean {
  if (LATIN.test(text)) return false;
  if (ends.size < clusters.length) return true;
  return rtl && [...ends].some(([start, end]) => end - start > 1);
}

/** The end of each cluster's text, by its start. */
function clusterEnds(clusters: readonly number[], length: number): Map<number, number> {
  const starts = [...new Set(clusters)].sort((a, b) => a - b);
  return new Map(starts.map((start, i) => [start, starts[i + 1] ?? length]));
}
