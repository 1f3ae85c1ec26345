// Text in text: styles, rules, links and the number of pages, seen in fonts, words and pixels.
import { describe, expect, it } from "vitest";
import {
  bold,
  italic,
  link,
  pageBreak,
  pageCount,
  paragraph,
  text,
} from "../../../src/pdf/template/blocks.ts";
import type { Inline, Style } from "../../../src/pdf/template/block.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { render } from "../pixels.ts";
import { fontsOf, has, textOf } from "../read.ts";
import { find, linesOf, words } from "../words.ts";

const tools = ["qpdf", "pdftotext", "pdffonts", "pdftoppm"].every(has);
const place = async (content: Inline, word: string, style: Style = {}) =>
  find(words(await draw([paragraph(content, style)])), word);

describe.skipIf(!tools)("text in text", () => {
  it("has its own font, weight and slant, inside of that of others too", async () => {
    const bytes = await draw([
      paragraph([
        "plain ",
        bold(["heavy ", italic("both")]),
        italic(" leaning"),
        text(" medium", { weight: 600 }),
      ]),
      paragraph(text("fixed", { font: "JetBrains Mono" })),
    ]);
    expect(fontsOf(bytes)).toEqual([
      "Inter-400",
      "Inter-400Italic",
      "Inter-600",
      "Inter-700",
      "JetBrainsMono-400",
    ]);
    expect(linesOf(words(bytes))).toEqual(["plain heavy both leaning medium", "fixed"]);
  });

  it("is a string, a number, or a list of such, as deep as may be", async () => {
    const bytes = await draw([paragraph(["a", [1, [bold(["b", [2.5]])]], 0])]);
    expect(textOf(bytes).trim()).toBe("a1b2.50");
    for (const [odd, named] of [
      [null, "not null"],
      [{ bold: 1 }, 'not {"bold":1}'],
      [undefined, "not undefined"],
      [true, "not boolean"],
    ] as const)
      await expect(draw([paragraph(["x", odd as never])])).rejects.toThrow(
        `Text must be a string, a number, bold(…), link(…) or a list of these, ${named}.`,
      );
  });

  it("has its colour, a rule under it and one through it", async () => {
    const bytes = await draw([
      paragraph([
        "plain ",
        text("MMMM", { color: "#ff0000", underline: true, size: 40 }),
        text("MMMM", { color: "#00ff00", strike: true, size: 40 }),
        text("MMMM", { color: "#0000ff", size: 40 }),
      ]),
    ]);
    const page = render(bytes, 1, 2);
    const [under, through, bare] = ["#ff0000", "#00ff00", "#0000ff"].map((color) => page.area(color)!);
    expect(under!.bottom - bare!.bottom).toBeGreaterThan(4);
    expect(under!.right - under!.left).toBeGreaterThan(120);
    // Between two letters there is ink at half of their height, and nowhere else.
    expect(through!.bottom).toBeCloseTo(bare!.bottom, 0);
    const middle = (through!.top + through!.bottom) / 2;
    const inked = (color: string, y: number, area: { left: number; right: number }) => {
      let count = 0;
      for (let x = area.left; x < area.right; x += 0.5) if (page.at(x, y) === color) count++;
      return count / (2 * (area.right - area.left));
    };
    expect(inked("#00ff00", middle, through!)).toBeGreaterThan(0.95);
    expect(inked("#0000ff", (bare!.top + bare!.bottom) / 2, bare!)).toBeLessThan(0.8);
  });

  it("stands higher or lower, and closer or wider", async () => {
    const placed = words(
      await draw([paragraph(["base ", text("up", { rise: 5 }), " ", text("down", { rise: -3 })])]),
    );
    const [base, up, down] = ["base", "up", "down"].map((word) => find(placed, word).bottom);
    expect(base! - up!).toBeCloseTo(5, 1);
    expect(down! - base!).toBeCloseTo(3, 1);
    const plain = await place("abcdefghij", "abcdefghij");
    const [first, last] = [await place("abcdefghij", "abcdefghij", { letterSpacing: 0.5 }), plain];
    expect(first.right - first.left - (last.right - last.left)).toBeCloseTo(9 * 0.5, 1);
  });

  it("asks the font for its features", async () => {
    const width = async (features?: Style["features"]) => {
      const { left, right } = await place("1111", "1111", { size: 20, ...(features && { features }) });
      return right - left;
    };
    expect(await width({ tnum: true })).toBeGreaterThan((await width()) + 5);
    // Those of the text around it stay.
    const inner = await place(text("1111", { features: { zero: true } }), "1111", {
      size: 20,
      features: { tnum: true },
    });
    expect(inner.right - inner.left).toBeCloseTo(await width({ tnum: true }), 1);
    expect(await width({ tnum: false })).toBeCloseTo(await width(), 1);
    await expect(draw([paragraph("x", { features: { tabular: true } })])).rejects.toThrow(
      '"tabular" is no OpenType feature: its name has four letters.',
    );
  });

  it("in small capitals is smaller than in large ones, and reads as it was written", async () => {
    const bytes = await draw([
      paragraph(text("Hello", { smallCaps: true, size: 20, color: "#ff0000" })),
      paragraph(text("HELLO", { size: 20, color: "#0000ff" })),
    ]);
    expect(textOf(bytes).trim()).toBe("Hello\nHELLO");
    const page = render(bytes, 1, 2);
    const [small, large] = [page.area("#ff0000")!, page.area("#0000ff")!];
    expect(small.right).toBeLessThan(large.right - 5);
    expect(small.bottom - small.top).toBeCloseTo(large.bottom - large.top, 0);
  });

  it("links where it stands, once a line, in the accent's colour unless it has its own", async () => {
    const long = "many words of a link ".repeat(8).trim();
    const bytes = await draw(
      [
        paragraph(["go ", link("here", "https://example.com/ü?q=a b", { size: 20 }), " now"]),
        paragraph(link(long, "mailto:a@example.com")),
        paragraph(link("MMM", "tel:+4930123", { color: "#00ff00", size: 30 })),
      ],
      { theme: { accent: "#ff0000" } },
    );
    const objects = new Objects(bytes);
    const links = objects.annotations(1);
    expect(links.map((each) => objects.at(each, "/A", "/URI"))).toEqual([
      "u:https://example.com/%C3%BC?q=a%20b",
      "u:mailto:a@example.com",
      "u:mailto:a@example.com",
      "u:tel:+4930123",
    ]);
    const [left, bottom, right, top] = links[0]!["/Rect"] as [number, number, number, number];
    const here = find(words(bytes), "here");
    expect([left, right]).toEqual([expect.closeTo(here.left, 0), expect.closeTo(here.right, 0)]);
    expect(841.89 - top).toBeLessThan(here.top + 6);
    expect(841.89 - bottom).toBeGreaterThan(here.bottom - 6);
    const page = render(bytes);
    expect(page.area("#ff0000")!.top).toBeLessThan(here.bottom);
    expect(page.count("#00ff00")).toBeGreaterThan(50);
    for (const each of links) expect(each["/Border"]).toEqual([0, 0, 0]);
  });

  it.each([
    ["#", "an empty name"],
    ["#a#b", "two names"],
    ["example.com", "no scheme"],
    ["/relative", "a path"],
    ["ftp://example.com/", "another scheme"],
    [`data:text/html,${"x".repeat(100)}`, "data"],
  ])("may not link to %s: %s", async (url) => {
    await expect(draw([paragraph(link("x", url))])).rejects.toThrow(
      /^A PDF may not link to ".{1,81}": use http, https, mailto or tel with a whole URL, or #name\.$/,
    );
  });

  it("has the number of pages, wherever it stands on its line", async () => {
    const bytes = await draw([
      paragraph(["before ", pageCount, " after"]),
      paragraph([pageCount, " pages"], { align: "right" }),
      ...Array.from({ length: 10 }, () => [pageBreak(), paragraph("between")]).flat(),
      pageBreak(),
      paragraph(["of ", bold(pageCount)], { align: "center" }),
    ]);
    const placed = words(bytes);
    expect(linesOf(placed)).toEqual(["before 12 after", "12 pages"]);
    expect(linesOf(placed, 12)).toEqual(["of 12"]);
    expect(find(placed, "pages").right).toBeCloseTo(595.28 - 56, 0);
    const [count, after] = [find(placed, "12"), find(placed, "after")];
    expect(after.left - count.right).toBeGreaterThan(1);
    expect(after.left - count.right).toBeLessThan(6);
  });

  it.each([
    [{ size: 0.4 }, "Text of 0.4 points cannot be: it takes 0.5 to 2000."],
    [{ size: 2001 }, "Text of 2001 points cannot be: it takes 0.5 to 2000."],
    [{ lineHeight: 11 }, "A line height of 11 cannot be: it takes 0.5 to 10."],
    [{ lang: "no such" }, '"no such" is no language: use a tag such as en, de-CH or zh-Hans.'],
    [{ color: "crimsonish" }, '"crimsonish" is no colour of a PDF'],
  ] satisfies [Style, string][])("with the style %o is an error", async (style, message) => {
    await expect(draw([paragraph(["x", text("y", style)])])).rejects.toThrow(message);
  });
});
