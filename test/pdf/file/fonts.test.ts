// Fonts in documents: embedded, only what is used of them, each once, with what copying needs.
import { describe, expect, it } from "vitest";
import { bold, draw as drawing, heading, italic, paragraph, text } from "../../../src/pdf/template/blocks.ts";
import { draw, wordsOf } from "../draw.ts";
import { fontsOf, has, judge, textOf } from "../read.ts";

/** `emb`, `sub` and `uni` of each font, as poppler says. */
const flagsOf = (bytes: Uint8Array) =>
  judge(bytes, "pdffonts", (file) => [file])
    .trim()
    .split("\n")
    .slice(2)
    .map((line) =>
      line
        .match(/(yes|no) +(yes|no) +(yes|no)/)!
        .slice(1)
        .join(" "),
    );

const SCRIPTS: [string, string, RegExp][] = [
  ["en", "English", /^Inter-400$/],
  ["ar", "العربية", /^(?:Vazirmatn|NotoSansArabic)-400$/],
  ["he", "עברית", /^NotoSansHebrew-400$/],
  ["hi", "हिन्दी", /^NotoSansDevanagari-400$/],
  ["th", "ภาษาไทย", /^NotoSansThai-400$/],
  ["ja", "直す", /^NotoSansJP-400$/],
  ["ko", "한국어", /^NotoSansKR-400$/],
  ["zh-Hans", "直", /^NotoSansSC-400$/],
  ["zh-Hant", "直", /^NotoSansTC-400$/],
  ["km", "ខ្មែរ", /^NotoSansKhmer-400$/],
  ["hy", "Հայերեն", /^NotoSansArmenian-400$/],
  ["ka", "ქართული", /^NotoSansGeorgian-400$/],
  ["am", "አማርኛ", /^NotoSansEthiopic-400$/],
  ["ta", "தமிழ்", /^NotoSansTamil-400$/],
  ["bo", "བོད་སྐད", /^NotoSerifTibetan-400$/],
];

describe.skipIf(!["qpdf", "pdffonts", "pdftotext"].every(has))("the fonts of a document", () => {
  it("are embedded in part, with the letters that their glyphs stand for", async () => {
    const bytes = await draw(
      [heading(1, "Head"), paragraph(["a ", bold("b"), italic(" c"), " 日本 العربية ไทย"])],
      { pdfa: "2b" },
    );
    const flags = flagsOf(bytes);
    expect(flags.length).toBeGreaterThan(5);
    expect(new Set(flags.filter((each) => each !== "yes no yes"))).toEqual(new Set(["yes yes yes"]));
  });

  it("are those of what is written, and no others, however often", async () => {
    const many = Array.from({ length: 50 }, (_, i) => paragraph([`plain ${i} `, bold("heavy")]));
    expect(fontsOf(await draw(many))).toEqual(["Inter-400", "Inter-700"]);
  });

  it.each(SCRIPTS)("in %s has a letter of %s from %s", async (lang, words, font) => {
    const used = async (...given: Parameters<typeof draw>) => [...new Set(fontsOf(await draw(...given)))];
    const alone = await used([paragraph(words)], { lang });
    expect(alone).toEqual([expect.stringMatching(font)]);
    // As it is in another language's document.
    expect(await used([paragraph(words, { lang }), paragraph(text(words, { lang }))])).toEqual(alone);
  });

  it("take less room than the text, and little for a few letters", async () => {
    const [few, more] = [await draw([paragraph("abc")]), await draw([paragraph(wordsOf(2000))])];
    expect(few.length).toBeLessThan(10_000);
    expect(more.length).toBeLessThan(60_000);
  });

  it("show a box for what none of them has, and say so once", async () => {
    const warnings: string[] = [];
    const bytes = await draw([paragraph("a \u{1F0A1}\u{10FFFD} b"), paragraph("\u{10FFFD}")], {}, warnings);
    expect(textOf(bytes)).toMatch(/a .*b/);
    const said = warnings.filter((warning) => warning.includes("U+10FFFD"));
    expect(said).toHaveLength(2);
    expect(said[1]).toContain("The PDF does not say that it is PDF/UA-1, since it has no glyph for ");
    expect(said[0]).toMatch(
      /^No font in the fonts folder has .+ \(U\+10FFFD\): the PDF shows a box in its place\.$/u,
    );
  });

  it("leave out what no font has a shape for: control characters and halves of letters", async () => {
    const warnings: string[] = [];
    const bytes = await draw([paragraph("a\u0000b\u001bc\ud83dd\te\u200bf")], {}, warnings);
    expect(textOf(bytes).replace(/\s|\u200b|\ufffd/g, "")).toBe("abcdef");
    expect(warnings).toEqual([]);
  });

  it("are not mixed up with those that pdfkit brings", async () => {
    const bytes = await draw([
      paragraph("ours"),
      drawing(30, "text", (doc, { x, y }) => void doc.font("Courier").text("theirs", x, y)),
      paragraph("ours again"),
    ]);
    const listed = judge(bytes, "pdffonts", (file) => [file]);
    expect(listed).toMatch(/Courier +Type 1/);
    expect(listed.match(/Inter-400/g)).toHaveLength(1);
    expect(textOf(bytes)).toMatch(/ours\s+theirs\s+ours again/);
  });

  it.each([
    ["NoSuchFont", 'no font family "NoSuchFont"'],
    ["", 'no font family ""'],
  ])("named %j are an error", async (font, message) => {
    await expect(draw([paragraph("x", { font })])).rejects.toThrow(message);
    await expect(draw([paragraph(text("x", { font }))])).rejects.toThrow(message);
  });
});
