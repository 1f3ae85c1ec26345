// Drawings by pdfkit, rules, spaces and page breaks: what is put where.
import { describe, expect, it } from "vitest";
import {
  columns,
  draw as drawing,
  pageBreak,
  paragraph,
  rule,
  space,
} from "../../../src/pdf/template/blocks.ts";
import type { Box } from "../../../src/pdf/template/block.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { render } from "../pixels.ts";
import { check, has, pageCountOf } from "../read.ts";
import { structure } from "../structure.ts";
import { find, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50 } as const;
const tools = ["qpdf", "pdftotext", "pdftoppm", "pdfinfo"].every(has);

describe.skipIf(!tools)("a drawing by pdfkit", () => {
  it("is told its box, and what it draws is there", async () => {
    const boxes: Box[] = [];
    const fill = (color: string) =>
      drawing(40, "A box", (doc, box) => {
        boxes.push(box);
        doc.rect(box.x, box.y, box.width, box.height).fill(color);
      });
    const bytes = await draw(
      [paragraph("above", { after: 0 }), fill("#ff0000"), columns([[], [fill("#00ff00")]], { gap: 0 })],
      PAGE,
    );
    check(bytes);
    expect(boxes).toEqual([
      { x: 50, y: 64, width: 400, height: 40 },
      { x: 250, y: 114, width: 200, height: 40 },
    ]);
    const page = render(bytes);
    expect(page.area("#ff0000")).toEqual({ left: 50, top: 64, right: 450, bottom: 104 });
    expect(page.area("#00ff00")).toEqual({ left: 250, top: 114, right: 450, bottom: 154 });
  });

  it("leaves no colour, no line and no place behind for what comes after it", async () => {
    const bytes = await draw(
      [
        drawing(50, "", (doc, { x, y }) => {
          doc
            .translate(100, 100)
            .rotate(45)
            .fillColor("#ff0000")
            .opacity(0.1)
            .lineWidth(30)
            .rect(x, y, 1, 1)
            .clip();
        }),
        paragraph("MMMM", { size: 40, color: "#0000ff" }),
        rule({ color: "#00ff00", thickness: 5 }),
      ],
      PAGE,
    );
    const page = render(bytes);
    expect(page.count("#0000ff")).toBeGreaterThan(200);
    expect(page.area("#00ff00")).toMatchObject({ left: 50, right: 450 });
    expect(find(words(bytes), "MMMM").left).toBeCloseTo(50, 0);
  });

  it("has text, links and transparency, on each page that it is drawn on", async () => {
    const signed = (name: string) =>
      drawing(60, "Signature", (doc, { x, y }) => {
        doc.opacity(0.5).rect(x, y, 20, 20).fill("#ff0000").opacity(1);
        doc
          .font("Times-Roman")
          .fontSize(12)
          .fill("#000")
          .text(name, x, y + 30, { link: "https://example.com/" });
      });
    const bytes = await draw([signed("Ada"), pageBreak(), signed("Grace")], PAGE);
    check(bytes);
    const placed = words(bytes);
    expect([find(placed, "Ada").page, find(placed, "Grace").page]).toEqual([1, 2]);
    for (const page of [1, 2]) {
      expect(render(bytes, page).at(55, 55)).toMatch(/^#ff(7f|80){2}$/);
      const objects = new Objects(bytes);
      expect(objects.at(objects.annotations(page)[0], "/A", "/URI")).toBe("u:https://example.com/");
    }
  });

  it("is a figure with words, or decoration", async () => {
    expect(structure(await draw([drawing(20, "Words", () => {})]))).toMatch(/Figure\n +\/BBox/);
    expect(structure(await draw([drawing(20, "", () => {})]))).not.toContain("Figure");
    await expect(draw([drawing(20, undefined as never, () => {})])).rejects.toThrow("A picture needs `alt`");
    await expect(draw([drawing(Infinity, "", () => {})])).rejects.toThrow(
      "A drawing of Infinity points cannot be",
    );
  });

  it("has space around it, and goes to the next page whole", async () => {
    const box =
      (color: string) =>
      (doc: PDFKit.PDFDocument, { x, y, height }: Box) =>
        void doc.rect(x, y, 9, height).fill(color);
    const bytes = await draw(
      [
        paragraph("a", { after: 0 }),
        drawing(100, "", box("#ff0000"), { before: 20, after: 300 }),
        drawing(99, "", box("#00ff00")),
      ],
      PAGE,
    );
    expect(render(bytes).area("#ff0000")).toMatchObject({ top: 84, bottom: 184 });
    expect(render(bytes, 2).area("#00ff00")).toMatchObject({ top: 50, bottom: 149 });
  });
});

describe.skipIf(!tools)("a rule", () => {
  it("goes across, as thick and in the colour that it is told", async () => {
    const bytes = await draw([rule({ color: "#ff0000", thickness: 8 }), rule()], {
      ...PAGE,
      theme: { line: "#00ff00" },
    });
    expect(render(bytes).area("#ff0000")).toEqual({ left: 50, top: 50, right: 450, bottom: 58 });
    const thin = render(bytes, 1, 4).area("#00ff00")!;
    expect(thin.bottom - thin.top).toBeCloseTo(0.75, 0);
    expect(thin.top).toBeCloseTo(58 + 8, 0);
  });

  it("has space around it", async () => {
    const bytes = await draw(
      [
        paragraph("a", { after: 0 }),
        rule({ before: 36, after: 60, color: "#ff0000", thickness: 2 }),
        paragraph("b"),
      ],
      PAGE,
    );
    const red = render(bytes).area("#ff0000")!;
    expect([red.top, red.bottom]).toEqual([100, 102]);
    expect(find(words(bytes), "b").top - 102).toBeCloseTo(62, -1);
    await expect(draw([rule({ thickness: Number.NaN })])).rejects.toThrow("A rule of NaN points cannot be");
  });
});

describe.skipIf(!tools)("a space", () => {
  it("is as high as it is told, and takes a page where there is no room for it", async () => {
    const bottom = async (height: number) => {
      const placed = words(await draw([paragraph("a", { after: 0 }), space(height), paragraph("b")], PAGE));
      return find(placed, "b").bottom - find(placed, "a").bottom;
    };
    expect(await bottom(0)).toBeCloseTo(14, 1);
    expect(await bottom(100)).toBeCloseTo(114, 1);
    const placed = words(await draw([paragraph("a"), space(490), paragraph("b")], PAGE));
    expect(find(placed, "b").page).toBe(3);
    await expect(draw([space(20_000)])).rejects.toThrow(
      "A space of 20000 points cannot be: it takes a number up to 14400.",
    );
  });
});

describe.skipIf(!tools)("a page break", () => {
  it("ends a page that has something on it, and adds none at the end", async () => {
    const pages = async (...blocks: Parameters<typeof draw>[0]) => pageCountOf(await draw(blocks, PAGE));
    expect(await pages(paragraph("a"), pageBreak(), paragraph("b"))).toBe(2);
    expect(await pages(paragraph("a"), pageBreak(), pageBreak(), paragraph("b"))).toBe(2);
    expect(await pages(pageBreak(), paragraph("b"))).toBe(1);
    expect(await pages(paragraph("a"), pageBreak())).toBe(1);
    expect(await pages()).toBe(1);
  });
});
