// Text and style sheets of inline SVG are drawn where Chromium draws them: its numbers were read once, with the same fonts.
import sharp from "sharp";
import { expect, it } from "vitest";
import { loadFonts } from "../../../src/fonts/library.ts";
import { renderGeneral } from "../../../src/images/engine.ts";
import { prepared } from "../prepared.ts";
import { judge } from "../retained/judge.ts";

const fonts = await loadFonts("fonts");
const size = { width: 300, height: 120 };

const card = (children: unknown) => (
  <div style={{ display: "flex", width: "100%", height: "100%", background: "#fff", fontFamily: "Inter" }}>
    <svg width="300" height="120" viewBox="0 0 300 120">
      {children as string}
    </svg>
  </div>
);

/** Left, top, right and bottom of all that is darker than paper. */
async function inkOf(children: unknown): Promise<number[]> {
  const png = await renderGeneral(await prepared(card(children), size, fonts));
  const { data } = await sharp(png as Uint8Array)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let [left, top, right, bottom] = [size.width, size.height, 0, 0];
  for (let i = 0; i < data.length; i += 3) {
    if (data[i]! + data[i + 1]! + data[i + 2]! >= 765 - 150) continue;
    const [x, y] = [(i / 3) % size.width, Math.floor(i / 3 / size.width)];
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ];
  }
  return [left, top, right, bottom];
}

it.each<[string, number[], unknown]>([
  [
    "anchored in the middle",
    [39, 32, 81, 47],
    <text x="60" y="48" textAnchor="middle" fontSize="22" fill="#c00">
      Text
    </text>,
  ],
  [
    "in the middle of the picture",
    [82, 40, 216, 78],
    <text x="50%" y="50%" textAnchor="middle" dominantBaseline="middle" fontSize={40} fontWeight={700}>
      Agxy fi
    </text>,
  ],
  [
    "by its central baseline",
    [22, 49, 119, 70],
    <text x={20} y={60} dominantBaseline="central" fontSize={30}>
      Central
    </text>,
  ],
  [
    "hanging",
    [22, 11, 92, 38],
    <text x={20} y={10} dominantBaseline="hanging" fontSize={30}>
      Hang
    </text>,
  ],
  [
    "in parts and lines",
    [21, 26, 154, 81],
    <text x="20" y="40" fontSize="20">
      {"One "}
      <tspan fill="red" fontWeight="bold">
        two
      </tspan>
      {" three"}
      <tspan x="20" dy="1.4em" fontSize="30">
        line
      </tspan>
    </text>,
  ],
  [
    "spaced, from its end",
    [140, 26, 275, 43],
    <text x="280" y="40" textAnchor="end" fontSize="20" letterSpacing="3">
      End spaced
    </text>,
  ],
  [
    "stroked and turned",
    [18, 27, 131, 81],
    <text x="20" y="70" fontSize="60" fill="none" stroke="#06c" strokeWidth="2" transform="rotate(5)">
      Line
    </text>,
  ],
  [
    "by its style",
    [21, 29, 103, 55],
    <text x="20" y="50" style={{ fontSize: 28, fontStyle: "italic", fill: "teal" }}>
      Styled
    </text>,
  ],
  [
    "by a style sheet",
    [60, 32, 106, 48],
    <>
      <style>{".t { font-size: 24px; fill: #123; text-anchor: middle }"}</style>
      <text className="t" x="83" y="49">
        Text
      </text>
    </>,
  ],
])("draws text %s", async (_, chromium, children) => {
  const ink = await inkOf(children);
  for (const [i, edge] of chromium.entries()) expect(Math.abs(ink[i]! - edge)).toBeLessThanOrEqual(1);
  const { path, psnr } = await judge(card(children), size.width, size.height);
  expect(path).toBe("layout");
  expect(psnr).toBeGreaterThan(50);
});

it("applies the style sheet of an inline SVG to its shapes by the cascade", async () => {
  const children = (
    <>
      <style>
        {"rect { fill: red } .k { fill: #09c } g > .l { fill: #0c9; opacity: 1 } .k:hover { fill: red }"}
      </style>
      <rect className="k" width="100" height="120" fill="#000" />
      <g>
        <rect className="l" x="100" width="100" height="120" />
        <rect x="200" width="100" height="120" style={{ fill: "#fc0" }} />
      </g>
    </>
  );
  const png = await renderGeneral(await prepared(card(children), size, fonts));
  const data = await sharp(png as Uint8Array)
    .removeAlpha()
    .raw()
    .toBuffer();
  const at = (x: number) => [...data.subarray(3 * (60 * 300 + x), 3 * (60 * 300 + x) + 3)];
  expect([at(50), at(150), at(250)]).toEqual([
    [0, 0x99, 0xcc],
    [0, 0xcc, 0x99],
    [0xff, 0xcc, 0],
  ]);
});

it("draws text in scripts that the first family has not, without an error", async () => {
  const ink = await inkOf(
    <text x="20" y="60" fontSize="30">
      東京 مرحبا 🙂
    </text>,
  );
  expect(ink[2]! - ink[0]!).toBeGreaterThan(100);
});
