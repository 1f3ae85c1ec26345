// Font fallback: splits a word into runs, each in the first face of the stack that covers it; emoji are pictures.
import { LRUCache } from "lru-cache";
import type { Fonts } from "../../fonts/fonts.ts";
import { graphemesOf } from "../../fonts/shaping/graphemes.ts";
import { isEmoji, isPictograph } from "../../fonts/shaping/emoji.ts";
import type { Feature } from "../../fonts/shaping/harfbuzz.ts";
import { shapingLanguage } from "./language.ts";
import { scriptOf } from "../../fonts/shaping/scripts.ts";
import { type Shaper, Typeface } from "./typeface.ts";
import { readAs, type Word } from "./word.ts";

/** Stacks kept per font library: families, languages and features come from documents and have no bound of their own. */
export const STACKS = 32;
/** Shaped words kept per stack, of those that are not plain Latin in its first face. */
const CACHED = 2_000;
/** Characters that stay in the font of the one before: marks, joiners, variation selectors. */
const FOLLOWS = /^(?:\p{M}|\p{Join_Control}|\p{Variation_Selector})/u;

/** Size of synthesized small capitals, as a factor (CSS Fonts 4 §6.6.2 leaves it open; browsers have 0.7 to 0.8). */
const SMALL_CAPS = 0.8;

/** A character that stands for the number of pages until it is known. */
export const PAGE_COUNT = "\u{f0000}";

/** A part of a word in one font, or one emoji. */
export type Run =
  | {
      shaper: Shaper;
      word: Word;
      em: number;
      /** Size factor of synthesized small capitals. */
      scale?: number;
      /** The text that was shaped, if another one must be extracted (`word.text`). */
      drawn?: string;
      emoji?: undefined;
    }
  | { emoji: string; em: number; shaper?: undefined };

/** A part of text with its runs in drawing order; `em` is its width for a size of 1. */
export interface Runs {
  runs: readonly Run[];
  em: number;
}

/** The font selection of a text: everything about its look except size and colour. */
export interface Face {
  family: string;
  weight: number;
  italic: boolean;
  features: readonly Feature[];
  language: string;
}

/** The fonts for one kind of text. Shared by all documents that use the same library. */
export class Stack {
  static readonly #all = new WeakMap<Fonts, LRUCache<string, Stack>>();

  /** The stack for a face, cached. */
  static of(fonts: Fonts, face: Face): Stack {
    let stacks = Stack.#all.get(fonts);
    if (!stacks) Stack.#all.set(fonts, (stacks = new LRUCache({ max: STACKS })));
    const key = `${face.family}|${face.weight}|${face.italic}|${face.language}|${face.features.join()}`;
    let stack = stacks.get(key);
    if (!stack) stacks.set(key, (stack = new Stack(fonts, face, key)));
    return stack;
  }

  readonly primary: Typeface;
  /** The width of a space for a size of 1. */
  readonly spaceEm: number;
  readonly latin: Shaper;
  /** True when small capitals are asked for. */
  readonly #smallCaps: boolean;
  readonly #language: string;
  #young = new Map<string, Runs>();
  #old = new Map<string, Runs>();

  private constructor(
    readonly fonts: Fonts,
    readonly face: Face,
    /** Tells stacks apart. */
    readonly key: string,
  ) {
    const { family, weight, italic } = face;
    this.primary = Typeface.of(fonts.match(family, weight, italic ? "italic" : "normal"));
    this.#language = shapingLanguage(face.language);
    this.latin = this.primary.shaper("Latn", this.#language, false, face.features);
    this.#smallCaps = face.features.some(([tag, value]) => tag === "smcp" && value > 0);
    this.spaceEm = this.latin.space.advance / this.primary.upem;
  }

  /** True for text that is one run of Latin letters in the wanted face. */
  isPlain(text: string): boolean {
    return this.primary.hasLatin(text) && !(this.#smallCaps && !this.primary.smallCaps);
  }

  /** Shapes a word (no spaces inside) that reads in one direction. */
  runs(text: string, rtl: boolean): Runs {
    if (!rtl && this.isPlain(text)) {
      // Not cached here: the shaper has a word cache of its own.
      const word = this.latin.word(text);
      const em = word.advance / this.primary.upem;
      return { runs: [{ shaper: this.latin, word, em }], em };
    }
    if (text === PAGE_COUNT) {
      const count = this.#pageCount();
      return { runs: [count], em: count.em };
    }
    const key = rtl ? `\u200f${text}` : text;
    let runs = this.#young.get(key) ?? this.#old.get(key);
    if (runs) return runs;
    runs = this.#itemize(text, rtl);
    if (text.length > 200) return runs;
    if (this.#young.size >= CACHED) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, runs);
    return runs;
  }

  #itemize(text: string, rtl: boolean): Runs {
    const { fonts, face } = this;
    const runs: Run[] = [];
    let part = "";
    let partFont: Typeface | undefined;
    let partScript = "";
    let capitals = "";
    const flush = () => {
      if (!part || !partFont) return;
      const shaper = partFont.shaper(partScript || "Latn", this.#language, rtl, face.features);
      if (capitals) {
        const word = readAs(part, shaper.word(capitals), partFont);
        runs.push({
          shaper,
          word,
          em: (word.advance / partFont.upem) * SMALL_CAPS,
          scale: SMALL_CAPS,
          drawn: capitals,
        });
      } else {
        const word = shaper.word(part);
        runs.push({ shaper, word, em: word.advance / partFont.upem });
      }
      part = "";
      capitals = "";
    };
    for (const segment of graphemesOf(text)) {
      if (segment === PAGE_COUNT) {
        flush();
        runs.push(this.#pageCount());
        partFont = undefined;
        continue;
      }
      const code = segment.codePointAt(0)!;
      const script = scriptOf(code);
      const known =
        partFont && FOLLOWS.test(segment) ? partFont : this.#fontFor(segment, partFont, script === "");
      const mayBePicture = isEmoji(segment) || (!known && isPictograph(segment));
      if (mayBePicture && fonts.emoji(segment) !== undefined) {
        flush();
        // Advance of Noto Color Emoji: 2,550 of 2,048 units. `Canvas.emoji` draws 1.17 em of it and leaves 0.04 beside.
        runs.push({ emoji: segment, em: 1.25 });
        partFont = undefined;
        partScript = "";
        continue;
      }
      const font = known ?? this.primary;
      const capital = this.#capital(segment, font);
      const other = part !== "" && (capital === undefined) !== (capitals === "");
      if (font !== partFont || other || (script && partScript && script !== partScript)) {
        flush();
        partScript = script;
      } else if (script) partScript = script;
      partFont = font;
      part += segment;
      if (capital !== undefined) capitals += capital;
    }
    flush();
    if (rtl) runs.reverse();
    let em = 0;
    for (const run of runs) em += run.em;
    return { runs, em };
  }

  /** The capital that is drawn smaller in place of a small letter, where the font has no small capitals. */
  #capital(segment: string, font: Typeface): string | undefined {
    if (!this.#smallCaps || font.smallCaps) return undefined;
    const capital = segment.toLocaleUpperCase(this.face.language);
    const known = capital !== segment && [...capital].every((each) => font.face.covers(each.codePointAt(0)!));
    return known ? capital : undefined;
  }

  /** Placeholder for the number of pages, as wide as two digits. */
  #pageCount(): Run {
    return { emoji: PAGE_COUNT, em: (2 * this.latin.word("0").advance) / this.primary.upem };
  }

  /** The typeface for a grapheme, or undefined if no font covers it. Script-neutral ones prefer the previous one's. */
  #fontFor(segment: string, before: Typeface | undefined, neutral: boolean): Typeface | undefined {
    const codes = [...segment]
      .map((c) => c.codePointAt(0)!)
      .filter((c) => c !== 0x200d && (c < 0xfe00 || c > 0xfe0f));
    const has = (typeface: Typeface) => codes.every((code) => typeface.face.covers(code));
    if (neutral && before && has(before)) return before;
    if (has(this.primary)) return this.primary;
    if (before && has(before)) return before;
    const face = this.fonts.fallback(codes[0] ?? 0x20, this.face.weight, this.face.language);
    return face && Typeface.of(face);
  }
}
