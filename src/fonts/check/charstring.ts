// One glyph's program in a CFF font (Adobe Technical Note 5177): run without drawing, to know that it ends.

import { broken, type Budget } from "../bytes.ts";
import type { FontError } from "../error.ts";
import { LIMITS } from "../limits.ts";

/** Byte strings by number: the i-th lies in `bytes` from `base + offsets[i]` to `base + offsets[i + 1]`. */
export interface Programs {
  count: number;
  bytes: Uint8Array;
  base: number;
  offsets: Uint32Array;
}

const [
  HSTEM,
  VSTEM,
  CALLSUBR,
  RETURN,
  ESCAPE,
  ENDCHAR,
  HSTEMHM,
  HINTMASK,
  CNTRMASK,
  VSTEMHM,
  SHORT,
  CALLGSUBR,
] = [1, 3, 10, 11, 12, 14, 18, 19, 20, 23, 28, 29];
/** 1 for operators that draw or move: they take all operands. */
const DRAWING = new Uint8Array(32);
for (const operator of [4, 5, 6, 7, 8, 21, 22, 24, 25, 26, 27, 30, 31]) DRAWING[operator] = 1;
/** Operators after {@link ESCAPE} that draw: the flexes, and the obsolete `dotsection`. */
const ESCAPED_DRAWING = new Set([0, 34, 35, 36, 37]);
/** Arithmetic after {@link ESCAPE}: how many operands each takes, and gives back. */
const ARITHMETIC: Record<number, readonly [takes: number, gives: number]> = {
  3: [2, 1],
  4: [2, 1],
  5: [1, 1],
  9: [1, 1],
  10: [2, 1],
  11: [2, 1],
  12: [2, 1],
  14: [1, 1],
  15: [2, 1],
  18: [1, 0],
  20: [2, 0],
  21: [1, 1],
  22: [4, 1],
  23: [0, 1],
  24: [2, 1],
  26: [1, 1],
  27: [1, 2],
  28: [2, 2],
  29: [1, 1],
  30: [2, 0],
};

const bias = (count: number): number => (count < 1240 ? 107 : count < 33_900 ? 1131 : 32_768);

const MAX_OPERANDS = LIMITS.maxOperands;
/** The operand stack of the running program; only one runs at a time. */
const operands = new Int32Array(MAX_OPERANDS);
/** Stands for a result: nothing but a call depends on a value, and one by a computed value is refused. */
const COMPUTED = 0x7fffffff;

/** Runs programs of one font. */
export class Interpreter {
  #glyph = 0;
  #count = 0;
  #stems = 0;
  #steps = 0;

  constructor(
    readonly global: Programs,
    readonly budget: Budget,
  ) {}

  /** @throws FontError when the glyph's program might not end, or has an operator that the format does not define. */
  check(outlines: Programs, glyph: number, local: Programs): void {
    this.#glyph = glyph;
    this.#count = this.#stems = this.#steps = 0;
    this.#run(outlines, glyph, local, 0);
  }

  #bad(rule: string): FontError {
    return broken("CFF", `glyph ${this.#glyph} ${rule}`);
  }

  /** True when the glyph has ended. The check of a font with such outlines spends most of its time here: 8 ns a byte. */
  #run({ bytes, base, offsets }: Programs, number: number, local: Programs, level: number): boolean {
    if (level > LIMITS.maxSubroutines) throw this.#bad("calls itself or goes too deep");
    let at = base + offsets[number]!;
    const end = base + offsets[number + 1]!;
    // Steps are counted by the byte: each is an operator, an operand or a part of one.
    this.#steps += end - at + 1;
    if (this.#steps > LIMITS.maxCharstring) throw this.#bad(`runs over ${LIMITS.maxCharstring} steps`);
    this.budget.spend(end - at + 1, "CFF");
    // The number of operands, in a local variable between calls.
    let count = this.#count;
    while (at < end) {
      const byte = bytes[at++]!;
      if (byte >= 32 || byte === SHORT) {
        if (count >= MAX_OPERANDS) throw this.#bad("has too many operands");
        let value: number;
        if (byte === SHORT || byte === 255) {
          value = ((bytes[at]! << 24) | (bytes[at + 1]! << 16)) >> 16;
          at += byte === SHORT ? 2 : 4;
        } else if (byte < 247) value = byte - 139;
        else if (byte < 251) value = (byte - 247) * 256 + bytes[at++]! + 108;
        else value = -(byte - 251) * 256 - bytes[at++]! - 108;
        operands[count++] = value;
      } else if (DRAWING[byte]) count = 0;
      else if (byte === CALLSUBR || byte === CALLGSUBR) {
        if (count === 0) throw this.#bad("lacks operands");
        const programs = byte === CALLSUBR ? local : this.global;
        const called = operands[--count]! + bias(programs.count);
        if (!(called >= 0 && called < programs.count))
          throw this.#bad("calls a subroutine that is not there");
        this.#count = count;
        if (this.#run(programs, called, local, level + 1)) return true;
        count = this.#count;
      } else if (byte === RETURN) break;
      else if (byte === ENDCHAR) return true;
      else if (byte === ESCAPE) count = this.#escape(at < end ? bytes[at++] : undefined, count);
      else {
        const masks = byte === HINTMASK || byte === CNTRMASK;
        if (!masks && byte !== HSTEM && byte !== VSTEM && byte !== HSTEMHM && byte !== VSTEMHM)
          throw this.#bad("has an operator that is not known");
        this.#stems += count >> 1;
        count = 0;
        if (masks) at += (this.#stems + 7) >> 3;
      }
    }
    if (at > end) throw this.#bad("is cut off");
    this.#count = count;
    return false;
  }

  /** Gives how many operands there are after it. */
  #escape(operator: number | undefined, before: number): number {
    if (operator === undefined) throw this.#bad("is cut off");
    if (ESCAPED_DRAWING.has(operator)) return 0;
    const effect = ARITHMETIC[operator];
    if (!effect) throw this.#bad("has an operator that is not known");
    const [takes, gives] = effect;
    if (before < takes) throw this.#bad("lacks operands");
    let count = before - takes;
    for (let i = 0; i < gives && count < MAX_OPERANDS; i++) operands[count++] = COMPUTED;
    return count;
  }
}
