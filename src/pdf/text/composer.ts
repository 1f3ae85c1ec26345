// Shapes unseen Latin words from cached advances of *pairs* instead of calling HarfBuzz: most words of a long table are
// new. Exact only for glyphs that lookups.ts proves to depend on their right neighbour alone (decision 0018).
import type { Feature } from "../../fonts/shaping/harfbuzz.ts";
import { type GlyphMetrics, NONE, type Word } from "./word.ts";

/** Letters, and what numbers are made of: `-1.234,50 €` (with U+00A0 NO-BREAK SPACE), `(3.1%)`. */
const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,-()%€\u00a0";
const EDGE = CHARACTERS.length; // what follows the last character
const BASE = EDGE + 1;

/** The index of a character code in {@link CHARACTERS}; -1 if it has none. */
const INDEX = new Int8Array(0x20ad).fill(-1);
for (let i = 0; i < EDGE; i++) INDEX[CHARACTERS.charCodeAt(i)] = i;

interface ComposedFont extends GlyphMetrics {
  contextual(glyphs: readonly number[], features: readonly Feature[]): Set<number> | undefined;
}

/**
 * Composes words of letters, digits and the signs of numbers exactly as HarfBuzz shapes them, where the
 * font's own tables say that each of these glyphs is placed by the one after it and nothing else.
 * Other words are left to HarfBuzz.
 */
export class Composer {
  readonly #shape: (text: string) => Word;
  readonly #font: GlyphMetrics;
  /** 1 for characters whose glyphs depend on the next glyph alone. */
  readonly #simple = new Uint8Array(EDGE);
  /** The `TJ` operand and the advance of a character before another one, by `character * BASE + next`. */
  readonly #shown: (string | undefined)[] = Array.from({ length: EDGE * BASE }, () => undefined);
  readonly #advance = new Int32Array(EDGE * BASE);
  /** The glyph of each character where it is not the nominal one, else 0; known once it was shaped. */
  readonly #glyphs = new Uint16Array(EDGE);

  constructor(font: ComposedFont, features: readonly Feature[], shape: (text: string) => Word) {
    this.#shape = shape;
    this.#font = font;
    const glyphs = Array.from(CHARACTERS, (character) => font.glyph(character.charCodeAt(0)));
    const contextual = font.contextual(glyphs, features);
    if (!contextual) return;
    for (let i = 0; i < EDGE; i++) this.#simple[i] = glyphs[i] !== 0 && !contextual.has(glyphs[i]!) ? 1 : 0;
  }

  /** The word of a text, or undefined where HarfBuzz must be asked. */
  compose(text: string): Word | undefined {
    const last = text.length - 1;
    let at = indexOf(text, 0);
    if (at < 0 || !this.#simple[at]) return undefined;
    let nominal = true;
    let shown = "";
    let advance = 0;
    for (let i = 0; i <= last; i++) {
      let next = EDGE;
      if (i < last) {
        next = indexOf(text, i + 1);
        if (next < 0 || !this.#simple[next]) return undefined;
      }
      const pair = at * BASE + next;
      shown += this.#shown[pair] ?? this.#learn(at, next);
      advance += this.#advance[pair]!;
      nominal &&= this.#glyphs[at] === 0;
      at = next;
    }
    return {
      text,
      advance,
      shown,
      glyphs: nominal ? NONE : this.#glyphsOf(text),
      texts: NONE,
      hints: NONE,
      silent: false,
      reading: undefined,
      rtl: false,
      missing: false,
      owner: undefined,
    };
  }

  #glyphsOf(text: string): number[] {
    return Array.from(text, (character) => {
      const code = character.charCodeAt(0);
      return this.#glyphs[INDEX[code]!]! || this.#font.nominal(code);
    });
  }

  #learn(at: number, next: number): string {
    const pair = at * BASE + next;
    if (next === EDGE) {
      const alone = this.#shape(CHARACTERS[at]!);
      if (alone.glyphs.length) this.#glyphs[at] = alone.glyphs[0]!;
      this.#advance[pair] = alone.advance;
      return (this.#shown[pair] = alone.shown);
    }
    if (this.#shown[at * BASE + EDGE] === undefined) this.#learn(at, EDGE);
    const end = this.#shown[next * BASE + EDGE] ?? this.#learn(next, EDGE);
    const both = this.#shape(CHARACTERS[at]! + CHARACTERS[next]!);
    this.#advance[pair] = both.advance - this.#advance[next * BASE + EDGE]!;
    return (this.#shown[pair] = both.shown.slice(0, both.shown.length - end.length));
  }
}

function indexOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < INDEX.length ? INDEX[code]! : -1;
}
