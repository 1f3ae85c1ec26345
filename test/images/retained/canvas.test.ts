// The retained canvas: what it codes is what it paints, from any layers and after any picture.

import * as fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { createCanvas, encodeCanvas, paintCanvas } from "../../../src/images/retained/canvas.ts";
import { createSurface, type Layer } from "../../../src/images/retained/layers.ts";

const WIDTH = 400;
const HEIGHT = 250; // three strips
const PICTURE = { left: 0, top: 0, right: WIDTH, bottom: HEIGHT };

const gray = (value: number, alpha = 255) => ((alpha << 24) | (value * 0x010101)) >>> 0;
/** Premultiplied, red lowest; few of them, so that the same meet often. */
const color = fc.constantFrom(gray(255), gray(10), 0xff3040c0, 0xff80a010, gray(60, 128), gray(200, 230));

const place = fc.record({
  left: fc.integer({ min: 0, max: WIDTH - 1 }),
  top: fc.integer({ min: 0, max: HEIGHT - 1 }),
  across: fc.integer({ min: 1, max: 90 }),
  down: fc.integer({ min: 1, max: 60 }),
});

/** What a glyph's edge may be covered by, and a few values that only rounded corners have. */
const COVERAGES = [0, 0, 0, 255, 255, 255, 16, 32, 63, 64, 128, 143, 239, 240, 7, 200];

interface Shape {
  at: { left: number; top: number; across: number; down: number };
  ink: number;
  kind: "box" | "mask" | "tile";
  seed: number;
  opacity: number;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  at: place,
  ink: color,
  kind: fc.constantFrom("box", "mask", "mask", "mask", "tile"),
  seed: fc.nat(),
  opacity: fc.constantFrom(255, 90),
});

function layerOf({ at: { left, top, across, down }, ink, kind, seed, opacity }: Shape): Layer {
  const extent = { left: 0, top: 0, right: across, bottom: down };
  const box = { left, top, right: Math.min(WIDTH, left + across), bottom: Math.min(HEIGHT, top + down) };
  const layer: Layer = { x: left, y: top, box, color: ink, opacity: 255 };
  if (kind === "box") return layer;
  if (kind === "tile") {
    const tile = new Uint8Array(across * down * 4).fill(255);
    for (let i = 0; i < tile.length; i += 4) tile[i] = (Math.imul(i, seed | 1) >>> 9) & 3 ? 250 : 30;
    return { ...layer, surface: createSurface({ extent, tile }), opacity };
  }
  const runs = (i: number) => Math.imul((i >> 3) + 1, seed | 1) >>> 12;
  const mask = Uint8Array.from({ length: across * down }, (_, i) => COVERAGES[runs(i) % COVERAGES.length]!);
  return { ...layer, surface: createSurface({ extent, mask }) };
}

const ground = (value: number): Layer => ({ x: 0, y: 0, box: PICTURE, color: value, opacity: 255 });

/** A picture: mostly on a ground of one colour. */
const picture = fc
  .tuple(fc.constantFrom(gray(255), gray(240), 0xff203040, gray(9, 40)), fc.array(shape, { maxLength: 30 }))
  .map(([value, shapes]) => shapes.map(layerOf).toSpliced(0, 0, ground(value)));

/** RGBA without premultiplication, as a decoder gives it. */
const straight = (pixels: Uint8Array) =>
  pixels.map((value, i) => {
    const alpha = pixels[i | 3]!;
    return (i & 3) === 3 || alpha === 255
      ? value
      : alpha
        ? Math.min(255, Math.floor(value / (alpha / 255) + 0.5))
        : 0;
  });

describe("a canvas", () => {
  it("codes the pixels that it paints, the same bytes whatever was drawn before", () => {
    fc.assert(
      fc.property(fc.array(picture, { minLength: 1, maxLength: 4 }), (pictures) => {
        const canvas = createCanvas(WIDTH, HEIGHT);
        for (const layers of pictures) {
          const file = encodeCanvas(canvas, layers);
          const fresh = createCanvas(WIDTH, HEIGHT);
          expect(
            Buffer.compare(PNG.sync.read(Buffer.from(file)).data, straight(paintCanvas(fresh, layers))),
          ).toBe(0);
          expect(Buffer.compare(file, encodeCanvas(fresh, layers))).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps its palette from one text to another", () => {
    const canvas = createCanvas(WIDTH, HEIGHT);
    const coverage = (levels: number[]) => {
      const extent = { left: 0, top: 0, right: levels.length, bottom: 1 };
      const box = { left: 9, top: 9, right: 9 + levels.length, bottom: 10 };
      const surface = createSurface({ extent, mask: Uint8Array.from(levels) });
      return { surface, x: 9, y: 9, box, color: gray(0), opacity: 255 };
    };
    encodeCanvas(canvas, [ground(gray(255)), coverage([16, 255, 64])]);
    const { palette } = canvas;
    expect(palette).toBeDefined();
    encodeCanvas(canvas, [ground(gray(255)), coverage([128, 255, 143, 240])]);
    expect(canvas.palette).toBe(palette);
  });
});
