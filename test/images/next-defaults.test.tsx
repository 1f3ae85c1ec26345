// What next/og 16.4 draws of the same elements: the boxes were read from its pictures.

import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ImageResponse } from "../../src/assets/image-response.ts";

const box = (background: string, style = {}, children?: unknown) => (
  <div style={{ background, ...style }}>{children as never}</div>
);
const red = (style = {}, children?: unknown) => box("red", style, children);
const lime = (style = {}, children?: unknown) => box("lime", style, children);
const blue = (style = {}, children?: unknown) => box("blue", style, children);
const page = (style = {}, ...children: unknown[]) => (
  <div style={{ display: "flex", width: "100%", height: "100%", ...style }}>{children as never}</div>
);
const Tag = (name: string, background: string, style = {}) => {
  const T = name as "p";
  return <T style={{ background, width: 20, height: 5, ...style }} />;
};

const SIZE = { width: 200, height: 120 };
const COLORS: Record<string, string> = { ff0000: "red", "00ff00": "lime", "0000ff": "blue" };

/** The boxes around all pixels of each colour: left, top, width, height. */
async function boxesOf(element: unknown): Promise<Record<string, string>> {
  const png = Buffer.from(await new ImageResponse(element, SIZE).arrayBuffer());
  const { data } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const found: Record<string, [left: number, top: number, right: number, bottom: number]> = {};
  for (let at = 0; at < data.length; at += 4) {
    const color = data[at + 3] === 255 && COLORS[data.subarray(at, at + 3).toString("hex")];
    if (!color) continue;
    const [x, y] = [(at / 4) % SIZE.width, Math.floor(at / 4 / SIZE.width)];
    const box = (found[color] ??= [x, y, x, y]);
    found[color] = [Math.min(box[0], x), box[1], Math.max(box[2], x), y];
  }
  return Object.fromEntries(
    Object.entries(found).map(([color, [left, top, right, bottom]]) => [
      color,
      `${left} ${top} ${right + 1 - left} ${bottom + 1 - top}`,
    ]),
  );
}

const CASES: [name: string, element: unknown, boxes: Record<string, string>][] = [
  [
    "a padded root",
    page({ padding: 20, background: "red" }, blue({ width: "100%", height: "100%" })),
    { red: "0 0 200 120", blue: "20 20 160 80" },
  ],
  [
    "a root without a size",
    red({ padding: 10, display: "flex" }, blue({ width: 30, height: 20 })),
    { red: "0 0 50 40", blue: "10 10 30 20" },
  ],
  [
    "positioned by its parent",
    page(
      { padding: 10 },
      red(
        { width: 80, height: 60, display: "flex" },
        blue({ position: "absolute", right: 0, bottom: 0, width: 20, height: 10 }),
      ),
    ),
    { red: "10 10 80 60", blue: "70 60 20 10" },
  ],
  [
    "boxes do not shrink",
    page({}, red({ width: 150, height: 30 }), blue({ width: 100, height: 20 })),
    { red: "0 0 150 30", blue: "150 0 50 20" },
  ],
  [
    "boxes shrink below their content",
    page(
      {},
      red({ display: "flex", flexShrink: 1, flexBasis: 150, height: 40 }, blue({ width: 120, height: 10 })),
      lime({ width: 180, height: 20 }),
    ),
    { blue: "0 0 20 10", lime: "20 0 180 20", red: "0 10 20 30" },
  ],
  [
    "lines at the start",
    page({ flexWrap: "wrap" }, red({ width: 120, height: 20 }), blue({ width: 120, height: 30 })),
    { red: "0 0 120 20", blue: "0 20 120 30" },
  ],
  [
    "z-index and order",
    page(
      {},
      red({ position: "absolute", width: 50, height: 50, zIndex: 2 }),
      blue({ position: "absolute", width: 30, height: 30, zIndex: -1, order: 2 }),
    ),
    { blue: "0 0 30 30", red: "0 0 50 50" },
  ],
  [
    "a paragraph",
    page(
      { flexDirection: "column", fontSize: 20 },
      Tag("p", "red", { fontSize: 40 }),
      Tag("p", "blue", { margin: 3 }),
    ),
    { red: "0 20 20 5", blue: "3 48 20 5" },
  ],
  [
    "headings",
    page(
      { flexDirection: "column" },
      Tag("h1", "red", { fontSize: 60 }),
      Tag("h2", "blue"),
      Tag("h6", "lime"),
    ),
    { red: "0 21 20 5", blue: "0 68 20 5", lime: "0 118 20 2" },
  ],
  [
    "a quotation",
    page({ flexDirection: "column" }, Tag("blockquote", "red"), Tag("figure", "blue")),
    { red: "40 16 20 5", blue: "0 37 20 5" },
  ],
  [
    "a list",
    page(
      { flexDirection: "column" },
      <ul style={{ background: "red" }}>{blue({ width: 20, height: 10 })}</ul>,
    ),
    { blue: "0 0 20 10", red: "20 0 180 10" },
  ],
  [
    "a rule",
    page(
      { flexDirection: "column" },
      red({ height: 10 }),
      <hr style={{ borderColor: "lime", width: 100 }} />,
      blue({ height: 10 }),
    ),
    { red: "0 0 200 10", lime: "50 18 100 2", blue: "0 28 200 10" },
  ],
  [
    "classes",
    page(
      { flexDirection: "column" },
      <p tw="text-3xl w-20 h-4" style={{ background: "red" }} />,
      <div tw="z-10 m-2 absolute w-4 h-4" style={{ background: "blue" }} />,
    ),
    { blue: "8 8 16 16", red: "0 16 80 16" },
  ],
  [
    "classes of a heading",
    page(
      { flexDirection: "column" },
      <h2 tw="m-0 w-20 h-4" style={{ background: "red" }} />,
      <h2 tw="mt-2 w-20 h-4" style={{ background: "blue" }} />,
    ),
    { red: "0 0 80 16", blue: "0 24 80 16" },
  ],
  [
    "a stretched drawing",
    page(
      {},
      <svg width="60" height="60" viewBox="0 0 20 10">
        <rect width="20" height="10" fill="red" />
      </svg>,
    ),
    { red: "0 0 60 60" },
  ],
  [
    "a drawing in a row",
    page(
      {},
      <svg width="60" height="60" viewBox="0 0 10 10">
        <rect width="10" height="10" fill="red" />
      </svg>,
      blue({ width: 190, height: 20 }),
    ),
    { red: "0 0 60 60", blue: "60 0 140 20" },
  ],
  [
    "growing",
    page(
      {},
      red({ flex: 1, height: 20 }),
      blue({ flexGrow: 2, height: 20 }),
      lime({ width: 20, height: 10 }),
    ),
    { red: "0 0 60 20", blue: "60 0 120 20", lime: "180 0 20 10" },
  ],
  [
    "gaps and borders",
    page(
      { gap: 7, padding: 5 },
      red({ width: 40, height: 40, border: "4px solid lime" }),
      blue({ width: 30, height: 20, margin: 3 }),
    ),
    { lime: "5 5 40 40", blue: "55 8 30 20", red: "9 9 32 32" },
  ],
  [
    "align self",
    page(
      { alignItems: "center" },
      red({ width: 30, height: 20, alignSelf: "flex-end" }),
      blue({ width: 30, height: 20 }),
      lime({ width: 10 }),
    ),
    { blue: "30 50 30 20", red: "0 100 30 20" },
  ],
  [
    "absolute without insets",
    page(
      { justifyContent: "center", alignItems: "center" },
      red({ position: "absolute", width: 40, height: 20 }),
      blue({ width: 10, height: 10 }),
    ),
    { red: "80 50 40 20", blue: "95 55 10 10" },
  ],
  [
    "min and max",
    page(
      { flexDirection: "column" },
      red({ width: "100%", maxWidth: 90, height: 20 }),
      blue({ width: 10, minWidth: "50%", height: 20, padding: "0 10px" }),
    ),
    { red: "0 0 90 20", blue: "0 20 100 20" },
  ],
  [
    "span",
    page(
      {},
      <span style={{ background: "red", padding: 10 }}>
        <span style={{ background: "blue", width: 10, height: 10 }} />
      </span>,
    ),
    { red: "0 0 30 120", blue: "10 10 10 10" },
  ],
  [
    "margin auto",
    page(
      {},
      red(
        { margin: "auto", width: 40, height: 40, display: "flex" },
        blue({ marginTop: "auto", width: 10, height: 10 }),
      ),
    ),
    { red: "80 40 40 40", blue: "80 70 10 10" },
  ],
  [
    "overflow",
    page(
      {},
      red(
        { width: 60, height: 30, overflow: "hidden", display: "flex", padding: 10 },
        blue({ width: 100, height: 100 }),
      ),
    ),
    { red: "0 0 60 30", blue: "10 10 50 20" },
  ],
  [
    "aspect",
    page(
      {},
      <img
        width={40}
        height={40}
        src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxMCIgaGVpZ2h0PSIxMCI+PHJlY3Qgd2lkdGg9IjEwIiBoZWlnaHQ9IjEwIiBmaWxsPSJyZWQiLz48L3N2Zz4="
        style={{ padding: 5, border: "5px solid blue" }}
      />,
    ),
    { blue: "0 0 40 40", red: "10 10 20 20" },
  ],
];

describe("ImageResponse lays out as next/og does", () => {
  it.each(CASES)("%s", async (_, element, boxes) => {
    expect(await boxesOf(element)).toEqual(boxes);
  });
});
