// The theme: each of its values is seen where it is said to be, and nowhere else.
import { describe, expect, it } from "vitest";
import {
  chart,
  heading,
  keepTogether,
  link,
  paragraph,
  rule,
  table,
  text,
} from "../../../src/pdf/template/blocks.ts";
import type { DocumentOptions } from "../../../src/pdf/template/options.ts";
import { draw } from "../draw.ts";
import { render } from "../pixels.ts";
import { fontsOf, has } from "../read.ts";
import { find, words } from "../words.ts";

type Theme = NonNullable<DocumentOptions["theme"]>;
const page = (theme: Theme, more: DocumentOptions = {}) =>
  draw(
    [
      heading(1, "Heading"),
      paragraph(["Text ", link("link", "https://example.com/")], { after: 0 }),
      paragraph("second"),
      rule({ thickness: 3 }),
      table({ columns: [{ title: "Title", value: () => "cell" }], rows: [0, 1] }),
      chart([{ label: "bar", value: 1 }], { alt: "", height: 30 }),
    ],
    { theme, size: [400, 500], margin: 50, ...more },
  );

describe.skipIf(!["pdftotext", "pdftoppm", "pdffonts"].every(has))("a theme", () => {
  it.each([
    ["text", ["Heading", "Text", "second", "cell"]],
    ["muted", ["Title", "foot"]],
    ["accent", ["link"]],
  ] as const)("colours by `%s`: %j", async (name, coloured) => {
    const bytes = await page({ [name]: "#ff0000" }, { footer: () => ({ left: "foot" }) });
    const drawn = render(bytes, 1, 3);
    const placed = words(bytes);
    const red = ["Heading", "Text", "link", "second", "Title", "cell", "foot"].filter((word) => {
      const { left, right, top, bottom } = find(placed, word);
      // A title has a line of the text's colour under it.
      return drawn.area("#ff0000", { left, right, top, bottom: bottom - 2 });
    });
    expect(red.toSorted()).toEqual(coloured.toSorted());
  });

  it("has colours for lines, for tinted grounds and for bars", async () => {
    const bytes = await page({ line: "#ff0000", tint: "#00ff00", accent: "#0000ff" });
    const drawn = render(bytes);
    const bar = find(words(bytes), "bar");
    expect(drawn.area("#ff0000")).toMatchObject({ left: 50, right: 350 });
    expect(drawn.area("#00ff00", { bottom: bar.top - 10 })).toMatchObject({ left: 50, right: 350 });
    expect(drawn.area("#0000ff", { top: bar.top })!.left).toBeGreaterThan(bar.right);
  });

  it("is known by its colours' names wherever a colour may stand", async () => {
    const theme = { text: "#ff0000", muted: "#00ff00", accent: "#0000ff", line: "#ff00ff", tint: "#00ffff" };
    for (const [name, color] of Object.entries(theme)) {
      const word = paragraph(text("MMM", { color: name, size: 40 }));
      const box = keepTogether([], { background: name, padding: 20 });
      const drawn = render(
        await draw([word, rule({ color: name, thickness: 9 }), box], { theme, size: [400, 500] }),
      );
      for (const [top, bottom] of [
        [56, 110],
        [110, 150],
        [150, 190],
      ] as const)
        expect([name, drawn.area(color, { top, bottom }) !== undefined]).toEqual([name, true]);
    }
    await expect(draw([rule({ color: "size" })])).rejects.toThrow(
      '"size" is no colour of a PDF: use text, muted, accent, line, tint, or a CSS colour that is opaque, such as #1d4ed8 or oklch(50% 0.2 260).',
    );
  });

  it("has a font for text and one for headings, which is the same if it is left out", async () => {
    expect(fontsOf(await page({ font: "JetBrains Mono" }))).toEqual([
      "JetBrainsMono-400",
      "JetBrainsMono-700",
    ]);
    const headed = fontsOf(await page({ headingFont: "JetBrains Mono" }));
    expect(headed).toEqual(["Inter-400", "Inter-600", "JetBrainsMono-700"]);
    for (const theme of [{ font: "Nowhere" }, { headingFont: "Nowhere" }])
      await expect(page(theme)).rejects.toThrow(/no font family "Nowhere"/);
  });

  it("has a size and a distance of lines for text, tables and charts", async () => {
    const sizes = async (theme: Theme) => {
      const placed = words(await page(theme));
      const [text, cell, bar] = ["Text", "cell", "bar"].map((word) => find(placed, word));
      const heights = [text!, cell!, bar!].map(({ top, bottom }) => bottom - top);
      return [...heights, find(placed, "second").bottom - text!.bottom] as [number, number, number, number];
    };
    const [plain, large, loose] = [
      await sizes({}),
      await sizes({ size: 15 }),
      await sizes({ lineHeight: 2 }),
    ];
    for (const [i, height] of plain.entries()) expect(large[i]! / height).toBeCloseTo(1.5, 1);
    expect(loose.slice(0, 3)).toEqual(plain.slice(0, 3));
    expect(loose[3] - plain[3]).toBeCloseTo(6, 0);
  });
});
