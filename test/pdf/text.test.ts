// Text: what HarfBuzz says is what is drawn, and what is drawn can be read back.
import { createRequire } from "node:module";
import fc from "fast-check";
import LineBreaker from "linebreak";
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import { bold, paragraph, text } from "../../src/pdf/template/blocks.ts";
import { breaksOf, PLAIN } from "../../src/fonts/shaping/breaks.ts";
import {
  type Feature,
  GLYPH,
  makePlan,
  openFont,
  shape,
  STRIDE,
  X_ADVANCE,
} from "../../src/fonts/shaping/harfbuzz.ts";
import { Composer } from "../../src/pdf/text/composer.ts";
import { layoutLines } from "../../src/pdf/text/lines.ts";
import { Stack } from "../../src/pdf/text/stack.ts";
import { Typeface } from "../../src/pdf/text/typeface.ts";
import { makeWord } from "../../src/pdf/text/word.ts";
import { bytesOf, fonts, has, textOf } from "./read.ts";

const face = { weight: 400, italic: false, features: [], language: "en" };

describe("a word", () => {
  it.each([
    ["a mark after 256 letters", `${"a".repeat(256)}\u0301${"b".repeat(300)}`],
    ["nothing but marks", "\u0300".repeat(600)],
    ["Thai without a space", "ที่นี่".repeat(100)],
    ["letters of two halves", `x${"𝐀".repeat(300)}`],
    ["joined letters", "क्ष".repeat(200)],
  ])("may be longer than what is shaped at once: %s", async (_what, word) => {
    const bytes = await bytesOf(
      pdf(function* () {
        yield paragraph(`before ${word} after`);
      }, null),
    );
    const read = textOf(bytes);
    for (const each of ["before", "after"]) expect(read).toContain(each);
  });

  it("is as wide as HarfBuzz says, in every Latin font that is shipped", async () => {
    const library = await fonts();
    const latin = library.faces.filter((each) => each.covers(0x41) && each.covers(0x39));
    expect(latin.length).toBeGreaterThan(5);
    for (const each of latin) {
      const typeface = Typeface.of(each);
      const shaper = typeface.shaper("Latn", "en", false, []);
      const font = openFont(each.data());
      const plan = makePlan("Latn", "en", false, []);
      const letters = fc.constantFrom(..."ABCKLTVWYabcefijlmorstvwxyz0123456789.,-'");
      fc.assert(
        fc.property(fc.array(letters, { minLength: 1, maxLength: 12 }), (word) => {
          const shaped = shape(font, plan, word.join(""));
          let advance = 0;
          for (let i = 0; i < shaped.count; i++)
            advance += shaped.memory[shaped.place + i * STRIDE + X_ADVANCE]!;
          expect(shaper.word(word.join("")).advance).toBe(advance);
        }),
        { numRuns: 300 },
      );
    }
  });

  it("is as wide as HarfBuzz says under any feature, and has HarfBuzz's glyphs", async () => {
    const sets: Feature[][] = [
      [["tnum", 1]],
      [["kern", 0]],
      [
        ["liga", 0],
        ["calt", 0],
      ],
      [
        ["zero", 1],
        ["tnum", 1],
      ],
      [
        ["c2sc", 1],
        ["smcp", 1],
      ],
      [["frac", 1]],
      [
        ["ss01", 1],
        ["cv11", 1],
      ],
      [
        ["case", 1],
        ["ss03", 1],
      ],
    ];
    for (const each of (await fonts()).faces.filter((face) => face.covers(0x41) && face.covers(0x39))) {
      const typeface = Typeface.of(each);
      const font = openFont(each.data());
      for (const features of sets) {
        const shaper = typeface.shaper("Latn", "en", false, features);
        const plan = makePlan("Latn", "en", false, features);
        const letters = fc.constantFrom(..."AKTVagfijrx01479.,-:/é°");
        fc.assert(
          fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 9 }), (text) => {
            const shaped = shape(font, plan, text);
            const glyphs: number[] = [];
            let advance = 0;
            for (let i = 0; i < shaped.count; i++) {
              glyphs.push(shaped.memory[shaped.info + i * STRIDE + GLYPH]!);
              advance += shaped.memory[shaped.place + i * STRIDE + X_ADVANCE]!;
            }
            const word = shaper.word(text);
            expect(word.advance).toBe(advance);
            const own = word.glyphs.length
              ? word.glyphs
              : Array.from(text, (character) => typeface.nominal(character.charCodeAt(0)));
            expect(own).toEqual(glyphs);
          }),
          { numRuns: 60 },
        );
      }
    }
  });

  it("shows a composed number as HarfBuzz shapes it, and the same each time", async () => {
    const typeface = Typeface.of((await fonts()).match("Inter"));
    const shaper = typeface.shaper("Latn", "en", false, []);
    expect(shaper.word("7,602.40").shown).toBe(shaper.word("7,602.40").shown);
    expect(shaper.word("1,111.11").advance).toBeLessThan(shaper.word("8,888.88").advance);
  });

  it.each(["Inter", "Geist"])("composes the signs of numbers as %s places them", async (family) => {
    const typeface = Typeface.of((await fonts()).match(family));
    const font = openFont(typeface.data);
    const signs = fc.string({
      unit: fc.constantFrom(..."0123456789.,-()%€\u00a0x"),
      minLength: 1,
      maxLength: 12,
    });
    for (const features of [[], [["tnum", 1]]] as Feature[][]) {
      const plan = makePlan("Latn", "en", false, features);
      const composer = new Composer(typeface, features, (text) =>
        makeWord(text, shape(font, plan, text), typeface, false),
      );
      expect(composer.compose("1.234,50\u00a0€")).toBeDefined();
      fc.assert(
        fc.property(signs, (text) => {
          const composed = composer.compose(text);
          if (!composed) return;
          const { advance, shown } = makeWord(text, shape(font, plan, text), typeface, false);
          expect({ advance: composed.advance, shown: composed.shown }).toEqual({ advance, shown });
        }),
      );
    }
  });

  it("needs no fallback for a currency", async () => {
    const stack = Stack.of(await fonts(), { ...face, family: "Inter" });
    expect(stack.isPlain("1.234,50\u00a0€")).toBe(true);
  });
});

describe("a ligature that runs from the right", () => {
  it("is as wide as HarfBuzz says, with its letters beside it", async () => {
    const arabic = Typeface.of((await fonts()).fallback(0x644, 400, "ar")!);
    const word = arabic.shaper("Arab", "ar", true, []).word("لا");
    const shaped = shape(openFont(arabic.data), makePlan("Arab", "ar", true, []), "لا");
    expect(shaped.count).toBe(1);
    expect(word.advance).toBe(shaped.memory[shaped.place + X_ADVANCE]);
    expect(word.silent).toBe(true);
    expect(word.reading).toEqual({ shown: "\u0006\u0027\u0006\u0044", count: 2 });
  });
});

describe("small capitals", () => {
  it("are large ones drawn smaller where the font has none, and read as they were written", async () => {
    const library = await fonts();
    const capitals = Stack.of(library, { ...face, family: "Inter", features: [["smcp", 1]] });
    const plain = Stack.of(library, { ...face, family: "Inter" });
    const { runs, em } = capitals.runs("Hello", false);
    expect(runs.map((run) => (run.shaper ? run.scale : 0))).toEqual([undefined, 0.8]);
    expect(em).toBeCloseTo(plain.runs("H", false).em + 0.8 * plain.runs("ELLO", false).em, 6);
    function* template() {
      yield paragraph("Straße and ÉCOLE école, ελληνικά, 12 Ärger", { smallCaps: true });
      yield paragraph("HELLO hello Hello");
    }
    const read = textOf(await bytesOf(pdf(template, null)));
    expect(read).toContain("Straße and ÉCOLE école, ελληνικά, 12 Ärger");
    expect(read).toContain("HELLO hello Hello");
  });

  it("follow the language's own capitals", async () => {
    const library = await fonts();
    const wide = (language: string) =>
      Stack.of(library, { ...face, family: "Inter", language, features: [["smcp", 1]] }).runs("i", false);
    const shown = (language: string) => wide(language).runs[0]!.shaper!.word("İ").shown;
    expect((wide("tr").runs[0] as { word: { shown: string } }).word.shown).toContain(shown("tr"));
    expect((wide("en").runs[0] as { word: { shown: string } }).word.shown).not.toContain(shown("en"));
  });
});

describe("lines", () => {
  it("end where UAX 14 says, on the short way too", () => {
    const source = fc.array(
      fc.constantFrom("a", "B", "9", ".", ",", ";", ":", "'", "(", ")", " ", "ab", "12"),
      { minLength: 1, maxLength: 14 },
    );
    let short = 0;
    fc.assert(
      fc.property(source, (pieces) => {
        const source = pieces.join("");
        if (!PLAIN.test(source)) return;
        short++;
        const ends: number[] = [];
        const breaker = new LineBreaker(source);
        for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) ends.push(next.position);
        const spaces = [...source.matchAll(/ (?=.)/g)].map((match) => match.index + 1);
        expect(ends).toEqual([...spaces, source.length]);
      }),
      { numRuns: 4000 },
    );
    expect(short).toBeGreaterThan(100);
  });

  it("break Thai between words and Chinese between characters", () => {
    const thai = [...breaksOf("ประเทศไทยเป็นประเทศที่สวยงาม")];
    expect(thai.length).toBeGreaterThan(3);
    expect([...breaksOf("日本語の文章")].length).toBe(6);
    const long = "ประเทศไทยเป็นประเทศที่สวยงาม".repeat(60);
    const ends = [...breaksOf(long)];
    expect(ends.at(-1)).toBe(long.length);
    expect(ends.every((end, i) => i === 0 || end > ends[i - 1]!)).toBe(true);
  });

  it("hold all of a text, whatever it is", async () => {
    const library = await fonts();
    const stack = Stack.of(library, { ...face, family: "Inter" });
    const style = { stack, size: 10, color: "000000", lineHeight: 1.2 };
    const words = fc.array(
      fc.constantFrom("word", "שלום", "مرحبا", "日本", "a-b", "ไทย", "x".repeat(60), "é̂", "👍🏽"),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 200 }), (list, width) => {
        const source = list.join(" ");
        const lines = [...layoutLines([{ text: source, style }], width, { direction: "auto" })];
        const read = lines.map((line) =>
          (line.plain ? line.plain.words.map((word) => word.text) : line.parts.map((part) => part.text)).join(
            "",
          ),
        );
        expect(read.join("").replaceAll(" ", "")).toBe(source.replaceAll(" ", ""));
      }),
      { numRuns: 200 },
    );
  });

  it("break at soft hyphens and where the hyphenate option says, with a hyphen", async () => {
    const library = await fonts();
    const stack = Stack.of(library, { ...face, family: "Inter" });
    const hyphenate = (word: string) => (word === "hyphenation" ? ["hyphen", "ation"] : [word]);
    const style = { stack, size: 10, color: "000000", lineHeight: 1.2, hyphenate };
    const shown = (source: string) =>
      [...layoutLines([{ text: source, style }], 50, { direction: "auto" })].map((line) =>
        line.parts.map((part) => part.text).join(" "),
      );
    expect(shown("no hyphenation")).toEqual(["no", "hyphen-", "ation"]);
    expect(shown("an extra\u00adordinary")).toEqual(["an extra-", "ordinary"]);
  });
});

describe("hyphenation by patterns", () => {
  it("takes any library that splits words", async () => {
    const require = createRequire(import.meta.url);
    const Hypher = require("hypher") as new (language: unknown) => { hyphenate(word: string): string[] };
    const english = new Hypher(require("hyphenation.en-us"));
    const stack = Stack.of(await fonts(), { ...face, family: "Inter" });
    const style = {
      stack,
      size: 10,
      color: "000000",
      lineHeight: 1.2,
      hyphenate: (word: string) => english.hyphenate(word),
    };
    const lines = [
      ...layoutLines([{ text: "an extraordinarily comfortable arrangement", style }], 70, {
        direction: "auto",
      }),
    ];
    const ends = lines.slice(0, -1).map((line) => line.parts.at(-1)!.text);
    expect(ends.some((end) => end.endsWith("-"))).toBe(true);
    for (const line of lines) expect(line.width).toBeLessThanOrEqual(70.01);
  });
});

const SAMPLES: Record<string, string> = {
  Arabic: "العربية لغة جميلة",
  "Arabic ligatures": "لا إله إلا الله والأولاد والآباء",
  "one Arabic ligature": "لا",
  "Arabic with vowels": "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ",
  "one Arabic word with vowels": "كِتَابٌ",
  Persian: "العَرَبِيَّة والفارسیٔ پژوهش",
  Hebrew: "שלום עולם",
  "Hebrew with points": "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם",
  Thaana: "ދިވެހި ބަސް",
  Bengali: "বাংলা ভাষা ক্ষুদ্র",
  Khmer: "ភាសាខ្មែរ",
  Burmese: "မြန်မာဘာသာ",
  Devanagari: "भारत गणराज्य क्षेत्रफल स्त्री",
  Thai: "ประเทศไทยเป็นประเทศที่ตั้งอยู่ในเอเชีย",
  Japanese: "吾輩は猫である",
  Korean: "대한민국 서울특별시",
  Tamil: "தமிழ் மொழி",
  Greek: "Ελληνικά",
  Vietnamese: "Tiếng Việt",
  Emoji: "party 🎉 done",
};

describe.skipIf(!has("pdftotext"))("pdftotext", () => {
  it.each(Object.entries(SAMPLES))("gives %s back", async (_name, sample) => {
    function* template() {
      yield paragraph(sample, { size: 14 });
    }
    const read = textOf(await bytesOf(pdf(template, null)));
    // Marks of direction are poppler's own; they are no letters.
    const plain = read
      .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\f]/g, "")
      .replace(/\s+/g, " ")
      .trim();
    expect(plain.normalize()).toBe(sample.normalize());
  });

  it("gives spaced small capitals back as words, and vowels where all of a page is Latin else", async () => {
    function* template() {
      yield paragraph("Spaced Small Capitals", { smallCaps: true, letterSpacing: 3, align: "center" });
      yield paragraph("Many Latin words ".repeat(50));
      yield paragraph("كِتَابٌ مُحَمَّدٌ");
      yield paragraph("שָׁלוֹם עֲלֵיכֶם", { align: "left" });
    }
    const read = textOf(await bytesOf(pdf(template, null))).normalize("NFC");
    for (const words of ["Spaced Small Capitals", "كِتَابٌ مُحَمَّدٌ", "שָׁלוֹם עֲלֵיכֶם"])
      expect(read).toContain(words.normalize("NFC"));
  });

  it("gives mixed styles back as one text", async () => {
    function* template() {
      yield paragraph(
        [
          "One ",
          bold("bold"),
          " and ",
          text("small caps", { smallCaps: true }),
          ", justified: ",
          "many words ".repeat(40),
        ],
        { align: "justify" },
      );
    }
    const read = textOf(await bytesOf(pdf(template, null))).replace(/\s+/g, " ");
    expect(read).toContain("One bold and small caps, justified: many words many words");
  });
});
