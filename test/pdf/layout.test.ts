// Where things stand on their pages, as poppler sees them.
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { columns, heading, list, paragraph, svg, table, toc } from "../../src/pdf/template/blocks.ts";
import { draw } from "./draw.ts";
import { check, has, pageCountOf, textOf } from "./read.ts";
import { find, words } from "./words.ts";

const tools = has("qpdf") && has("pdftotext");

describe.skipIf(!tools)("cells that span more rows than a page has", () => {
  const group = (size: number, content: string) =>
    table({
      columns: [
        { title: "Group", value: (i: number) => (i % size === 0 ? { cell: content, rowSpan: size } : null) },
        { title: "Number", value: (i: number) => `n${i}` },
      ],
      rows: Array.from({ length: size * 2 }, (_, i) => i),
    });

  it("go on on the next page, with all of their rows", async () => {
    const bytes = await draw([heading(1, "Groups"), group(100, "Hundred")]);
    check(bytes);
    const placed = words(bytes);
    for (let i = 0; i < 200; i++) expect(find(placed, `n${i}`).bottom).toBeLessThan(842 - 50);
    // Nothing is gained by a new page: the first begins below its heading.
    expect(find(placed, "n0").page).toBe(1);
    expect(placed.filter(({ word }) => word === "Hundred")).toHaveLength(2);
  });

  it("show their text to the end, however long it is", async () => {
    const text = Array.from({ length: 900 }, (_, i) => `w${i}`).join(" ");
    const read = textOf(await draw([group(3, text)]));
    for (const i of [0, 450, 899])
      expect(read.split(/\s+/).filter((word) => word === `w${i}`)).toHaveLength(2);
    for (let i = 0; i < 6; i++) expect(read).toContain(`n${i}`);
  });
});

describe.skipIf(!tools)("a document in a language from the right", () => {
  const blocks = () => [
    heading(1, "فصل"),
    table({
      columns: [
        { title: "أول", value: (i: number) => `a${i}`, width: "2fr" },
        { title: "ثان", value: (i: number) => (i === 0 ? { cell: "both", colSpan: 2 } : `b${i}`) },
        { title: "ثالث", value: (i: number) => `c${i}` },
      ],
      rows: [0, 1],
    }),
    list(["نقطة", "أخرى"], { ordered: true }),
    columns([[paragraph("left")], [paragraph("right")]]),
    paragraph("2026"),
  ];

  it("has its first column, its numbers and its digits at the right", async () => {
    const placed = words(await draw(blocks(), { lang: "ar" }));
    expect(find(placed, "a1").left).toBeGreaterThan(find(placed, "b1").right);
    expect(find(placed, "b1").left).toBeGreaterThan(find(placed, "c1").right);
    expect(find(placed, "both").left).toBeLessThan(find(placed, "b1").left);
    expect(find(placed, "left").left).toBeGreaterThan(find(placed, "right").right);
    expect(find(placed, "2026").right).toBeCloseTo(595.28 - 56, 0);
    const item = find(placed, "نقطة");
    const number = placed.find(({ word, bottom }) => /1/.test(word) && Math.abs(bottom - item.bottom) < 6);
    expect(number!.left).toBeGreaterThan(item.right);
  });

  it("has a table from the left where that is asked for, and the other way round", async () => {
    const row = (direction: "ltr" | "rtl") =>
      table({ columns: [{ value: () => "one" }, { value: () => "two" }], rows: [0], direction });
    const arabic = words(await draw([row("ltr")], { lang: "ar" }));
    expect(find(arabic, "one").right).toBeLessThan(find(arabic, "two").left);
    const english = words(await draw([row("rtl")]));
    expect(find(english, "one").left).toBeGreaterThan(find(english, "two").right);
  });

  it("has the page numbers of its contents at the left", async () => {
    const placed = words(await draw([toc(), ...blocks()], { lang: "he" }));
    const title = placed.find(({ page, word }) => page === 1 && word.includes("فصل"))!;
    const number = placed.find(({ page, word }) => page === 1 && word === "2")!;
    expect(number.right).toBeLessThan(title.left);
  });
});

describe.skipIf(!tools)("a column as wide as what it holds", () => {
  it("holds its title, the pictures and the paragraphs in its cells on one line each", async () => {
    const bar = '<svg viewBox="0 0 90 10"><text x="80" y="9" font-size="9">Z</text></svg>';
    const column = (title: string, cell: unknown) => ({
      title,
      width: "auto" as const,
      value: () => ({ cell }) as never,
    });
    const placed = words(
      await draw([
        table({
          columns: [
            column("Trending", svg(bar, { alt: "A bar", width: 90 })),
            column("Notes", [paragraph("one two three four five")]),
            { title: "Rest", value: () => "rest" },
          ],
          rows: [0],
        }),
      ]),
    );
    expect(find(placed, "Trending").bottom).toBeCloseTo(find(placed, "Rest").bottom, 1);
    expect(find(placed, "one").bottom).toBe(find(placed, "five").bottom);
    expect(find(placed, "Z").right).toBeLessThan(find(placed, "one").left);
  });
});

describe.skipIf(!tools)("a table of contents", () => {
  const chapters = (count: number) =>
    Array.from({ length: count }, (_, i) => [heading(1, `Chapter${i}`), heading(2, `Section${i}`)]).flat();

  it("is set closer where that makes it fit", async () => {
    const warnings: string[] = [];
    const placed = words(await draw([toc(), ...chapters(22)], {}, warnings));
    expect(placed.filter(({ page, word }) => page === 1 && /^(?:Chapter|Section)/.test(word))).toHaveLength(
      44,
    );
    expect(warnings).toEqual([]);
  });

  it("says how many pages it needs, if more or fewer than it has", async () => {
    const warnings: string[] = [];
    const placed = words(await draw([toc(), ...chapters(40)], {}, warnings));
    expect(placed.some(({ page, word }) => page === 1 && word.startsWith("Section"))).toBe(false);
    await draw([toc({ pages: 3 }), ...chapters(5)], {}, warnings);
    expect(warnings).toEqual([
      "The table of contents has 40 of 80 headings: they need toc({ pages: 2 }).",
      "The table of contents leaves pages empty: toc({ pages: 1 }) is enough.",
    ]);
    expect(pageCountOf(await draw([toc({ pages: 2 }), ...chapters(40)]))).toBeGreaterThan(2);
  });
});

describe.skipIf(!has("pdftoppm"))("a watermark", () => {
  /** A page's grey values at 36 dots an inch. */
  const greys = (bytes: Uint8Array): Uint8Array => {
    const image = execFileSync("pdftoppm", ["-gray", "-r", "36", "-singlefile", "-"], { input: bytes });
    // P5, width and height, the greatest value: three lines, and then the pixels.
    let at = 0;
    for (let lines = 0; lines < 3; lines++) at = image.indexOf("\n", at) + 1;
    return image.subarray(at);
  };

  it("lies over tinted rows too, and darkens no letter away", async () => {
    const page = [
      table({
        columns: [{ title: "Number", value: (i: number) => `${i}` }],
        rows: Array.from({ length: 30 }, (_, i) => i),
        zebra: true,
      }),
    ];
    const bare = greys(await draw(page));
    const marked = greys(await draw(page, { watermark: "DRAFT" }));
    const counts = new Map<number, number>();
    for (const grey of bare) if (grey < 255) counts.set(grey, (counts.get(grey) ?? 0) + 1);
    const [tint] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
    const changed = [...bare.keys()].filter((i) => bare[i] === tint && marked[i]! < tint - 10);
    expect(changed.length).toBeGreaterThan(200);
    expect(marked.every((grey, i) => grey <= bare[i]! + 1)).toBe(true);
  });
});
