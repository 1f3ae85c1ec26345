// Every reader of what strangers may send takes time in proportion to it.
//
// The growth is measured, since the steps of a regular expression cannot be counted. That cannot fail by chance: it is
// processor time of this process alone; it is looked at only where an input takes a hundred times what a linear reader
// needs; and the least of several exponents, over sizes that differ by more than 16, has to be nearer to 2 than to 1.
// `npm run chaos -- inputs` searches for worse inputs, and holds readers to 1.3.

import { describe, expect, it } from "vitest";
import { costOf, guarded, type Reader } from "../../bench/inputs/growth.ts";
import { READERS } from "../../bench/inputs/readers.ts";
import { measure, textOf, type Shape } from "../../bench/inputs/search.ts";

const LENGTH = 8_192;
/** Processor milliseconds of LENGTH characters below which the growth need not be known: quadratic readers take more. */
const LITTLE = 40;
const MOST = 1.6;

/** Each atom again and again, alone, behind another one and before it. */
function* shapesOf({ atoms, nests = [] }: Reader): Generator<Shape> {
  for (const [unit, close] of nests) {
    yield { before: "", unit, close, after: "" };
    yield { before: "", unit, close: "", after: "" };
  }
  for (const unit of atoms) {
    yield { before: "", unit, close: "", after: "" };
    for (const other of atoms) yield { before: other, unit, close: "", after: other };
  }
}

describe("the time of a reader grows no faster than its input:", () => {
  it.each(READERS.map((reader) => [reader.name, reader] as const))("%s", async (_, reader) => {
    const length = Math.min(LENGTH, reader.most ?? LENGTH);
    for (const shape of shapesOf(reader)) {
      await guarded(reader, textOf(shape, length));
      if ((await costOf(reader, textOf(shape, length), 1, 0)) < LITTLE) continue;
      const { exponent, fault, points } = await measure(reader, shape);
      expect(fault, JSON.stringify({ shape, points })).toBeUndefined();
      expect(exponent, JSON.stringify({ shape, points })).toBeLessThan(MOST);
    }
  });
});
