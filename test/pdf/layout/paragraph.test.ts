// Paragraphs: where their lines are, how far apart, and which of them a page break may part.
import { describe, expect, it } from "vitest";
import { pageBreak, paragraph, space } from "../../../src/pdf/template/blocks.ts";
import { draw, wordsOf } from "../draw.ts";
import { has } from "../read.ts";
import { find, linesOf, words } from "../words.ts";

const LEFT = 56;
const RIGHT = 595.28 - 56;

describe.skipIf(!has("pdftotext"))("a paragraph", () => {
  it.each([
    ["left", LEFT, undefined],
    ["start", LEFT, undefined],
    ["right", undefined, RIGHT],
    ["end", undefined, RIGHT],
    ["justify", LEFT, undefined],
  ] as const)("is aligned: %s", async (align, left, right) => {
    const { left: from, right: to } = find(words(await draw([paragraph("word", { align })])), "word");
    if (left !== undefined) expect(from).toBeCloseTo(left, 0);
    if (right !== undefined) expect(to).toBeCloseTo(right, 0);
  });

  it("is centred", async () => {
    const { left, right } = find(words(await draw([paragraph("word", { align: "center" })])), "word");
    expect((left + right) / 2).toBeCloseTo(595.28 / 2, 0);
  });

  it("is justified on all lines but the last, whatever styles are in it", async () => {
    const placed = words(await draw([paragraph(wordsOf(60), { align: "justify" })]));
    const ends = new Map<number, number>();
    for (const { bottom, right } of placed) ends.set(Math.round(bottom), right);
    const lines = [...ends.values()];
    expect(lines.length).toBeGreaterThan(2);
    for (const end of lines.slice(0, -1)) expect(end).toBeCloseTo(RIGHT, 0);
    expect(lines.at(-1)!).toBeLessThan(RIGHT - 20);
  });

  it("keeps the ends of its lines, and empty ones", async () => {
    const placed = words(await draw([paragraph("one\ntwo\n\nfour\r\nfive")]));
    expect(linesOf(placed)).toEqual(["one", "two", "four", "five"]);
    const [one, two, four, five] = placed.map(({ bottom }) => bottom) as [number, number, number, number];
    expect(two - one).toBeCloseTo(14, 1);
    expect(four - two).toBeCloseTo(28, 1);
    expect(five - four).toBeCloseTo(14, 1);
  });

  it("has lines as far apart as its size and lineHeight say", async () => {
    for (const [size, lineHeight] of [
      [10, 2],
      [20, 1],
      [7, 1.4],
    ] as const) {
      const [first, second] = words(await draw([paragraph("a\nb", { size, lineHeight })]));
      expect(second!.bottom - first!.bottom).toBeCloseTo(size * lineHeight, 1);
    }
  });

  it("has the larger one of two spaces between it and the next, and none at the top of a page", async () => {
    const placed = words(
      await draw([
        paragraph("one", { before: 200, after: 30 }),
        paragraph("two", { before: 50, after: 0 }),
        paragraph("three", { before: 0 }),
        pageBreak(),
        paragraph("four", { before: 80 }),
      ]),
    );
    const [one, two, three, four] = ["one", "two", "three", "four"].map((word) => find(placed, word).bottom);
    expect(two! - one!).toBeCloseTo(14 + 50, 1);
    expect(three! - two!).toBeCloseTo(14, 1);
    expect(four).toBeCloseTo(one!, 1);
  });

  it("leaves no single line at the foot of a page or at the head of the next", async () => {
    // Room for one line, for all but the last, and for two.
    const lines = "one\ntwo\nthree\nfour";
    for (const [room, first] of [
      [20, 0],
      [3 * 14 + 5, 2],
      [2 * 14 + 5, 2],
    ] as const) {
      const placed = words(await draw([space(841.89 - 112 - room), paragraph(lines)]));
      expect(placed.filter(({ page }) => page === 1)).toHaveLength(first);
      expect(placed).toHaveLength(4);
    }
  });

  it("begins at the side of its first letters, unless its direction is said", async () => {
    const placed = words(
      await draw([
        paragraph("שלום"),
        paragraph("English"),
        paragraph("123", { direction: "rtl" }),
        paragraph("عربي", { direction: "ltr" }),
        paragraph("456 עברית", { align: "end" }),
      ]),
    );
    expect(find(placed, "שלום").right).toBeCloseTo(RIGHT, 0);
    expect(find(placed, "English").left).toBeCloseTo(LEFT, 0);
    expect(find(placed, "123").right).toBeCloseTo(RIGHT, 0);
    expect(find(placed, "عربي").left).toBeCloseTo(LEFT, 0);
    expect(Math.min(find(placed, "456").left, find(placed, "עברית").left)).toBeCloseTo(LEFT, 0);
  });

  it("breaks a word that fits no line, and no other", async () => {
    const long = "x".repeat(300);
    const placed = words(await draw([paragraph(`before ${long} after`)]));
    for (const { right } of placed) expect(right).toBeLessThanOrEqual(RIGHT + 0.5);
    expect(placed.map(({ word }) => word).join("")).toBe(`before${long}after`);
    const plain = words(await draw([paragraph(wordsOf(200))]));
    expect(plain.every(({ word }) => /^w\d{3}$/.test(word))).toBe(true);
  });

  it("breaks where it may be hyphenated, at soft hyphens without being asked", async () => {
    const hyphenate = (word: string) => (word === "incomprehensible" ? ["incompre", "hensible"] : [word]);
    const narrow = { right: 595.28 - 56 - 70 };
    const options = { margin: narrow };
    const split = linesOf(words(await draw([paragraph("incomprehensible", { hyphenate })], options)));
    expect(split).toEqual(["incompre-", "hensible"]);
    const soft = linesOf(words(await draw([paragraph("incompre\u00adhensible")], options)));
    expect(soft).toEqual(["incompre-", "hensible"]);
    const wide = linesOf(words(await draw([paragraph("incompre\u00adhensible", { hyphenate })])));
    expect(wide).toEqual(["incomprehensible"]);
    const changes = (word: string) => [word, "!"];
    await expect(draw([paragraph("changed", { hyphenate: changes })])).rejects.toThrow(
      'The hyphenate option changed "changed" to "changed!": it may only split it.',
    );
  });
});
