// Columns of tables: how wide they are, what stands in their cells and how it is written.
import { describe, expect, it } from "vitest";
import {
  bold,
  heading,
  italic,
  list,
  paragraph,
  rule,
  svg,
  table,
} from "../../../src/pdf/template/blocks.ts";
import type { Column, Table } from "../../../src/pdf/template/block.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { has, judge } from "../read.ts";
import { find, linesOf, words } from "../words.ts";

/** A page of which 400 points are between the margins. */
const PAGE = { size: [500, 600], margin: 50 } as const;
type Row = Record<string, unknown>;
const make = (columns: readonly Column<Row>[], rows: Row[], more: Partial<Table<Row>> = {}) =>
  draw([table<Row>({ columns, rows, padding: 0, ...more })], PAGE);
/** How far from the margin the cells of columns as wide as this begin, but for their padding of two points. */
const lefts = async (widths: readonly Column<Row>["width"][], texts = ["c0", "c1", "c2"]) => {
  const columns = widths.map((width, i) => ({
    value: () => texts[i]!,
    ...(width !== undefined && { width }),
  }));
  const placed = words(await make(columns, [{}], { padding: 2 }));
  return widths.map((_, i) => find(placed, texts[i]!).left - 52);
};

describe.skipIf(!["pdftotext", "pdftoppm", "pdffonts"].every(has))("the columns of a table", () => {
  it("are as wide as they say, and share what is left", async () => {
    expect(await lefts([undefined, undefined])).toEqual([0, 200].map(near));
    expect(await lefts([100, "1fr", "2fr"])).toEqual([0, 100, 200].map(near));
    expect(await lefts(["3fr", "1fr", 200])).toEqual([0, 150, 200].map(near));
    expect(await lefts(["1.5fr", "2.5fr"])).toEqual([0, 150].map(near));
    // Points alone need not fill the page.
    expect(await lefts([40, 50, 60])).toEqual([0, 40, 90].map(near));
  });

  it("are as wide as what the first rows hold, where they are `auto`", async () => {
    const [, second, third] = await lefts(["auto", "auto", "1fr"], ["MMMMMMMMMM", "i", "c2"]);
    expect(second).toBeGreaterThan(70);
    expect(second).toBeLessThan(110);
    expect(third! - second!).toBeCloseTo(12, 0); // the narrowest
    // Columns of much text leave room for the others.
    const columns = [{ value: "a", width: "auto" }, { value: "b" }] as const;
    const placed = words(await make(columns, [{ a: "word ".repeat(200), b: "end" }]));
    expect(find(placed, "end").left - 50).toBeCloseTo(240, 0);
    // A title is measured in its own, heavier type.
    const titled = [
      { title: "WWW ".repeat(6).trim(), value: "a", width: "auto" },
      { title: "Rest", value: "a" },
    ] as const;
    expect(linesOf(words(await make(titled, [{ a: "x" }])))).toHaveLength(2);
  });

  it("take their cells from a key or a function, with the row's number", async () => {
    const bytes = await make(
      [
        { title: "Key", value: "name" },
        { title: "Both", value: (row, index) => `${String(row.name)}${index}` },
        { title: "None" },
      ],
      [{ name: "a" }, { name: "b" }],
    );
    expect(linesOf(words(bytes))).toEqual(["Key Both None", "a a0", "b b1"]);
  });

  it("write texts, numbers, dates and nothing", async () => {
    const values: Row[] = [
      "text",
      ["list ", bold("of "), 3],
      0,
      -1.5,
      new Date("2026-02-03T23:59:59Z"),
      null,
      undefined,
      "",
    ].map((a) => ({ a, b: "|" }));
    const columns = [{ value: "a" }, { value: "b" }];
    expect(linesOf(words(await make(columns, values)))).toEqual([
      "text |",
      "list of 3 |",
      "0 |",
      "-1.5 |",
      "2026-02-03 |",
      "|",
      "|",
      "|",
    ]);
    const format = (value: number | Date) =>
      `<${value instanceof Date ? value.getUTCFullYear() : value * 2}>`;
    const formatted = linesOf(words(await make([{ value: "a", format }, { value: "b" }], values)));
    expect(formatted).toEqual(["text |", "list of 3 |", "<0> |", "<-3> |", "<2026> |", "|", "|", "|"]);
  });

  it("put numbers under their points, whatever stands behind them", async () => {
    const amounts = ["1.5", "1,234.25", "7", "-0.125", "12 %", "–"];
    const bytes = await make(
      [{ title: "Amount", value: "a", decimal: true, features: { tnum: true } }],
      amounts.map((a) => ({ a })),
    );
    const placed = words(bytes);
    const widthOf = (word: string) => find(placed, word).right - find(placed, word).left;
    const digit = (widthOf("1,234.25") - widthOf("1.5") - 0) / 5;
    const point = (word: string, digits: number) => find(placed, word).right - digits * digit;
    const at = point("1.5", 1);
    expect(point("1,234.25", 2)).toBeCloseTo(at, -1);
    expect(Math.abs(point("1,234.25", 2) - at)).toBeLessThan(2);
    expect(Math.abs(point("-0.125", 3) - at)).toBeLessThan(2);
    // What has no point ends where the others' points are, a title at the edge.
    expect(find(placed, "7").right).toBeLessThan(find(placed, "1.5").right - 5);
    expect(find(placed, "Amount").right).toBeCloseTo(450, 0);
    expect(find(placed, "-0.125").right).toBeCloseTo(450, 0);
  });

  it("have a style of their own, of which titles take what is not theirs", async () => {
    const bytes = await make(
      [
        { title: "Left", value: "a", align: "left" },
        { title: "Right", value: "a", align: "right", color: "#ff0000", weight: 700 },
        { title: "Mid", value: "a", align: "center", size: 16, italic: true },
        { title: [italic("T"), bold("F")], value: "a" },
      ],
      [{ a: "cell" }],
    );
    const placed = words(bytes);
    const cells = placed.filter(({ word }) => word === "cell");
    expect(cells[0]!.left).toBeCloseTo(50, 0);
    expect(cells[1]!.right).toBeCloseTo(250, 0);
    expect((cells[2]!.left + cells[2]!.right) / 2).toBeCloseTo(300, 0);
    expect(find(placed, "Right").right).toBeCloseTo(250, 0);
    expect(cells[2]!.bottom - cells[2]!.top).toBeGreaterThan(1.5 * (cells[0]!.bottom - cells[0]!.top));
    const red = render(bytes).area("#ff0000")!;
    expect([red.left > 200, red.right < 251, red.top > find(placed, "Right").bottom - 6]).toEqual([
      true,
      true,
      true,
    ]);
    expect(judge(bytes, "pdffonts", (file) => [file])).toMatch(
      /Inter-400Italic[^]*Inter-700|Inter-700[^]*Inter-400Italic/,
    );
  });

  it("hold blocks of every kind, as wide as the column without its padding", async () => {
    const red = svg('<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="#ff0000"/></svg>', {
      alt: "",
      width: 30,
    });
    const bytes = await draw(
      [
        table({
          padding: 10,
          columns: [
            { value: () => ({ cell: [heading(4, "Head"), paragraph("text"), list(["item"])] }) },
            { value: () => ({ cell: red }), width: 100 },
            {
              value: () => ({
                cell: [
                  rule({ color: "#00ff00", thickness: 3 }),
                  table({ columns: [{ value: () => "inner" }], rows: [0], padding: 2 }),
                ],
              }),
            },
          ],
          rows: [0],
        }),
      ],
      PAGE,
    );
    const placed = words(bytes);
    expect(find(placed, "Head").left).toBeCloseTo(60, 0);
    expect(find(placed, "item").bottom).toBeGreaterThan(find(placed, "text").bottom);
    expect(find(placed, "inner").left).toBeCloseTo(300 + 12, 0);
    const page = render(bytes, 1, 2);
    expect(page.area("#ff0000")).toMatchObject({ left: 210, right: 240 });
    expect(page.area("#00ff00")).toMatchObject({ left: 310, right: 440 });
  });

  it("begin at the right where the table does", async () => {
    const columns = [
      { title: "T1", value: "a", width: 100 },
      { title: "T2", value: "b" },
    ];
    const placed = words(await make(columns, [{ a: "a1", b: "b1" }], { direction: "rtl" }));
    expect(find(placed, "a1").left).toBeCloseTo(350, 0);
    expect(find(placed, "b1").left).toBeCloseTo(50, 0);
    expect(find(placed, "T1").left).toBeCloseTo(350, 0);
  });

  it.each([
    [{ width: 11 }, {}, 'A column of 11 points cannot be: it takes 12 or more, "2fr" or "auto".'],
    [{ width: "50%" }, {}, 'A column\'s width is points, "2fr" or "auto", not "50%".'],
    [{ width: "0fr" }, {}, 'A column\'s width is points, "2fr" or "auto", not "0fr".'],
    [
      { width: 500 },
      {},
      'The table\'s columns take 500 points, but there are 400: use shares ("1fr") for some.',
    ],
    [{}, { padding: -1 }, "A table's padding of -1 points cannot be."],
    [{}, { padding: 101 }, "A table's padding of 101 points cannot be."],
    [
      { width: 20 },
      { padding: 9 },
      "The table's 1 columns do not fit into 400 points: make some narrower or leave some out.",
    ],
    [{}, { rows: 5 }, "A table's rows must be an array or another (async) iterable."],
    [{}, { columns: [] }, "A table has 1 to 100 columns, not 0: split it, or turn it on its side."],
  ])("with %o in a table of %o are an error", async (column, more, message) => {
    await expect(make([{ value: "a", ...(column as object) }], [{ a: 1 }], more as object)).rejects.toThrow(
      message,
    );
  });

  it.each([
    [{ colSpan: 3 }, "A cell in row 1, column 1 of 2 cannot span 3 columns and 1 rows."],
    [{ colSpan: 0 }, "A cell in row 1, column 1 of 2 cannot span 0 columns and 1 rows."],
    [{ rowSpan: 0 }, "A cell in row 1, column 1 of 2 cannot span 1 columns and 0 rows."],
    [{ rowSpan: 1001 }, "A cell in row 1, column 1 of 2 cannot span 1 columns and 1001 rows."],
  ])("with a cell of %o are an error", async (spans, message) => {
    const columns = [{ value: () => ({ cell: "x", ...spans }) }, { value: () => "y" }];
    await expect(make(columns, [{}])).rejects.toThrow(message);
  });
});

/** Nearly this number. */
function near(value: number): unknown {
  return expect.closeTo(value, 0);
}
