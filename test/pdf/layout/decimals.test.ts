// Numbers under their marks, as people of all languages write them: judged by where poppler finds the marks.
import { describe, expect, it } from "vitest";
import { markOf, pointOf } from "../../../src/pdf/layout/decimals.ts";
import { table } from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { has, judge, textOf } from "../read.ts";

const VALUES = [0, 1.5, -12.3, 999.99, 1234.56, -98_765.43, 1_234_567.89];
const money = (locale: string, currency: string) => (value: number | Date) =>
  new Intl.NumberFormat(locale, { style: "currency", currency, currencySign: "accounting" }).format(
    Number(value),
  );

describe("the point of a number", () => {
  it.each([
    ["1234.5", ".", 4],
    ["1.234,56 €", ".", 5],
    ["1,234.56", ",", 5],
    ["1.234.567", ",", 9],
    ["1.234", ",", 5],
    ["1.234", ".", 1],
    ["1,234", ".", 5],
    ["1.50", ",", 1],
    ["12,5 %", ".", 2],
    ["(1,234.56)", ".", 6],
    ["CHF 1’234.56", ",", 9],
    ["1\u202f234,5\u00a0€", ",", 5],
    ["٣٫٢٥", "٫", 1],
    ["7 pcs", ".", 1],
    ["12¹", ".", 2],
    ["n/a", ".", 3],
    ["", ".", 0],
  ])("of %j, where the mark is %j, is %d", (text, mark, point) => {
    expect(pointOf(text, mark)).toBe(point);
  });

  it.each([
    ["de", ","],
    ["en-IN", "."],
    ["de-CH", "."],
    ["fr", ","],
    ["ar-EG", "٫"],
  ])("the mark of %s is %s", (language, mark) => expect(markOf(language)).toBe(mark));
});

/** Where the numbers of a page end, in points from the left, by what stands from the mark on. */
function marksOf(bytes: Uint8Array, tail: RegExp): number[] {
  const words = judge(bytes, "pdftotext", (file) => ["-bbox", file, "-"]);
  return [...words.matchAll(/xMax="([\d.]+)"[^>]*>([^<]*)</g)].flatMap(([, right, word]) =>
    tail.test(word!) ? [Number(right)] : [],
  );
}

describe.skipIf(!["qpdf", "pdftotext"].every(has))("a decimal column", () => {
  it.each([
    ["de", "de-DE", "EUR", /\d,\d\d$/],
    ["fr", "fr-FR", "EUR", /\d,\d\d$/],
    ["de-CH", "de-CH", "CHF", /\d\.\d\d$/],
    ["en-IN", "en-IN", "INR", /\d\.\d\d$/],
    ["pt-BR", "pt-BR", "BRL", /\d,\d\d$/],
    ["en", "de-DE", "EUR", /\d,\d\d$/],
  ])("in %s has the marks of %s under each other", async (lang, locale, currency, tail) => {
    const format = money(locale, currency);
    const bytes = await draw(
      [
        table({
          columns: [{ title: "Sum", value: (v: number) => v, decimal: true, format }],
          rows: VALUES,
          totals: () => [11.1],
        }),
      ],
      { lang },
    );
    const ends = marksOf(bytes, tail);
    expect(ends.length).toBeGreaterThanOrEqual(5);
    // The total is bold: its decimals are wider, so its end is by itself.
    for (const end of ends.slice(0, -1)) expect(Math.abs(end - ends[0]!)).toBeLessThan(0.1);
  });

  it("has digits of one width", async () => {
    const rows = ["1111.11", "8888.88", "4141.40"];
    const bytes = await draw([table({ columns: [{ value: (v: string) => v, decimal: true }], rows })]);
    const lefts = [
      ...judge(bytes, "pdftotext", (file) => ["-bbox", file, "-"]).matchAll(/<word xMin="([\d.]+)"/g),
    ].map(([, x]) => Number(x));
    for (const left of lefts) expect(Math.abs(left - lefts[0]!)).toBeLessThan(0.02);
  });

  it("sets smaller what does not fit, never cuts a number, and says which cannot be read", async () => {
    const wide = (count: number) =>
      table<number>({
        columns: Array.from({ length: count }, () => ({
          value: (r) => 1_234_567.89 * r,
          decimal: true,
        })),
        rows: [1, 2],
      });
    const bytes = await draw([wide(9)]);
    expect(textOf(bytes)).toContain("2469135.78");
    await expect(draw([wide(30)])).rejects.toThrow(
      'The number "1234567.89" in row 1, column 1 of a table does not fit into 4 points: give the column more room, or leave out others.',
    );
  });

  it("keeps the sign of a number in front of it where text runs from the right", async () => {
    const bytes = await draw(
      [table({ columns: [{ value: () => -3.25 }, { value: () => "-7.5", decimal: true }], rows: [1] })],
      {
        lang: "ar",
      },
    );
    const text = textOf(bytes);
    expect(text).toContain("-3.25");
    expect(text).toContain("-7.5");
  });
});
