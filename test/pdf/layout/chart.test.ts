// Charts of bars: their lengths, their words, their colours.
import { describe, expect, it } from "vitest";
import { chart, paragraph } from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { has } from "../read.ts";
import { structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50 } as const;
const bars = [
  { label: "all", value: 1000 },
  { label: "half", value: 500 },
  { label: "none", value: 0 },
  { label: "tiny", value: 0.001 },
];

describe.skipIf(!["pdftotext", "pdftoppm", "pdfinfo"].every(has))("a chart", () => {
  it("has bars as long as their values, in the accent's colour or its own", async () => {
    for (const [options, theme, color] of [
      [{}, { accent: "#ff0000" }, "#ff0000"],
      [{ color: "#00ff00" }, {}, "#00ff00"],
    ] as const) {
      const bytes = await draw([chart(bars, { alt: "bars", ...options })], { ...PAGE, theme });
      const placed = words(bytes);
      const page = render(bytes, 1, 2);
      const bar = (label: string) => {
        const { top, bottom } = find(placed, label);
        return page.area(color, { top, bottom });
      };
      const [all, half] = [bar("all")!, bar("half")!];
      expect(all.left).toBeCloseTo(half.left, 0);
      expect((half.right - half.left) / (all.right - all.left)).toBeCloseTo(0.5, 2);
      expect(all.left).toBeGreaterThan(Math.max(find(placed, "none").right, find(placed, "half").right));
      expect(all.right).toBeLessThan(find(placed, "1,000").left);
      expect(bar("none")).toBeUndefined();
      // What is not nothing is to be seen.
      expect(bar("tiny")!.right - bar("tiny")!.left).toBeGreaterThan(5);
    }
  });

  it("has its labels before and its values behind its bars, written as it is told", async () => {
    const at = (format?: (value: number) => string) =>
      draw(
        [
          chart(
            [
              { label: "First one", value: 1234567.891 },
              { label: "Second", value: 12.5 },
            ],
            { alt: "", ...(format && { format }) },
          ),
        ],
        PAGE,
      );
    const placed = words(await at());
    expect(linesOf(placed)).toEqual(["First one 1,234,567.89", "Second 12.5"]);
    expect(find(placed, "one").right).toBeCloseTo(find(placed, "Second").right, 0);
    expect(find(placed, "1,234,567.89").right).toBeCloseTo(find(placed, "12.5").right, 0);
    expect(linesOf(words(await at((value) => `${Math.round(value)}km`)))).toEqual([
      "First one 1234568km",
      "Second 13km",
    ]);
  });

  it("is as wide and as high as it is told, at its side, with space around it", async () => {
    const bytes = await draw(
      [
        paragraph("above", { after: 0 }),
        chart(
          [
            { label: "a", value: 1 },
            { label: "b", value: 2 },
          ],
          { alt: "", width: 200, height: 120, align: "right", before: 30, after: 50 },
        ),
        paragraph("below"),
      ],
      PAGE,
    );
    const placed = words(bytes);
    expect(find(placed, "b").bottom - find(placed, "a").bottom).toBeCloseTo(60, 0);
    expect(find(placed, "a").left).toBeGreaterThan(249);
    expect(find(placed, "2").right).toBeCloseTo(450, -1);
    expect(find(placed, "below").top).toBeCloseTo(50 + 14 + 30 + 120 + 50, -1);
  });

  it("is one picture with words for those who cannot see it", async () => {
    const tree = structure(await draw([chart(bars, { alt: "All is most" })], PAGE));
    expect(tree.match(/Figure\n/g)).toHaveLength(1);
    expect(tree).not.toContain("TD");
  });

  it("may have no bars, and 60", async () => {
    const sixty = Array.from({ length: 60 }, (_, i) => ({ label: `l${i}`, value: i }));
    expect(linesOf(words(await draw([chart(sixty, { alt: "", height: 490 })], PAGE)))).toHaveLength(60);
    expect(words(await draw([chart([], { alt: "" })], PAGE))).toEqual([]);
    await expect(draw([chart([...sixty, { label: "more", value: 1 }], { alt: "" })])).rejects.toThrow(
      "A chart has at most 60 bars, not 61.",
    );
  });

  it.each([
    [Number.NaN, {}, 'The chart\'s bar "x" has the value NaN: it takes 0 or more.'],
    [-1, {}, 'The chart\'s bar "x" has the value -1: it takes 0 or more.'],
    [Infinity, {}, 'The chart\'s bar "x" has the value Infinity: it takes 0 or more.'],
    [1, { width: 30 }, "A chart of 30 points leaves no room for its bars."],
  ])("of the value %d with %o is an error", async (value, options, message) => {
    await expect(draw([chart([{ label: "x", value }], { alt: "", ...options })], PAGE)).rejects.toThrow(
      message,
    );
  });
});
