// The page: its size, its margins, and what cannot be.
import { describe, expect, it } from "vitest";
import { paragraph, rule, table } from "../../../src/pdf/template/blocks.ts";
import type { DocumentOptions } from "../../../src/pdf/template/options.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { has, judge } from "../read.ts";
import { words } from "../words.ts";

const sizeOf = async (size: DocumentOptions["size"]) => {
  const bytes = await draw([paragraph("x")], { margin: 1, ...(size && { size }) });
  const [, width, height] = /Page size: +([\d.]+) x ([\d.]+) pts/.exec(
    judge(bytes, "pdfinfo", (file) => [file]),
  )!;
  return [Number(width), Number(height)];
};
const A4 = [595.28, 841.89] as const;

describe.skipIf(!["pdftotext", "pdftoppm", "pdfinfo"].every(has))("a page", () => {
  it.each([
    [undefined, A4],
    ["A4", A4],
    ["a4 landscape", [841.89, 595.28]],
    ["A4-landscape", [841.89, 595.28]],
    ["A4 portrait", A4],
    ["A3", [841.89, 1190.55]],
    ["A5", [419.53, 595.28]],
    ["A6", [297.64, 419.53]],
    ["Letter", [612, 792]],
    ["Legal Landscape", [1008, 612]],
    [[226.77, 14_400] as [number, number], [226.77, 14_400]],
  ] as const)("of the size %j is that large", async (size, [wide, high]) => {
    const [width, height] = await sizeOf(size);
    expect(width).toBeCloseTo(wide, 0);
    expect(height).toBeCloseTo(high, 0);
  });

  it.each([
    ["B5", 'There is no page size "B5": use a3, a4, a5, a6, letter, legal, or [width, height].'],
    ["", 'There is no page size "": use a3, a4, a5, a6, letter, legal, or [width, height].'],
    [[2, 100] as const, "A page side of 2 points cannot be: it takes 3 to 14400."],
    [[100, 14_401] as const, "A page side of 14401 points cannot be: it takes 3 to 14400."],
    [[Number.NaN, 100] as const, "A page side of NaN points cannot be: it takes 3 to 14400."],
  ])("of the size %j is an error", async (size, message) => {
    await expect(draw([paragraph("x")], { size, margin: 0 })).rejects.toThrow(message);
  });

  it("has margins of its own on each side, 56 points where none is said", async () => {
    const blocks = [
      rule({ color: "#ff0000", thickness: 10, after: 0 }),
      paragraph("word ".repeat(2000), { size: 8, lineHeight: 1 }),
    ];
    for (const [margin, expected] of [
      [undefined, [56, 56, 56, 56]],
      [30, [30, 30, 30, 30]],
      [0, [0, 0, 0, 0]],
      [{ left: 100 }, [100, 56, 56, 56]],
      [{ top: 10, right: 20, bottom: 90, left: 40 }, [40, 10, 20, 90]],
    ] as const) {
      const bytes = await draw(blocks, { size: [400, 500], ...(margin !== undefined && { margin }) });
      const { left, top, right } = render(bytes).area("#ff0000")!;
      expect([left, top, 400 - right]).toEqual(expected.slice(0, 3));
      // The last line ends above the margin, and by less than a line.
      const last = Math.max(
        ...words(bytes)
          .filter(({ page }) => page === 1)
          .map(({ bottom }) => bottom),
      );
      expect(500 - last).toBeGreaterThanOrEqual(expected[3] - 2);
      expect(500 - last).toBeLessThan(expected[3] + 10);
    }
  });

  it.each([
    [{ left: 200, right: 190 }, "Margins of 56, 190, 56, 200 points leave no room on a page of 400 × 500."],
    [{ top: 481, bottom: 0 }, "Margins of 481, 56, 0, 56 points leave no room"],
    [-1, "Margins of -1, -1, -1, -1 points leave no room"],
    [{ left: Number.NaN }, "Margins of 56, 56, 56, NaN points leave no room"],
  ])("with the margin %j is an error", async (margin, message) => {
    await expect(draw([paragraph("x")], { size: [400, 500], margin })).rejects.toThrow(message);
  });

  it("is as wide for tables as for text, on its side too", async () => {
    const columns = [{ value: () => "a" }, { value: () => "end", align: "right" as const }];
    const bytes = await draw([table({ columns, rows: [0], padding: 0 })], {
      size: "A4 landscape",
      margin: 20,
    });
    expect(words(bytes).find(({ word }) => word === "end")!.right).toBeCloseTo(821.89, 0);
  });
});
