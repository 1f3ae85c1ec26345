// What is on every page: headers, footers, watermarks.
import { describe, expect, it } from "vitest";
import {
  bold,
  chart,
  columns,
  draw as drawing,
  heading,
  image as picture,
  keepTogether,
  link,
  list,
  pageBreak,
  paragraph,
  rule,
  svg,
  table,
} from "../../../src/pdf/template/blocks.ts";
import type { PageInfo, Running } from "../../../src/pdf/template/options.ts";
import sharp from "sharp";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { render } from "../pixels.ts";
import { check, has } from "../read.ts";
import { structure } from "../structure.ts";
import { find, linesOf, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: { top: 100, right: 50, bottom: 80, left: 50 } } as const;
const pages = [
  heading(1, "One"),
  pageBreak(),
  heading(2, "Below"),
  pageBreak(),
  heading(1, ["Two ", bold("bold")]),
];
const SQUARE = '<svg viewBox="0 0 10 10"><rect width="10" height="10" fill="#ff0000"/></svg>';
const tools = ["qpdf", "pdftotext", "pdftoppm", "pdfinfo"].every(has);

describe.skipIf(!tools)("a header and a footer", () => {
  it("have three places on one line, on each page, in small muted type", async () => {
    const bytes = await draw(pages, {
      ...PAGE,
      theme: { muted: "#ff0000" },
      header: () => ({ left: "left", center: ["mid", bold("dle")], right: "right" }),
      footer: () => ({ right: "foot" }),
    });
    const placed = words(bytes);
    for (const page of [1, 2, 3]) {
      const own = placed.filter((each) => each.page === page);
      const [left, middle, right, foot] = ["left", "middle", "right", "foot"].map((word) => find(own, word));
      expect(left!.left).toBeCloseTo(50, 0);
      expect((middle!.left + middle!.right) / 2).toBeCloseTo(250, 0);
      expect(right!.right).toBeCloseTo(450, 0);
      expect(foot!.right).toBeCloseTo(450, 0);
      // In the middle of the margins.
      expect((left!.top + left!.bottom) / 2).toBeCloseTo(50, -1);
      expect((foot!.top + foot!.bottom) / 2).toBeCloseTo(560, -1);
      expect(left!.bottom - left!.top).toBeLessThan(11);
    }
    expect(render(bytes, 2, 2).count("#ff0000")).toBeGreaterThan(20);
  });

  it("know the page, how many there are, and the section that it ends in", async () => {
    const seen: PageInfo[] = [];
    const header = (info: PageInfo): Running => {
      seen.push(info);
      return info.page === 2 ? undefined : { left: ["p", info.page, " of ", info.pages, " ", info.section] };
    };
    const placed = words(await draw(pages, { ...PAGE, header }));
    expect(seen.map(({ page, section }) => [page, section])).toEqual([
      [1, "One"],
      [2, "One"],
      [3, "Two bold"],
    ]);
    expect([1, 2, 3].map((page) => linesOf(placed, page)[0])).toEqual([
      "p1 of 3 One",
      "Below",
      "p3 of 3 Two bold",
    ]);
  });

  it("hold headings that are in no outline, and make no section", async () => {
    const seen: string[] = [];
    const bytes = await draw(pages, {
      ...PAGE,
      header: ({ section }) => {
        seen.push(section);
        return [heading(1, "Company"), columns([[heading(2, "Nested")], [paragraph("right")]])];
      },
      footer: () => heading(3, "Foot"),
    });
    const { outlines } = new Objects(bytes).listing;
    expect(outlines.map(({ title, kids }) => [title, kids.map((kid) => kid.title)])).toEqual([
      ["One", ["Below"]],
      ["Two bold", []],
    ]);
    expect(seen).toEqual(["One", "One", "Two bold"]);
    for (const word of ["Company", "Nested", "Foot"])
      expect(words(bytes).filter((each) => each.word === word)).toHaveLength(3);
  });

  it("take a style, links and right-to-left words", async () => {
    const bytes = await draw([paragraph("text")], {
      ...PAGE,
      header: () => ({ left: "BIG", right: "سلام", style: { size: 30, color: "#00ff00", weight: 700 } }),
    });
    const placed = words(bytes);
    expect(find(placed, "BIG").bottom - find(placed, "BIG").top).toBeGreaterThan(30);
    expect(find(placed, "سلام").right).toBeCloseTo(450, 0);
    expect(render(bytes).count("#00ff00")).toBeGreaterThan(100);
  });

  const pixels = sharp({ create: { width: 10, height: 10, channels: 3, background: "#ff0000" } })
    .png()
    .toBuffer();
  const BLOCKS: Record<string, (png: Buffer) => Running> = {
    "a block": () => paragraph("words"),
    "several blocks": () => [paragraph("words"), rule({ color: "#ff0000", thickness: 4 })],
    "an SVG": () => svg(SQUARE, { alt: "Logo", width: 20 }),
    "a picture": (png) => [picture(png, { alt: "Logo", width: 20 })],
    "a picture in columns": (png) =>
      columns([[picture(png, { alt: "Logo", width: 20 })], [paragraph("words")]]),
    "a group with a picture": () =>
      keepTogether([svg(SQUARE, { alt: "Logo", width: 20 })], { border: "line", padding: 2 }),
    "a drawing": () => drawing(20, "Logo", (doc, { x, y }) => void doc.rect(x, y, 20, 20).fill("#ff0000")),
    "a chart": () => chart([{ label: "words", value: 2 }], { alt: "A chart", color: "#ff0000" }),
    "a list": () => list([["words"], [svg(SQUARE, { alt: "", width: 5 })]]),
    "a table with a picture": () =>
      table({
        columns: [{ value: () => ({ cell: svg(SQUARE, { alt: "", width: 20 }) }) }, { value: () => "words" }],
        rows: [0],
      }),
  };
  it.each(Object.entries(BLOCKS))("hold %s, which is no part of the text", async (_name, make) => {
    const png = await pixels;
    for (const where of ["header", "footer"] as const) {
      const bytes = await draw([paragraph("first"), pageBreak(), paragraph("second")], {
        ...PAGE,
        [where]: () => make(png),
      });
      check(bytes);
      const wanted = JSON.stringify(make(png)).includes("words");
      for (const page of [1, 2]) {
        const own = words(bytes).filter((each) => each.page === page);
        if (wanted)
          expect(where === "header" ? find(own, "words").bottom < 100 : find(own, "words").top > 510).toBe(
            true,
          );
        const red = render(bytes, page).area("#ff0000");
        if (red) expect(where === "header" ? red.bottom <= 100 : red.top >= 520).toBe(true);
        expect(red !== undefined || wanted).toBe(true);
      }
      const tree = structure(bytes);
      expect(tree.replace(/^Document\n/, "")).toBe('  P\n    "first"\n  P\n    "second"');
      expect(new Objects(bytes).dangling).toEqual([]);
    }
  });

  it("link from their margins", async () => {
    const home = link("home", "https://example.com/");
    for (const footer of [() => paragraph(home), () => ({ right: ["to ", home] })]) {
      const bytes = await draw(pages, { ...PAGE, footer });
      const objects = new Objects(bytes);
      for (const page of [1, 2, 3]) {
        const [annotation] = objects.annotations(page);
        expect(objects.at(annotation, "/A", "/URI")).toBe("u:https://example.com/");
        const word = words(bytes).find((each) => each.page === page && each.word === "home")!;
        const [left, bottom, right, top] = annotation!["/Rect"] as [number, number, number, number];
        expect(left).toBeCloseTo(word.left, 0);
        expect(right).toBeCloseTo(word.right, 0);
        expect([600 - top < word.top + 5, 600 - bottom > word.bottom - 5]).toEqual([true, true]);
      }
    }
  });

  it("fail as their function does, and name what is no text", async () => {
    const header = () => {
      throw new Error("mine");
    };
    await expect(draw([paragraph("x")], { header })).rejects.toThrow("mine");
    await expect(draw([paragraph("x")], { footer: () => ({ left: {} as never }) })).rejects.toThrow(
      "Text must be a string",
    );
  });
});

describe.skipIf(!tools)("a watermark", () => {
  const marked = async (watermark: NonNullable<Parameters<typeof draw>[1]>["watermark"]) =>
    draw([paragraph("x"), pageBreak(), paragraph("y")], {
      ...PAGE,
      ...(watermark !== undefined && { watermark }),
    });

  it("goes up across each page, in its colour and at its angle, and is read with no text", async () => {
    const bytes = await marked({ text: "DRAFT", color: "#ff0000" });
    for (const page of [1, 2]) {
      const area = render(bytes, page).area("#ff0000")!;
      expect((area.left + area.right) / 2).toBeCloseTo(250, -1.5);
      expect((area.top + area.bottom) / 2).toBeCloseTo(300, -1.5);
      expect((area.right - area.left) / (area.bottom - area.top)).toBeCloseTo(1, 0);
    }
    expect(structure(bytes)).not.toContain("DRAFT");
    const level = render(await marked({ text: "DRAFT", color: "#ff0000", angle: 0 })).area("#ff0000")!;
    expect(level.right - level.left).toBeGreaterThan(3 * (level.bottom - level.top));
    const upright = render(await marked({ text: "DRAFT", color: "#ff0000", angle: 90 })).area("#ff0000")!;
    expect(upright.bottom - upright.top).toBeGreaterThan(3 * (upright.right - upright.left));
    // With words alone it is of a light grey.
    expect(render(await marked("DRAFT")).count("#e4e7ec")).toBeGreaterThan(1000);
  });

  it("needs words, and a colour that is one", async () => {
    await expect(marked("")).rejects.toThrow("A watermark needs words.");
    await expect(marked({ text: "x", color: "none" })).rejects.toThrow('"none" is no colour of a PDF');
  });
});
