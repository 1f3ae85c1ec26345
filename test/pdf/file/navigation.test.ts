// How readers find their way: numbers of pages, bookmarks, and links into the document.
import { describe, expect, it } from "vitest";
import { heading, link, list, pageBreak, paragraph, table } from "../../../src/pdf/template/blocks.ts";
import type { PageLabel } from "../../../src/pdf/template/options.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { check, has, judge } from "../read.ts";

const labelled = (pageLabels: readonly PageLabel[]) =>
  draw([paragraph("a"), pageBreak(), paragraph("b"), pageBreak(), paragraph("c")], { pageLabels });

describe.skipIf(!has("qpdf"))("the numbers that a viewer shows", () => {
  it.each([
    [{ style: "decimal" }, { "/S": "/D", "/St": 1 }],
    [{ style: "roman" }, { "/S": "/r", "/St": 1 }],
    [{ style: "Roman" }, { "/S": "/R", "/St": 1 }],
    [{ style: "letters" }, { "/S": "/a", "/St": 1 }],
    [{ style: "Letters" }, { "/S": "/A", "/St": 1 }],
    [
      { style: "decimal", start: 12, prefix: "A–" },
      { "/S": "/D", "/St": 12, "/P": "u:A–" },
    ],
    [{ prefix: "Cover" }, { "/P": "u:Cover", "/St": 1 }],
  ] satisfies [Omit<PageLabel, "from">, object][])("are %o", async (label, expected) => {
    const { pagelabels } = new Objects(await labelled([{ from: 0, ...label }])).listing;
    expect(pagelabels).toEqual([{ index: 0, label: expected }]);
  });

  it("change from page to page, in whatever order they are given", async () => {
    const bytes = await labelled([
      { from: 2, style: "decimal" },
      { from: 0, style: "roman", prefix: "p" },
    ]);
    expect(new Objects(bytes).listing.pagelabels.map(({ index, label }) => [index, label["/S"]])).toEqual([
      [0, "/r"],
      [2, "/D"],
    ]);
  });

  it("begin with the first page", async () => {
    await expect(labelled([{ from: 1 }])).rejects.toThrow("The first of `pageLabels` must be from page 0.");
    const none = new Objects(await labelled([]));
    expect(none.at(none.catalog, "/PageLabels")).toBeUndefined();
  });
});

interface Bookmark {
  title: string;
  kids: Bookmark[];
}
const nested = (outlines: readonly Bookmark[]): unknown[] =>
  outlines.map(({ title, kids }) => (kids.length ? [title, nested(kids)] : title));

describe.skipIf(!has("qpdf"))("bookmarks", () => {
  it("lie in each other as the levels do, also where some are left out", async () => {
    const levels: [1 | 2 | 3 | 4, string][] = [
      [2, "before"],
      [1, "one"],
      [3, "deep"],
      [2, "two"],
      [4, "deeper"],
      [4, "again"],
      [1, "last (ü – 日本) \\"],
    ];
    const bytes = await draw(levels.map(([level, title]) => heading(level, title)));
    check(bytes);
    expect(nested(new Objects(bytes).listing.outlines)).toEqual([
      "before",
      ["one", ["deep", ["two", ["deeper", "again"]]]],
      "last (ü – 日本) \\",
    ]);
  });

  it("go to the place of their heading, in columns, cells and lists too", async () => {
    const bytes = await draw([
      list([[heading(1, "in a list")]]),
      pageBreak(),
      table({ columns: [{ value: () => ({ cell: [heading(1, "in a cell")] }) }], rows: [0] }),
      pageBreak(),
      heading(1, "plain"),
    ]);
    expect(
      new Objects(bytes).listing.outlines.map(({ title, destpageposfrom1 }) => [title, destpageposfrom1]),
    ).toEqual([
      ["in a list", 1],
      ["in a cell", 2],
      ["plain", 3],
    ]);
  });
});

describe.skipIf(!["qpdf", "pdfinfo"].every(has))("a link into the document", () => {
  it("goes to a heading or a paragraph before or after it, by a name in any script", async () => {
    const bytes = await draw([
      paragraph([link("down", "#später"), " ", link("here", "#a.b-c")], { id: "a.b-c" }),
      pageBreak(),
      heading(2, "Later", { id: "später" }),
      table({ columns: [{ value: () => link("up", "#a.b-c") }], rows: [0] }),
    ]);
    const objects = new Objects(bytes);
    const target = (page: number, index: number) => objects.at(objects.annotations(page)[index], "/A", "/D");
    expect([target(1, 0), target(1, 1), target(2, 0)]).toEqual(["u:später", "u:a.b-c", "u:a.b-c"]);
    const places = judge(bytes, "pdfinfo", (file) => ["-dests", file]);
    expect(places).toMatch(/^ +1 \[ XYZ +null +\d+ null +\] "a\.b-c"$/m);
    expect(places).toMatch(/^ +2 \[ XYZ +null +\d+ null +\] "später"$/m);
  });

  it("to a name that is nowhere is an error that tells it", async () => {
    const message = 'A link goes to "#nowhere", but no heading and no paragraph has the id "nowhere".';
    await expect(draw([paragraph(link("x", "#nowhere"))])).rejects.toThrow(message);
    await expect(
      draw([paragraph("x", { id: "x" })], { footer: () => ({ left: link("x", "#nowhere") }) }),
    ).rejects.toThrow(message);
  });
});
