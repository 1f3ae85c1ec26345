// Numbers, put together from parts that HarfBuzz has shaped: a long table has few words but many numbers.
import { NONE, type Word } from "./word.ts";

const CHARACTERS = "0123456789.,";
const EDGE = CHARACTERS.length; // before the first and after the last character
const BASE = EDGE + 1;
const PROBES = 64;

interface Part {
  shown: string;
  advance: number;
}

/**
 * Composes words of digits, points and commas. What each character adds is asked of HarfBuzz once
 * for each pair of neighbours. Some fonts look further than that (fractions, say): `exact` tells,
 * by trying both ways, whether this one can be composed.
 */
export class NumberComposer {
  readonly exact: boolean;
  readonly #shape: (text: string) => Word;
  /** What a character shows when this one follows it, by `character * BASE + next`. */
  readonly #parts: (Part | undefined)[] = [];
  readonly #glyphs: number[] = [];
  /** The digits have glyphs of their own (old-style figures, say), not those of their characters. */
  #own = false;

  constructor(shape: (text: string) => Word) {
    this.#shape = shape;
    this.exact = this.#learn() && this.#probe();
  }

  /** The word of a text that has nothing but digits, points and commas. */
  compose(text: string): Word {
    let shown = "";
    let advance = 0;
    const last = text.length - 1;
    let at = indexOf(text, 0);
    for (let i = 0; i <= last; i++) {
      const next = i < last ? indexOf(text, i + 1) : EDGE;
      const part = this.#parts[at * BASE + next]!;
      shown += part.shown;
      advance += part.advance;
      at = next;
    }
    const glyphs = this.#own ? [...text].map((_, i) => this.#glyphs[indexOf(text, i)]!) : NONE;
    const texts = this.#own ? [...text] : NONE;
    return { text, advance, shown, glyphs, texts, missing: false, owner: undefined };
  }

  #learn(): boolean {
    for (let a = 0; a < EDGE; a++) {
      const alone = this.#shape(CHARACTERS[a]!);
      if (alone.glyphs.length > 1 || alone.shown.length !== 4 || alone.missing) return false;
      if (alone.glyphs.length) this.#own = true;
      this.#glyphs.push(parseInt(alone.shown, 16));
      this.#parts[a * BASE + EDGE] = { shown: alone.shown, advance: alone.advance };
    }
    for (let a = 0; a < EDGE; a++) {
      for (let b = 0; b < EDGE; b++) {
        const pair = this.#shape(CHARACTERS[a]! + CHARACTERS[b]!);
        const end = this.#parts[b * BASE + EDGE]!;
        if ((pair.glyphs.length !== 2 && pair.glyphs.length) || !pair.shown.endsWith(end.shown)) return false;
        const shown = pair.shown.slice(0, -end.shown.length);
        this.#parts[a * BASE + b] = { shown, advance: pair.advance - end.advance };
      }
    }
    return true;
  }

  #probe(): boolean {
    let seed = 7;
    for (let i = 0; i < PROBES; i++) {
      let text = "";
      for (let j = 0; j < 3 + (i % 9); j++) {
        seed = (seed * 48271) % 2147483647;
        text += CHARACTERS[seed % (j ? EDGE : 10)]!;
      }
      const whole = this.#shape(text);
      const composed = this.compose(text);
      if (whole.shown !== composed.shown || whole.advance !== composed.advance) return false;
    }
    return true;
  }
}

/** Digits come before the point and the comma in {@link CHARACTERS}. */
function indexOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 48 ? code - 48 : code === 46 ? 10 : 11;
}
