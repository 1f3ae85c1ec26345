// A shaped word: how wide it is, what is written for it, and what a reader copies from it.
import { glyphBytes, text as textString } from "../syntax.ts";
import { CLUSTER, GLYPH, type Shaped, STRIDE, X_ADVANCE, X_OFFSET, Y_OFFSET } from "./harfbuzz.ts";

/** One run of text in one font, independent of the size. */
export interface Word {
  /** The text that it was made from. */
  readonly text: string;
  /** Its width in font units, as HarfBuzz has it. */
  readonly advance: number;
  /** What goes between `[(` and `)]TJ`: glyphs, with HarfBuzz's positions where they differ from the font's. */
  readonly shown: string;
  /** Its glyphs; empty where they are just those of its characters: most words, so they take no memory. */
  readonly glyphs: readonly number[];
  /** The text that each glyph stands for ("" where `shown` has it); empty where each stands for one character. */
  readonly texts: readonly string[];
  /** True when a glyph is missing from the font. */
  readonly missing: boolean;
  /** The document that last noted its glyphs, see `UsedFont`. */
  owner: unknown;
}

/** What a word needs to know of its font. */
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
  return { text, advance, shown, glyphs, texts: NONE, missing: false, owner: undefined };
}

/** A word that reads as another text than the one it shows; who looks at its glyphs alone reads what they show. */
export function readAs(text: string, word: Word, font: GlyphMetrics): Word {
  const shown = `)]TJ/Span<</ActualText${textString(text)}>>BDC[(${word.shown})]TJ EMC[(`;
  const glyphs = word.glyphs.length
    ? word.glyphs
    : Array.from(word.text, (character) => font.nominal(character.charCodeAt(0)));
  const texts = word.texts.length ? word.texts : Array.from(word.text);
  return { ...word, text, shown, glyphs, texts };
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
  const texts: string[] = [];
  const hidden: number[] = [];
  const hiddenTexts: string[] = [];
  let shown = "";
  let advance = 0;
  let rise = 0;
  /** How far the pen is from where HarfBuzz has it. */
  let lag = 0;
  for (let i = 0; i < count; i++) {
    const cluster = clusters[i]!;
    const begins = i === 0 || clusters[i - 1] !== cluster;
    const compound = clusters[i + 1] === cluster || !begins;
    let part = begins ? text.slice(cluster, ends.get(cluster)) : "";
    const aside = rtl && !compound && LETTERS.test(part) ? lettersAside(part, font) : undefined;
    if (aside) {
      shown += aside.shown;
      hidden.push(...aside.glyphs);
      hiddenTexts.push(...aside.texts);
      part = String.fromCodePoint(part.codePointAt(0)!);
    }
    // Several glyphs for one cluster say only together what they stand for.
    if (begins && compound) shown += `)]TJ/Span<</ActualText${textString(part)}>>BDC[(`;
    texts.push(compound ? "" : part);
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
    if (compound && clusters[i + 1] !== cluster) {
      if (lag !== 0) shown += `)${thousandths(-lag, upem)}(`;
      lag = 0;
      shown += ")]TJ EMC[(";
    }
  }
  if (lag !== 0) shown += `)${thousandths(-lag, upem)}(`;
  if (rise !== 0) shown += ")]TJ 0 Ts[(";
  glyphs.push(...hidden);
  texts.push(...hiddenTexts);
  return { text, advance, shown, glyphs, texts, missing: glyphs.includes(0), owner: undefined };
}

/** A ligature of letters without marks. */
const LETTERS = /^\p{Lo}{2,}$/u;
/** How wide an invisible letter is, in ems. */
const NARROW = 0.05;
/** How far before its ligature the last of them begins, so that it is clearly to the left of it. */
const AHEAD = 0.02;
/** How far they are from each other: closer ones are taken for one letter, printed twice to look bold. */
const APART = 0.11;

/**
 * The letters of a ligature but its first, for text that runs from the right. Readers turn such text
 * around glyph by glyph, so that the letters of one glyph would come out turned around, too: these
 * stand to the left of it, invisible and hardly wide, and take no room. Undefined where the font
 * lacks one of them alone.
 */
function lettersAside(ligature: string, font: GlyphMetrics) {
  const { upem } = font;
  const texts = Array.from(ligature).slice(1).toReversed();
  const glyphs = texts.map((letter) => font.glyph(letter.codePointAt(0)!));
  if (glyphs.some((glyph) => glyph === 0 || font.advance(glyph) === 0)) return undefined;
  let shown = "";
  let back = AHEAD + APART * (glyphs.length - 1);
  for (const glyph of glyphs) {
    const wide = font.advance(glyph) / upem;
    const percent = Math.max(1, Math.round((100 * NARROW) / wide));
    shown += `)${thousandths(back * upem, upem)}()]TJ 3 Tr ${percent} Tz[(${glyphBytes(glyph)})]TJ 100 Tz 0 Tr[(`;
    back = (wide * percent) / 100 - APART;
  }
  return { shown: `${shown})${thousandths((back + APART - AHEAD) * upem, upem)}(`, glyphs, texts };
}

/** Where the text of each cluster ends. */
function clusterEnds(clusters: readonly number[], length: number): Map<number, number> {
  const starts = [...new Set(clusters)].sort((a, b) => a - b);
  return new Map(starts.map((start, i) => [start, starts[i + 1] ?? length]));
}
