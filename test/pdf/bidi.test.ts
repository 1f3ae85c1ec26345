import createBidi from "bidi-js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { levelsOf } from "../../src/fonts/shaping/bidi.ts";

const word = fc.constantFrom("سلام", "שלום", "word", "1,234.5", "(a)", "٣٫٤", "–", "42%", "a-b", "«x»");

it("of a long paragraph each part has the levels that it has in the whole", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 400, maxLength: 800 }), (words) => {
      const text = `شيء ${words.join(" ")}`;
      const whole = createBidi().getEmbeddingLevels(text);
      expect(levelsOf(text, "auto")).toEqual({ levels: whole.levels, base: whole.paragraphs[0]!.level });
    }),
    { numRuns: 20 },
  );
});
