import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { piecesOf } from "../../src/images/retained/layout/text/words.ts";
import { graphemesOf } from "../../src/fonts/shaping/graphemes.ts";

const segment = (text: string, granularity: "grapheme" | "word") =>
  Array.from(new Intl.Segmenter("und", { granularity }).segment(text), (each) => each.segment);

/** Pieces that belong together in many ways: marks, joiners, flags, line ends, conjuncts. */
const atom = fc.constantFrom(
  "a", "b1", " ", "\t", "\n", "\r", "\u0301", "\u200d", "👩", "🏽", "🇩", "🇪", "👨‍👩‍👧", "é", "각", "ᄀ", "ᅡ", "क", "्", "ष", "字", "ก", "ำ", ".", "'", "\u00ad", "\ufe0f", "🏳️‍🌈", "-",
); // prettier-ignore
const long = fc
  .array(fc.tuple(atom, fc.integer({ min: 1, max: 150 })), { maxLength: 40 })
  .map((parts) => parts.map(([text, count]) => text.repeat(count)).join(""));

describe("segments of a long text", () => {
  it("are the graphemes that the platform finds at once", () => {
    fc.assert(
      fc.property(long, (text) => {
        expect([...graphemesOf(text)]).toEqual(segment(text, "grapheme"));
      }),
    );
  });

  // Past 2,048 units without a sure place a word may be cut.
  it("are the words that the platform finds at once, where there are places to cut", () => {
    const cuttable = fc
      .array(fc.tuple(atom, fc.integer({ min: 1, max: 150 })), { maxLength: 40 })
      .map((parts) => {
        let since = 0;
        return parts
          .map(([text, count]) => {
            const part = text.repeat(count);
            since += part.length;
            if (since < 800) return part;
            since = 0;
            return `${part} a`;
          })
          .join("");
      });
    fc.assert(
      fc.property(cuttable, (text) => {
        expect(piecesOf(text)).toEqual(segment(text, "word"));
      }),
    );
  });

  it("are found in a grapheme that never ends", () => {
    const text = `a${"\u0301".repeat(5_000)}b`;
    expect([...graphemesOf(text)]).toEqual([text.slice(0, -1), "b"]);
    expect([...graphemesOf("")]).toEqual([]);
  });
});
