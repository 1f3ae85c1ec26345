// Blocks at places of their own, outside of the flow.
import { describe, expect, it } from "vitest";
import {
  columns,
  heading,
  keepTogether,
  list,
  pageBreak,
  paragraph,
  place,
  svg,
  table,
  toc,
} from "../../../src/pdf/template/blocks.ts";
import type { Block } from "../../../src/pdf/template/block.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { render } from "../pixels.ts";
import { has, pageCountOf } from "../read.ts";
import { structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50 } as const;

describe.skipIf(!["qpdf", "pdftotext", "pdftoppm", "pdfinfo"].every(has))(
  "blocks at a place of their own",
  () => {
    it("stand in their box, whatever is in the flow, and take no room from it", async () => {
      const bytes = await draw(
        [
          paragraph("before", { after: 0 }),
          place({ x: 300, y: 500, width: 100, height: 50 }, [
            paragraph("right", { align: "right" }),
            paragraph("second"),
          ]),
          paragraph("after"),
        ],
        PAGE,
      );
      const placed = words(bytes);
      expect(find(placed, "right").right).toBeCloseTo(400, 0);
      expect(find(placed, "right").top).toBeCloseTo(500, -1);
      expect(find(placed, "second").left).toBeCloseTo(300, 0);
      expect(find(placed, "second").top).toBeGreaterThan(find(placed, "right").bottom);
      expect(find(placed, "after").bottom - find(placed, "before").bottom).toBeCloseTo(14, 1);
      expect(pageCountOf(bytes)).toBe(1);
    });

    it("have a ground, which reaches the edges of the page, under what is drawn later", async () => {
      const square = svg('<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="#ff0000"/></svg>', {
        alt: "square",
      });
      const bytes = await draw(
        [
          place({ x: 0, y: 0, width: 500, height: 600 }, [], { background: "#00ff00" }),
          place({ x: 20, y: 30, width: 40, height: 20 }, [square], { background: "#0000ff" }),
          paragraph("MMMM", { color: "#ffffff", size: 40 }),
        ],
        PAGE,
      );
      const page = render(bytes);
      expect(page.area("#00ff00")).toEqual({ left: 0, top: 0, right: 500, bottom: 600 });
      expect(page.area("#0000ff")).toEqual({ left: 20, top: 30, right: 60, bottom: 50 });
      expect(page.area("#ff0000")).toMatchObject({ left: 20, top: 30 });
      expect(page.count("#ffffff")).toBeGreaterThan(100);
      expect(structure(bytes)).toMatch(/^Document\n +Figure\n/);
    });

    it("are on the page that the flow has come to, alone on one where nothing else is", async () => {
      const label = (text: string) => place({ x: 60, y: 60, width: 100, height: 20 }, [paragraph(text)]);
      const bytes = await draw(
        [label("one"), pageBreak(), label("two"), label("beside"), pageBreak(), paragraph("three")],
        PAGE,
      );
      const placed = words(bytes);
      expect(["one", "two", "beside", "three"].map((word) => find(placed, word).page)).toEqual([1, 2, 2, 3]);
      expect(pageCountOf(bytes)).toBe(3);
    });

    it("are blocks of every kind, as wide as the box", async () => {
      const bytes = await draw(
        [
          place({ x: 100, y: 100, width: 200, height: 300 }, [
            heading(1, "Title", { id: "there" }),
            list(["item"]),
            table({
              columns: [
                { title: "A", value: () => "cell" },
                { value: () => "last", align: "right" },
              ],
              rows: [0],
              padding: 0,
            }),
            columns([[paragraph("left")], [paragraph("right", { align: "right" })]], { gap: 0 }),
          ]),
        ],
        PAGE,
      );
      const placed = words(bytes);
      expect(linesOf(placed)).toEqual(["Title", "• item", "A", "cell last", "left right"]);
      for (const word of ["Title", "•", "A", "left"]) expect(find(placed, word).left).toBeCloseTo(100, 0);
      for (const word of ["last", "right"]) expect(find(placed, word).right).toBeCloseTo(300, 0);
      expect(new Objects(bytes).listing.outlines).toMatchObject([{ title: "Title", destpageposfrom1: 1 }]);
      expect(structure(bytes)).toMatch(/H1\n +"Title"\n +L\n/);
    });

    const NESTED: [string, (block: Block) => Block][] = [
      ["columns", (block) => columns([[block]])],
      ["a group", (block) => keepTogether([block])],
      ["a list", (block) => list([[block]])],
      ["a cell", (block) => table({ columns: [{ value: () => ({ cell: block }) }], rows: [0] })],
      ["another place", (block) => place({ x: 0, y: 0, width: 99, height: 9 }, [block])],
    ];
    it.each(NESTED)("and page breaks and contents cannot stand inside of %s", async (_name, wrap) => {
      for (const [block, name] of [
        [place({ x: 0, y: 0, width: 9, height: 9 }, []), "place(…)"],
        [pageBreak(), "pageBreak()"],
        [toc(), "toc()"],
      ] as const)
        await expect(draw([wrap(block)], PAGE)).rejects.toThrow(
          `${name} cannot stand inside of another block: yield it by itself.`,
        );
    });
  },
);
