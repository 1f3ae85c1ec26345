// One font file as the engine knows it: measures, shaped words and the bytes that go into documents.
import type { FontFace } from "../../fonts/fonts.ts";
import { type Feature, glyphAdvance, type HbFont, makePlan, openFont, type Plan, shape } from "./harfbuzz.ts";
import { NumberComposer } from "./numbers.ts";
import { makeWord, type Word } from "./word.ts";

/** Words kept for each font, script and set of features. Twice as many may be in memory. */
const WORDS = 20_000;
const COMPOSED = /^[0-9][0-9.,]*$/;

/** Lengths in units of the font's em. */
export interface Metrics {
  ascent: number;
  descent: number;
  capHeight: number;
  italicAngle: number;
  bbox: [number, number, number, number];
  cff: boolean;
  name: string;
}

/** A font file. There is one for each file and process: `Typeface.of(face)`. */
export class Typeface {
  static readonly #all = new WeakMap<Uint8Array, Typeface>();

  /**
   * The typeface of a face.
   * @throws Error naming the file, when it is damaged.
   */
  static of(face: FontFace): Typeface {
    const data = face.data();
    let typeface = Typeface.#all.get(data);
    if (!typeface) Typeface.#all.set(data, (typeface = new Typeface(face, data)));
    return typeface;
  }

  readonly metrics: Metrics;
  readonly upem: number;
  readonly #font: HbFont;
  readonly #shapers = new Map<string, Shaper>();
  readonly #advances = new Map<number, number>();

  private constructor(
    readonly face: FontFace,
    readonly data: Uint8Array,
  ) {
    this.metrics = readMetrics(data, face);
    this.#font = openFont(data);
    this.upem = this.#font.upem;
  }

  /** How wide a glyph is without its neighbours, in font units. */
  advance(glyph: number): number {
    let advance = this.#advances.get(glyph);
    if (advance === undefined) this.#advances.set(glyph, (advance = glyphAdvance(this.#font, glyph)));
    return advance;
  }

  /** Shapes words of one script, language and direction with these features on or off. */
  shaper(script: string, language: string, rtl: boolean, features: readonly Feature[]): Shaper {
    const key = `${script} ${language} ${rtl} ${features.join()}`;
    let shaper = this.#shapers.get(key);
    if (!shaper) {
      shaper = new Shaper(
        this,
        this.#font,
        makePlan(script, language, rtl, features),
        !rtl && script === "Latn",
      );
      this.#shapers.set(key, shaper);
    }
    return shaper;
  }
}

/** Shapes words and remembers them, for every document of the process. */
export class Shaper {
  readonly typeface: Typeface;
  readonly #font: HbFont;
  readonly #plan: Plan;
  readonly #numbers: NumberComposer | undefined;
  #young = new Map<string, Word>();
  #old = new Map<string, Word>();
  /** The space of this font. */
  readonly space: Word;

  constructor(typeface: Typeface, font: HbFont, plan: Plan, latin: boolean) {
    this.typeface = typeface;
    this.#font = font;
    this.#plan = plan;
    this.space = this.word(" ");
    const numbers = latin ? new NumberComposer((text) => this.#shape(text)) : undefined;
    this.#numbers = numbers?.exact ? numbers : undefined;
  }

  /** The glyphs of a word, ready to be written. */
  word(text: string): Word {
    let word = this.#young.get(text);
    if (word) return word;
    word = this.#old.get(text);
    if (!word) {
      if (this.#numbers && text.length > 2 && COMPOSED.test(text)) return this.#numbers.compose(text);
      word = this.#shape(text);
    }
    if (text.length > 200) return word;
    if (this.#young.size >= WORDS) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, word);
    return word;
  }

  #shape(text: string): Word {
    const { typeface } = this;
    return makeWord(text, shape(this.#font, this.#plan, text), typeface.upem, (glyph) =>
      typeface.advance(glyph),
    );
  }
}

/** Reads what PDF's font descriptor asks for from `head`, `hhea`, `OS/2`, `post`. */
function readMetrics(data: Uint8Array, face: FontFace): Metrics {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const tables = new Map<string, number>();
  const bad = (why: string) =>
    new Error(
      `The font ${face.file} cannot be used: ${why}. Put a whole TrueType or OpenType file in its place.`,
    );
  try {
    const count = view.getUint16(4);
    for (let i = 0; i < count; i++) {
      const at = 12 + i * 16;
      const tag = String.fromCharCode(...data.subarray(at, at + 4));
      const offset = view.getUint32(at + 8);
      if (offset + view.getUint32(at + 12) > data.length) throw bad(`its table "${tag.trim()}" is cut off`);
      tables.set(tag, offset);
    }
    const head = tables.get("head");
    const hhea = tables.get("hhea");
    if (head === undefined || hhea === undefined || !tables.has("cmap"))
      throw bad("it has no head, hhea or cmap table");
    const upem = view.getUint16(head + 18);
    if (upem < 16 || upem > 16384) throw bad(`its em is ${upem} units`);
    const em = (at: number) => view.getInt16(at) / upem;
    const os2 = tables.get("OS/2");
    const post = tables.get("post");
    const ascent = em(hhea + 4);
    return {
      ascent,
      descent: em(hhea + 6),
      capHeight: os2 !== undefined && view.getUint16(os2) >= 2 ? em(os2 + 88) : ascent * 0.7,
      italicAngle: post === undefined ? 0 : view.getInt32(post + 4) / 65536,
      bbox: [em(head + 36), em(head + 38), em(head + 40), em(head + 42)],
      cff: tables.has("CFF "),
      name: `${face.family.replace(/[^A-Za-z0-9]/g, "")}-${face.weight}${face.style === "italic" ? "Italic" : ""}`,
    };
  } catch (error) {
    throw error instanceof RangeError ? bad("it is cut off") : error;
  }
}
