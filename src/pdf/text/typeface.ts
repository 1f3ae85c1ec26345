// A font file opened for documents: metrics, shapers, and the bytes to embed.
import { LRUCache } from "lru-cache";
import { FontError } from "../../fonts/error.ts";
import type { FontFace } from "../../fonts/fonts.ts";
import { Composer } from "./composer.ts";
import {
  type Feature,
  GLYPH,
  glyphAdvance,
  type HbFont,
  makePlan,
  nominalGlyph,
  openFont,
  type Plan,
  shape,
  STRIDE,
  X_ADVANCE,
  X_OFFSET,
  Y_OFFSET,
} from "../../fonts/shaping/harfbuzz.ts";
import { contextualGlyphs, hasFeature } from "../../fonts/shaping/lookups.ts";
import { openFace } from "../../fonts/shaping/open-face.ts";
import { makeWord, type Word } from "./word.ts";

/** Slots of a shaper's word cache: a power of two. */
const WORDS = 8192;
/** Words of more characters are not cached. */
const LONGEST = 32;
/** Code points below this have a table of nominal glyphs: Latin. */
const NOMINAL = 0x250;
/** Latin letters, digits, signs, punctuation and currencies: each a grapheme of its own, none an emoji. */
const LATIN: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0xac],
  [0xae, 0x24f],
  [0x1e00, 0x1eff],
  [0x2010, 0x2027],
  [0x20a0, 0x20c0],
];
const LATIN_END = 0x20c1;

/** Lengths in units of the font's em. */
export interface Metrics {
  ascent: number;
  descent: number;
  capHeight: number;
  italicAngle: number;
  bbox: [number, number, number, number];
  cff: boolean;
  name: string;
  /** How many glyphs there are. */
  glyphs: number;
}

/** A glyph and its place from the origin of its text, in font units; y points up. */
export interface PlacedGlyph {
  glyph: number;
  x: number;
  y: number;
}

/** Cached results of {@link contextualGlyphs} per font, one for each set of features. */
const CONTEXTUAL = 16;

/** Bytes of cached shapers, of all fonts; each counts as if its word cache were full. */
export const SHAPERS_BYTES = 96 * 1024 * 1024;
/** Bytes of a word of ten letters, with its glyphs. */
const WORD_BYTES = 400;

const shapers = new LRUCache<string, Shaper>({
  maxSize: SHAPERS_BYTES,
  sizeCalculation: () => WORDS * WORD_BYTES,
});
let lastId = 0;

/** Shapers that are kept: for tests. */
export const keptShapers = (): number => shapers.size;

/** A font file. There is one for each file and process: `Typeface.of(face)`. */
export class Typeface {
  static readonly #all = new WeakMap<Uint8Array, Typeface>();

  /**
   * The typeface of a face.
   * @throws FontError naming the file, when it is damaged.
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
  readonly #advances: Int32Array;
  #latin: Uint8Array | undefined;
  #smallCaps: boolean | undefined;
  readonly #id = ++lastId;
  readonly #contextual = new LRUCache<string, { glyphs: Set<number> | undefined }>({ max: CONTEXTUAL });
  readonly #nominal = new Int32Array(NOMINAL).fill(-1);

  private constructor(
    readonly face: FontFace,
    readonly data: Uint8Array,
  ) {
    this.metrics = readMetrics(data, face);
    this.#font = openFont(data);
    this.upem = this.#font.upem;
    this.#advances = new Int32Array(this.metrics.glyphs).fill(-1);
  }

  /** True for text of {@link LATIN} that the face covers: a single run, no fallback needed. */
  hasLatin(text: string): boolean {
    const latin = (this.#latin ??= latinOf(this.face));
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= LATIN_END || latin[code] === 0) return false;
    }
    return true;
  }

  /** A glyph's own advance (`hmtx`), in font units. */
  advance(glyph: number): number {
    const known = this.#advances[glyph]!;
    return known >= 0 ? known : (this.#advances[glyph] = glyphAdvance(this.#font, glyph));
  }

  /** The glyph of a Latin character before shaping; 0 for other characters. */
  nominal(code: number): number {
    if (code >= NOMINAL) return 0;
    const known = this.#nominal[code]!;
    return known >= 0 ? known : (this.#nominal[code] = nominalGlyph(this.#font, code));
  }

  /** The glyph of any character before shaping; 0 if the font has none. */
  glyph(code: number): number {
    return nominalGlyph(this.#font, code);
  }

  /** The glyphs among these whose shaping depends on more than the next glyph: cached {@link contextualGlyphs}. */
  contextual(glyphs: readonly number[], features: readonly Feature[]): Set<number> | undefined {
    const key = features.join();
    let found = this.#contextual.get(key);
    if (!found) {
      found = { glyphs: contextualGlyphs(this.data, glyphs, features) };
      this.#contextual.set(key, found);
    }
    return found.glyphs;
  }

  /** True when the font itself has glyphs for small capitals. */
  get smallCaps(): boolean {
    return (this.#smallCaps ??= hasFeature(this.data, "smcp"));
  }

  /** Shapes words of one script, language and direction with these features on or off. */
  shaper(script: string, language: string, rtl: boolean, features: readonly Feature[]): Shaper {
    const key = `${this.#id} ${script} ${language} ${rtl} ${features.join()}`;
    let shaper = shapers.get(key);
    if (!shaper) {
      shaper = new Shaper(
        this,
        this.#font,
        makePlan(script, language, rtl, features),
        !rtl && script === "Latn" ? features : undefined,
      );
      shapers.set(key, shaper);
    }
    return shaper;
  }
}

/** Shapes words and remembers them, for every document of the process. */
export class Shaper {
  readonly typeface: Typeface;
  readonly #font: HbFont;
  readonly #plan: Plan;
  readonly #composer: Composer | undefined;
  /** Direct-mapped cache: a word's slot follows from its hash, and the last word wins. */
  readonly #slots: (Word | undefined)[] = Array.from({ length: WORDS }, () => undefined);
  /** The space of this font. */
  readonly space: Word;

  /** @param composed the features of Latin text, whose words are composed where they can be */
  constructor(typeface: Typeface, font: HbFont, plan: Plan, composed: readonly Feature[] | undefined) {
    this.typeface = typeface;
    this.#font = font;
    this.#plan = plan;
    this.space = this.#shape(" ");
    if (composed) this.#composer = new Composer(typeface, composed, (text) => this.#shape(text));
  }

  /** Composes a word, takes it from the cache, or shapes it. */
  word(text: string): Word {
    const composed = this.#composer?.compose(text);
    if (composed) return composed;
    const { length } = text;
    if (length > LONGEST) return this.#shape(text);
    let hash = length;
    for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    const slot = (hash ^ (hash >>> 13)) & (WORDS - 1);
    const kept = this.#slots[slot];
    if (kept !== undefined && kept.text === text) return kept;
    const word = this.#shape(text);
    this.#slots[slot] = word;
    return word;
  }

  /** The glyphs of a text in drawing order. */
  glyphs(text: string): PlacedGlyph[] {
    const { count, memory, info, place } = shape(this.#font, this.#plan, text);
    let pen = 0;
    return Array.from({ length: count }, (_, i) => {
      const to = place + i * STRIDE;
      const x = pen + memory[to + X_OFFSET]!;
      pen += memory[to + X_ADVANCE]!;
      return { glyph: memory[info + i * STRIDE + GLYPH]!, x, y: memory[to + Y_OFFSET]! };
    });
  }

  /** Path commands of a glyph. */
  outline(glyph: number): Float32Array {
    return openFace(this.typeface.data).outline(glyph);
  }

  #shape(text: string): Word {
    const { typeface } = this;
    return makeWord(text, shape(this.#font, this.#plan, text), typeface, this.#plan.rtl);
  }
}

/** 1 for each character of {@link LATIN} that the face has. */
function latinOf(face: FontFace): Uint8Array {
  const latin = new Uint8Array(LATIN_END);
  for (const [first, last] of LATIN)
    for (let code = first; code <= last; code++) latin[code] = face.covers(code) ? 1 : 0;
  return latin;
}

/** Reads what PDF's font descriptor asks for from `head`, `hhea`, `OS/2`, `post`. */
function readMetrics(data: Uint8Array, face: FontFace): Metrics {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const tables = new Map<string, number>();
  const bad = (why: string) =>
    new FontError(
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
    const maxp = tables.get("maxp");
    if (head === undefined || hhea === undefined || maxp === undefined || !tables.has("cmap"))
      throw bad("it has no head, hhea, maxp or cmap table");
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
      glyphs: view.getUint16(maxp + 4),
      name: `${face.family.replace(/[^A-Za-z0-9]/g, "")}-${face.weight}${face.style === "italic" ? "Italic" : ""}`,
    };
  } catch (error) {
    throw error instanceof RangeError ? bad("it is cut off") : error;
  }
}
