// Rows of tables: their grounds and lines, cells over several of them, totals, and where pages part them.
import { describe, expect, it } from "vitest";
import { heading, paragraph, space, table } from "../../../src/pdf/template/blocks.ts";
import type { Table } from "../../../src/pdf/template/block.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { has, textOf } from "../read.ts";
import { elements, structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

const PAGE = {
  size: [500, 600],
  margin: 50,
  theme: { tint: "#00ff00", line: "#0000ff", text: "#ff0000", muted: "#ff00ff" },
} as const;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const make = (rows: Table<number>["rows"], more: Partial<Table<number>> = {}) =>
  table<number>({
    columns: [
      { title: "First", value: (i) => `a${i}` },
      { title: "Second", value: (i) => `b${i}` },
    ],
    rows,
    ...more,
  });

describe.skipIf(!["pdftotext", "pdftoppm", "pdfinfo"].every(has))("the rows of a table", () => {
  it("are tinted every second one, or parted by lines", async () => {
    const zebra = await draw([make(numbers(4))], PAGE);
    const placed = words(zebra);
    const page = render(zebra);
    const ground = (i: number) =>
      page.at(440, (find(placed, `a${i}`).top + find(placed, `a${i}`).bottom) / 2);
    expect([0, 1, 2, 3].map(ground)).toEqual(["#ffffff", "#00ff00", "#ffffff", "#00ff00"]);
    expect(page.count("#0000ff")).toBe(0);
    const plain = render(await draw([make(numbers(4), { zebra: false })], PAGE), 1, 4);
    expect(plain.count("#00ff00")).toBe(0);
    expect(plain.area("#0000ff")).toMatchObject({ left: 50, right: 450 });
  });

  it("are below a title row in the muted colour with a line under it, if there are titles", async () => {
    const bytes = await draw([make(numbers(2))], PAGE);
    const page = render(bytes, 1, 4);
    const [title, first] = ["First", "a0"].map((word) => find(words(bytes), word));
    expect(page.area("#ff00ff")!.top).toBeGreaterThan(title!.top);
    expect(page.area("#ff00ff")!.bottom).toBeLessThan(title!.bottom);
    const line = page.area("#ff0000", { left: 200, right: 240 })!;
    expect([line.top > title!.bottom - 2, line.bottom < first!.top + 6]).toEqual([true, true]);
    const bare = table({ columns: [{ value: (i: number) => `a${i}` }], rows: [0] });
    expect(linesOf(words(await draw([bare], PAGE)))).toEqual(["a0"]);
  });

  it("are as high as the tallest cell with its padding, in the table's size", async () => {
    const distance = async (more: Partial<Table<number>>, above = "") => {
      const columns = [{ value: (i: number) => `${above}a${i}` }, { value: () => "b" }];
      const placed = words(await draw([table({ columns, rows: [0, 1], ...more })], PAGE));
      return find(placed, "a1").bottom - find(placed, "a0").bottom;
    };
    expect(await distance({})).toBeCloseTo(9 * 1.35 + 2 * 0.6 * 6, 0);
    expect(await distance({ padding: 20 })).toBeCloseTo(9 * 1.35 + 2 * 0.6 * 20, 0);
    expect(await distance({ size: 20 })).toBeCloseTo(20 * 1.35 + 2 * 0.6 * 6, 0);
    expect(await distance({}, "x\ny\n")).toBeCloseTo(3 * 9 * 1.35 + 2 * 0.6 * 6, 0);
  });

  it("have cells over several of them and over several columns, with grounds and styles", async () => {
    const rows = [
      [{ cell: "tall", rowSpan: 2, background: "#ffff00" }, "b0", "c0"],
      [null, { cell: "wide", colSpan: 2, style: { align: "right", color: "#0000ff", size: 14 } }],
      ["a2", { cell: "block", colSpan: 2, rowSpan: 2, background: "#00ffff" }],
      ["a3"],
      ["a4", "b4", "c4"],
    ];
    const at = (i: number) => (row: number) => rows[row]![row === 3 && i > 0 ? 9 : i] as string;
    const bytes = await draw(
      [table({ columns: [0, 1, 2].map((i) => ({ value: at(i) })), rows: numbers(5), zebra: false })],
      { ...PAGE, theme: {} },
    );
    const placed = words(bytes);
    expect(linesOf(placed)).toEqual(["tall b0 c0", "wide", "a2 block", "a3", "a4 b4 c4"]);
    expect(find(placed, "wide").right).toBeCloseTo(444, 0);
    const page = render(bytes, 1, 2);
    const [yellow, cyan] = [page.area("#ffff00")!, page.area("#00ffff")!];
    expect(yellow).toMatchObject({ left: 50, right: expect.closeTo(50 + 400 / 3, 0) as number });
    expect(yellow.bottom).toBeGreaterThan(find(placed, "wide").bottom);
    expect(cyan).toMatchObject({ left: expect.closeTo(50 + 400 / 3, 0) as number, right: 450 });
    expect(cyan.bottom).toBeGreaterThan(find(placed, "a3").bottom);
    expect(page.count("#0000ff")).toBeGreaterThan(20);
    const tree = structure(bytes);
    expect(tree).toMatch(/TD\n +\/RowSpan 2\n +"tall"/);
    expect(tree).toMatch(/TD\n +\/ColSpan 2\n +"wide"/);
    expect(elements(tree, "TR")).toBe(5);
  });

  it("grow where a cell over several of them needs more room", async () => {
    const columns = [
      { value: (i: number) => (i === 0 ? { cell: "1\n2\n3\n4\n5\n6", rowSpan: 2 } : null) },
      { value: (i: number) => `b${i}` },
    ];
    const placed = words(await draw([table({ columns, rows: numbers(3) })], PAGE));
    expect(find(placed, "b2").top).toBeGreaterThan(find(placed, "6").bottom);
  });

  it("are followed by totals in heavier type, asked for when all have been seen", async () => {
    let seen = 0;
    function* rows() {
      for (const i of numbers(3)) yield (seen = i);
    }
    const totals = () => [
      ["Sum", `of ${seen}`],
      [{ cell: "All", colSpan: 2, background: "#00ffff", style: { align: "right" as const } }],
    ];
    const bytes = await draw([make(rows(), { totals })], PAGE);
    const placed = words(bytes);
    expect(linesOf(placed)).toEqual(["First Second", "a0 b0", "a1 b1", "a2 b2", "Sum of 2", "All"]);
    expect(find(placed, "All").right).toBeCloseTo(444, 0);
    const page = render(bytes, 1, 4);
    expect(page.area("#00ffff")).toMatchObject({ left: 50, right: 450 });
    // One line above the first of them, from edge to edge.
    const line = page.area("#ff0000", { left: 50, right: 60, top: find(placed, "b2").bottom })!;
    expect(line.top).toBeLessThan(find(placed, "Sum").top);
    const tree = structure(bytes);
    expect(tree).toMatch(/TFoot\n +TR\n +TD\n +"Sum"/);
    expect([elements(tree, "THead"), elements(tree, "TBody"), elements(tree, "TFoot")]).toEqual([1, 1, 1]);
    const one = linesOf(words(await draw([make([0], { totals: () => ["Only", 5] })], PAGE)));
    expect(one).toEqual(["First Second", "a0 b0", "Only 5"]);
    expect(linesOf(words(await draw([make([0], { totals: () => [] })], PAGE)))).toHaveLength(2);
  });

  it("say that there are none", async () => {
    expect(linesOf(words(await draw([make([])], PAGE)))).toEqual(["First Second", "–"]);
    const placed = words(await draw([make([], { empty: "Nothing" })], PAGE));
    expect((find(placed, "Nothing").left + find(placed, "Nothing").right) / 2).toBeCloseTo(250, 0);
  });

  it("come from any iterable, and its end is told to it once", async () => {
    let ended = 0;
    async function* slow() {
      try {
        for (const i of numbers(150)) {
          if (i % 40 === 0) await Promise.resolve();
          yield i;
        }
      } finally {
        ended++;
      }
    }
    for (const rows of [numbers(150), new Set(numbers(150)), numbers(150).values(), slow()])
      expect(textOf(await draw([make(rows)], PAGE)).match(/^b\d+$/gm)).toHaveLength(150);
    expect(ended).toBe(1);
  });

  it("go over pages, whole, below the titles again unless these are not to be repeated", async () => {
    const long = make(numbers(60));
    const placed = words(await draw([long], PAGE));
    const last = Math.max(...placed.map(({ page }) => page));
    expect(last).toBeGreaterThan(1);
    for (let page = 1; page <= last; page++) expect(linesOf(placed, page)[0]).toBe("First Second");
    for (const i of numbers(60)) expect(find(placed, `a${i}`).page).toBe(find(placed, `b${i}`).page);
    const once = words(await draw([make(numbers(60), { repeatHeader: false })], PAGE));
    expect(once.filter(({ word }) => word === "First")).toHaveLength(1);
    expect(linesOf(once, 2)[0]).toMatch(/^a\d+ b\d+$/);
    // What is repeated is not read twice.
    expect(structure(await draw([long], PAGE)).match(/"First"/g)).toHaveLength(1);
  });

  it("keep the titles with the first row, the spans on one page and the table's end by its last", async () => {
    const placed = words(await draw([space(470), make(numbers(3))], PAGE));
    expect([find(placed, "First").page, find(placed, "a0").page]).toEqual([2, 2]);
    const columns = [
      { value: (i: number) => (i % 4 === 0 ? { cell: `group${i}`, rowSpan: 4 } : null) },
      { value: (i: number) => `b${i}` },
    ];
    const spans = words(await draw([table({ columns, rows: numbers(80) })], PAGE));
    for (let i = 0; i < 80; i += 4)
      for (let j = 0; j < 4; j++) expect(find(spans, `b${i + j}`).page).toBe(find(spans, `group${i}`).page);
    expect(Math.max(...spans.map(({ page }) => page))).toBeGreaterThan(2);
  });

  it("taller than a page are cut through their text, none of which is lost", async () => {
    const text = numbers(1500).map((i) => `w${i}`);
    const columns = [
      { title: "T", value: () => text.join(" ") },
      { title: "U", value: () => "beside" },
    ];
    const placed = words(await draw([table({ columns, rows: [0] })], PAGE));
    expect(placed.filter(({ word }) => /^w\d+$/.test(word)).map(({ word }) => word)).toEqual(text);
    expect(placed.filter(({ word }) => word === "beside")).toHaveLength(1);
    for (const { bottom } of placed) expect(bottom).toBeLessThan(552);
    expect(placed.filter(({ word }) => word === "T").length).toBe(
      Math.max(...placed.map(({ page }) => page)),
    );
  });

  it("are summed up for those who cannot see them, in a table with room around it", async () => {
    const placed = words(
      await draw(
        [paragraph("above", { after: 0 }), make([0], { before: 40, after: 30 }), paragraph("below")],
        PAGE,
      ),
    );
    expect(find(placed, "First").top - find(placed, "above").bottom).toBeCloseTo(40 + 3.6 + 2, -1);
    expect(find(placed, "below").top - find(placed, "a0").bottom).toBeGreaterThan(30);
    const tree = structure(await draw([make([0], { summary: "What it says" })], PAGE));
    expect(tree).toMatch(/Table\n +\/Summary \(What it says\)/);
    expect(tree).toMatch(/TH\n +\/Scope \/Column\n +"First"/);
    const after = words(await draw([make([0], { after: 100 }), heading(1, "Next", { before: 0 })], PAGE));
    expect(find(after, "Next").top - find(after, "a0").bottom).toBeGreaterThan(95);
  });
});

describe.skipIf(!["qpdf", "pdftotext"].every(has))("rows of a table that belong together", () => {
  interface Entry {
    group?: string;
    text?: string;
  }
  const rows = (lead: number): Entry[] => [
    ...Array.from({ length: lead }, (_, i) => ({ text: `lead${i}` })),
    ...Array.from({ length: 12 }, (_, g) => [
      { group: `Group${g}.` },
      ...Array.from({ length: 5 + (g % 3) }, (_, i) => ({ text: `entry${g}.${i}` })),
    ]).flat(),
  ];
  const pagesOf = async (lead: number, asked: boolean) => {
    const bytes = await draw(
      [
        table<Entry>({
          columns: [
            { value: ({ group, text }) => (group && !asked ? { cell: group, colSpan: 2 } : (group ?? text)) },
            { value: () => "x" },
          ],
          rows: rows(lead),
          keepWithNext: asked ? ({ group }) => group !== undefined : undefined,
        }),
      ],
      { size: "A5" },
    );
    return textOf(bytes).trim().split("\f");
  };

  it.each([false, true])(
    "have their title with them, whichever row is the last of a page (asked: %s)",
    async (asked) => {
      for (let lead = 0; lead < 8; lead++)
        for (const page of await pagesOf(lead, asked)) {
          const words = page.split(/\s+/).filter((word) => word && word !== "x");
          expect(words.at(-1)).not.toMatch(/^Group/);
        }
    },
  );

  it("draw blocks in their totals", async () => {
    const bytes = await draw([
      table({
        columns: [{ value: () => "a" }, { value: () => "b" }],
        rows: [1],
        totals: () => [{ cell: [paragraph("one"), paragraph("two")] }, "sum"],
      }),
    ]);
    expect(textOf(bytes)).toMatch(/one[^]*two[^]*sum|one[^]*sum[^]*two/);
  });
});
