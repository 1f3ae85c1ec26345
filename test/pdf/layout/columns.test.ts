// Blocks side by side, and blocks that stay together.
import { describe, expect, it } from "vitest";
import {
  columns,
  heading,
  keepTogether,
  list,
  paragraph,
  rule,
  space,
  table,
} from "../../../src/pdf/template/blocks.ts";
import { draw, wordsOf } from "../draw.ts";
import { render } from "../pixels.ts";
import { has } from "../read.ts";
import { structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

/** A page of which 400 points are between the margins. */
const PAGE = { size: [500, 600], margin: 50 } as const;
const tools = ["pdftotext", "pdftoppm", "pdfinfo"].every(has);

describe.skipIf(!tools)("blocks side by side", () => {
  it("share the width, with a gap between them", async () => {
    const three = [[paragraph("one")], [paragraph("two")], [paragraph("three")]];
    const at = async (options: Parameters<typeof columns>[1]) => {
      const placed = words(await draw([columns(three, options)], PAGE));
      return ["one", "two", "three"].map((word) => Math.round(find(placed, word).left - 50));
    };
    expect(await at({})).toEqual([0, 139, 279]);
    expect(await at({ gap: 0 })).toEqual([0, 133, 267]);
    expect(await at({ gap: 50, widths: [2, 1, 1] })).toEqual([0, 200, 325]);
    expect(await at({ gap: 0, widths: [2] })).toEqual([0, 200, 300]);
  });

  it("hold blocks of every kind, and have space around them", async () => {
    const bytes = await draw(
      [
        paragraph("above", { after: 0 }),
        columns(
          [
            [heading(2, "Head"), list(["item"])],
            [
              table({ columns: [{ value: () => "cell" }], rows: [0] }),
              rule({ color: "#ff0000", thickness: 4 }),
            ],
            [columns([[paragraph("in")], [paragraph("out")]], { gap: 10 })],
          ],
          { before: 30, after: 60, gap: 20 },
        ),
        paragraph("below"),
      ],
      PAGE,
    );
    const placed = words(bytes);
    expect(find(placed, "in").left).toBeCloseTo(50 + 2 * 140, 0);
    expect(find(placed, "out").left).toBeCloseTo(50 + 280 + 65, 0);
    expect(find(placed, "in").top - find(placed, "above").bottom).toBeCloseTo(30 + 4, -1);
    const red = render(bytes, 1, 2).area("#ff0000")!;
    expect([red.left, red.right]).toEqual([190, 310]);
    expect(find(placed, "below").top - Math.max(red.bottom, find(placed, "item").bottom)).toBeGreaterThan(50);
  });

  it("are each cut where the page ends, and go on beside each other", async () => {
    const bytes = await draw(
      [columns([[paragraph(wordsOf(600, "a"))], [paragraph(wordsOf(250, "b"))], [paragraph("c")]])],
      PAGE,
    );
    const placed = words(bytes);
    for (const [prefix, count] of [
      ["a", 600],
      ["b", 250],
      ["c", 1],
    ] as const) {
      const own = placed.filter(({ word }) => word.startsWith(prefix));
      expect(own.map(({ word }) => word)).toEqual(own.map(({ word }) => word).toSorted());
      expect(own).toHaveLength(count);
      // All of a column stays in it.
      expect(
        Math.max(...own.map(({ right }) => right)) - Math.min(...own.map(({ left }) => left)),
      ).toBeLessThan(123);
    }
    expect(find(placed, "a599").page).toBeGreaterThan(find(placed, "b249").page);
    for (const { bottom } of placed) expect(bottom).toBeLessThan(551);
    const tops = (page: number) => placed.filter((each) => each.page === page).map(({ top }) => top);
    expect(Math.min(...tops(2))).toBeCloseTo(Math.min(...tops(1)), 1);
  });

  it("are read one after the other, whatever page they are on", async () => {
    const tree = structure(await draw([columns([[paragraph("left")], [paragraph("right")]])]));
    expect(tree.indexOf('"left"')).toBeLessThan(tree.indexOf('"right"'));
  });

  it.each([
    [[], {}, "columns(…) takes 1 to 20 columns, not 0."],
    [Array.from({ length: 21 }, () => []), {}, "columns(…) takes 1 to 20 columns, not 21."],
    [[[], []], { gap: 390 }, "2 columns with a gap of 390 points do not fit into 400 points."],
    [[[], []], { widths: [1, 0] }, "2 columns with a gap of 18 points do not fit into 400 points."],
    [[[], []], { gap: Number.NaN }, "A gap of NaN points cannot be: it takes a number up to 14400."],
  ])("%j with %j are an error", async (content, options, message) => {
    await expect(draw([columns(content, options)], PAGE)).rejects.toThrow(message);
  });
});

describe.skipIf(!tools)("blocks that stay together", () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => paragraph(`line${i}`, { after: 0 }));

  it("go to the next page together, and do not if there is room", async () => {
    for (const [above, page] of [
      [400, 2],
      [350, 1],
    ] as const) {
      const placed = words(await draw([space(above), keepTogether(lines(10))], PAGE));
      expect(new Set(placed.map((each) => each.page))).toEqual(new Set([page]));
    }
  });

  it("are cut where no page holds them, with a ground on each part", async () => {
    const bytes = await draw([keepTogether(lines(60), { background: "#00ff00", padding: 10 })], PAGE);
    const placed = words(bytes);
    expect(placed.map(({ word }) => word)).toEqual(Array.from({ length: 60 }, (_, i) => `line${i}`));
    for (const page of [1, 2]) {
      const own = placed.filter((each) => each.page === page);
      const ground = render(bytes, page).area("#00ff00")!;
      expect(ground.top).toBe(50);
      expect(ground.bottom).toBeGreaterThan(own.at(-1)!.bottom + 5);
      expect(ground.bottom).toBeLessThanOrEqual(551);
    }
  });

  it("have a ground, a border, corners and padding", async () => {
    const box = { background: "#00ff00", border: "#ff0000", padding: 30, radius: 20 };
    const bytes = await draw([keepTogether([paragraph("inside", { after: 0 })], box)], PAGE);
    const page = render(bytes, 1, 3);
    const ground = page.area("#00ff00")!;
    expect(ground.left).toBeCloseTo(50.5, 0);
    expect(ground.right).toBeCloseTo(449.5, 0);
    expect(ground.bottom - ground.top).toBeCloseTo(14 + 60 - 1, 0);
    // The corners are cut off, the middles of the sides are not.
    expect(page.at(52, 52)).toBe("#ffffff");
    expect(page.at(75, 52)).toBe("#00ff00");
    expect(page.count("#ff0000")).toBeGreaterThan(500);
    const inside = find(words(bytes), "inside");
    expect(inside.left).toBeCloseTo(80, 0);
    const square = render(
      await draw([keepTogether([paragraph("x")], { background: "#00ff00" })], PAGE),
      1,
      4,
    );
    expect(square.at(50.2, 50.2)).toBe("#00ff00");
  });

  it("have room inside only if there is something to see around them", async () => {
    const left = async (options: Parameters<typeof keepTogether>[1]) =>
      find(words(await draw([keepTogether([paragraph("x")], options)], PAGE)), "x").left;
    expect(await left({})).toBeCloseTo(50, 0);
    expect(await left({ border: "line" })).toBeCloseTo(62, 0);
    expect(await left({ background: "tint" })).toBeCloseTo(62, 0);
    expect(await left({ background: "tint", padding: 0 })).toBeCloseTo(50, 0);
  });

  it("have space around them, and stand in each other", async () => {
    const inner = keepTogether([paragraph("inner")], { background: "#00ff00", padding: 5, before: 99 });
    const bytes = await draw(
      [
        paragraph("above", { after: 0 }),
        keepTogether([inner], { before: 70, after: 40, border: "#ff0000", padding: 10 }),
        paragraph("below"),
      ],
      PAGE,
    );
    const [red, green] = ["#ff0000", "#00ff00"].map((color) => render(bytes, 1, 2).area(color)!);
    expect(green!.left - red!.left).toBeCloseTo(10, -1);
    expect(red!.top).toBeCloseTo(50 + 14 + 70 - 0.4, 0);
    expect(find(words(bytes), "below").top - red!.bottom).toBeCloseTo(42, -1);
    expect(linesOf(words(bytes))).toEqual(["above", "inner", "below"]);
  });
});
