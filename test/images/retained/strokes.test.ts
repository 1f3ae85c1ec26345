// Paths that the kernel draws itself have the pixels that resvg gives them.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { raster } from "../../../src/images/general/raster.ts";
import { lay } from "../../../src/images/retained/layers.ts";
import { readDisplayList } from "../../../src/images/retained/svg/operations.ts";
import { createRasters } from "../../../src/images/retained/svg/rasters.ts";
import { compare } from "../../../src/images/retained/compare.ts";
import { pathData } from "../../svg/random-path.ts";
import { kernel, scratchFor } from "../../../src/images/wasm/kernel.ts";

const SIZE = 240;

/** Draws the paths of an SVG both ways; tells how far they are apart and how many of them went to resvg. */
async function judge(content: string) {
  const svg = `<svg width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}" xmlns="http://www.w3.org/2000/svg"><rect x="0" y="0" width="${SIZE}" height="${SIZE}" fill="#fff"/>${content}</svg>`;
  let asked = 0;
  const rasters = createRasters(async (one) => {
    asked++;
    return (await raster(one, SIZE, 1)).data;
  });
  const list = readDisplayList(svg);
  const at = scratchFor("judged", SIZE * SIZE * 4 + 64);
  const area = { left: 0, top: 0, right: SIZE, bottom: SIZE };
  for (const operation of list.operations) lay(await rasters.layerOf(operation, list), area, at, SIZE * 4);
  const ours = new Uint8Array(kernel().memory.buffer, at, SIZE * SIZE * 4).slice();
  return { ...compare(ours, (await raster(svg, SIZE, 1)).data), asked };
}

const coordinate = fc.oneof(
  fc.integer({ min: 60, max: 180 }),
  fc.integer({ min: 6000, max: 18_000 }).map((hundredth) => hundredth / 100),
);
const point = fc.tuple(coordinate, coordinate);
const pen = fc.record({
  width: fc.oneof(fc.integer({ min: 2, max: 24 }), fc.constantFrom(1, 1, 1, 1.2, 1.5, 2.75, 7.3)),
  cap: fc.constantFrom("butt", "round", "square"),
  join: fc.constantFrom("miter", "round", "bevel"),
  limit: fc.constantFrom(1, 1.3, 4),
});

it("strokes any lines as resvg does", async () => {
  let drawn = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(point, { minLength: 2, maxLength: 9 }), fc.boolean()), {
        minLength: 1,
        maxLength: 3,
      }),
      pen,
      fc.constantFrom("#0c5772", "#c0392b80"),
      async (contours, { width, cap, join, limit }, color) => {
        const data = contours
          .map(([points, closed]) => `M${points.map((one) => one.join(" ")).join("L")}${closed ? "Z" : ""}`)
          .join("");
        const { psnr, pixels, asked } = await judge(
          `<path d="${data}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="${cap}" stroke-linejoin="${join}" stroke-miterlimit="${limit}"/>`,
        );
        drawn += 1 - asked;
        expect(psnr, data).toBeGreaterThanOrEqual(50);
        expect(pixels, data).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
  expect(drawn).toBeGreaterThan(200);
});

it.each([
  [
    "a chart's line",
    `<path d="M20 120L60 40.5L100 124.25L140 42.68L220 118.9" fill="none" stroke="#0c5772" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>`,
    0,
  ],
  ["right angles", `<path d="M40 40H200V200H40Z" fill="none" stroke="#000" stroke-width="6"/>`, 0],
  [
    "lines that turn back",
    `<path d="M40 40L200 40L60 40L60 100L60 50" fill="none" stroke="#000" stroke-width="9" stroke-linejoin="round"/>`,
    0,
  ],
  ["curves", `<path d="M40 40C80 10 120 10 200 200" fill="none" stroke="#000" stroke-width="4"/>`, 1],
  ["dashes", `<path d="M40 40H200" fill="none" stroke="#000" stroke-width="4" stroke-dasharray="8 4"/>`, 1],
  ["thin lines", `<path d="M40 40L200 90" fill="none" stroke="#000" stroke-width="0.6"/>`, 1],
  [
    "a map's grid",
    `<path d="M35.4 2V232M98.3 2V232M161.2 2V232M2 23.1H232M2 131.4H232M2 199.8H232" fill="none" stroke="#246a84"/>`,
    0,
  ],
  ["lines of one pixel that can be seen through", `<path d="M40 40L200 90" fill="none" stroke="#0008"/>`, 1],
  [
    "a point",
    `<path d="M40 40L40 40" fill="none" stroke="#000" stroke-width="8" stroke-linecap="round"/>`,
    1,
  ],
  [
    "a box with round corners that fills the picture",
    `<path d="M10 0H230A10 10 0 0 1 240 10V240H0V10A10 10 0 0 1 10 0Z" fill="#6366f1"/>`,
    0,
  ],
])("draws %s", async (_name, content, byResvg) => {
  const { psnr, pixels, asked } = await judge(content);
  expect([pixels, asked]).toEqual([0, byResvg]);
  expect(psnr).toBeGreaterThanOrEqual(50);
});

it("fills many shapes that begin in the same rows as resvg does, in whatever order they come", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 5500 }), fc.integer({ min: 1, max: 160 })), {
        minLength: 2,
        maxLength: 400,
      }),
      async (shapes) => {
        const data = shapes.map(([x, down]) => `M${x / 25} 20l4 ${down}l7.3 -${down}Z`).join("");
        const { psnr, asked } = await judge(`<path d="${data}" fill="#0c5772"/>`);
        expect(asked).toBe(0);
        expect(psnr, data).toBeGreaterThanOrEqual(60);
      },
    ),
    { numRuns: 60 },
  );
});

it("fills and strokes any path data as resvg does, by all commands", async () => {
  let drawn = 0;
  await fc.assert(
    fc.asyncProperty(pathData(false), pen, async (data, { width, cap, join, limit }) => {
      const { psnr, asked } = await judge(
        `<path d="${data}" fill="#0c5772"/><path d="${data}" fill="none" stroke="#c0392b" stroke-width="${width}" stroke-linecap="${cap}" stroke-linejoin="${join}" stroke-miterlimit="${limit}"/>`,
      );
      drawn += 2 - asked;
      expect(psnr, data).toBeGreaterThanOrEqual(50);
    }),
    { numRuns: 300 },
  );
  expect(drawn).toBeGreaterThan(150);
}, 60_000);
