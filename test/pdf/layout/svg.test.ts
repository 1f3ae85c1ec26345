// SVG and JSX as blocks: how large they are, where they stand, and that their words are words.
import { describe, expect, it } from "vitest";
import { paragraph, svg, text } from "../../../src/pdf/template/blocks.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { fontsOf, has, textOf } from "../read.ts";
import { structure } from "../structure.ts";
import { find, words } from "../words.ts";

const PAGE = { size: [500, 600], margin: 50 } as const;
const RECT = '<rect width="100%" height="100%" fill="#ff0000"/>';
const card = {
  type: "div",
  props: {
    style: {
      display: "flex",
      width: "100%",
      height: "100%",
      background: "#ff0000",
      color: "#ffffff",
      fontFamily: "Inter",
    },
    children: "Card words",
  },
};

describe.skipIf(!["pdftotext", "pdftoppm", "pdffonts", "pdfinfo"].every(has))("an SVG", () => {
  it.each([
    ["a width", `<svg viewBox="0 0 10 20">${RECT}</svg>`, { width: 60 }, 60, 120],
    ["a height", `<svg viewBox="0 0 10 20">${RECT}</svg>`, { height: 60 }, 30, 60],
    ["the column", `<svg viewBox="0 0 8000 800">${RECT}</svg>`, {}, 400, 40],
    [
      "a width, behind an XML declaration,",
      `<?xml version="1.0"?><!DOCTYPE svg><svg viewBox="0 0 40 40">${RECT}</svg>`,
      { width: 30 },
      30,
      30,
    ],
  ])("is as large as %s says", async (_name, source, options, width, height) => {
    const { left, top, right, bottom } = render(
      await draw([svg(source, { alt: "", ...options })], PAGE),
      1,
      2,
    ).area("#ff0000")!;
    expect([left, top]).toEqual([50, 50]);
    expect(right - left).toBeCloseTo(width, 0);
    expect(bottom - top).toBeCloseTo(height, 0);
  });

  it("stands at its side with space around it, and is a figure with words", async () => {
    const source = `<svg viewBox="0 0 10 10">${RECT}</svg>`;
    const options = { alt: "Red", width: 100, align: "center", before: 30, after: 60 } as const;
    const bytes = await draw(
      [paragraph("above", { after: 0 }), svg(source, options), paragraph("below")],
      PAGE,
    );
    expect(render(bytes).area("#ff0000")).toEqual({ left: 200, top: 94, right: 300, bottom: 194 });
    expect(find(words(bytes), "below").top).toBeCloseTo(254, -1);
    expect(structure(bytes)).toMatch(/P\n +"above"\n +Figure\n +\/BBox \[200 406 300 506\]/);
  });

  it("has words in fonts of the library, which are copied as words", async () => {
    const source = `<svg viewBox="0 0 200 60"><text x="10" y="20" font-family="JetBrains Mono">Fixed</text>
      <text x="10" y="50" font-weight="700">Heavy <tspan font-style="italic" font-weight="400">leaning</tspan> 日本</text></svg>`;
    const bytes = await draw([svg(source, { alt: "Words" })], PAGE);
    expect(textOf(bytes).replace(/\s+/g, " ").trim()).toBe("Fixed Heavy leaning 日本");
    expect(fontsOf(bytes)).toEqual([
      "Inter-400Italic",
      "Inter-700",
      "JetBrainsMono-400",
      expect.stringMatching(/^NotoSans(?:JP|SC)-700/),
    ]);
  });

  it("is drawn once where it is shown again, at any size", async () => {
    const many = `<svg viewBox="0 0 100 100">${Array.from({ length: 500 }, (_, i) => `<circle cx="${i % 97}" cy="${i % 89}" r="${1 + (i % 7)}"/>`).join("")}</svg>`;
    const show = (count: number) =>
      draw(
        Array.from({ length: count }, (_, i) => svg(many, { alt: "", width: 20 + i })),
        PAGE,
      );
    expect((await show(10)).length - (await show(1)).length).toBeLessThan(1000);
  });

  it.each([
    ["no SVG", "plain words", {}, /SVG/],
    ["an empty one", "", {}, /SVG/],
    ["another root", "<html/>", {}, /SVG/],
    ["no width", '<svg viewBox="0 0 9 9"/>', { width: 0 }, /A picture of 0 by 0 points cannot be drawn/],
  ])("that is %s is an error", async (_name, source, options, message) => {
    await expect(draw([svg(source, { alt: "", ...options })])).rejects.toThrow(message);
  });
});

describe.skipIf(!["pdftotext", "pdftoppm"].every(has))("a JSX element", () => {
  it("is as large as it is told, with its words as words", async () => {
    const bytes = await draw([svg(card, { alt: "A card", width: 200, height: 100, align: "right" })], PAGE);
    expect(render(bytes).area("#ff0000")).toEqual({ left: 250, top: 50, right: 450, bottom: 150 });
    expect(textOf(bytes).trim()).toBe("Card words");
    expect(structure(bytes)).toContain("Figure");
  });

  it("needs a width and a height", async () => {
    for (const size of [{}, { width: 5 }, { height: 5 }])
      await expect(draw([svg(card, { alt: "", ...size })])).rejects.toThrow(
        "svg(…) with a JSX element needs a width and a height, as image() does.",
      );
  });
});

describe.skipIf(!["pdftotext", "pdftoppm"].every(has))("an emoji", () => {
  it("is a picture in colour as high as its text, and is copied as itself", async () => {
    const bytes = await draw([paragraph(["party ", text("🎉", { size: 40 }), " done"])], PAGE);
    expect(textOf(bytes)).toMatch(/party\s+🎉\s+done/u);
    const [party, done] = ["party", "done"].map((word) => find(words(bytes), word));
    const width = done!.left - party!.right;
    expect(width).toBeGreaterThan(40);
    expect(width).toBeLessThan(65);
    const page = render(bytes, 1, 2);
    const colours = new Set<string>();
    for (let x = party!.right + 3; x < done!.left - 3; x++)
      for (let y = 50; y < 110; y++) colours.add(page.at(x, y));
    expect(colours.size).toBeGreaterThan(20);
  });
});
