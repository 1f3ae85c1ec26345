// The PNG encoder, judged by two decoders of other hands.

import * as fc from "fast-check";
import { PNG } from "pngjs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { kernel } from "../../src/images/wasm/kernel.ts";
import { combineAdler, joinStrips, type Strip } from "../../src/images/png/container.ts";
import { encodePng, encodeStrip } from "../../src/images/png/encode.ts";

type Paint = (x: number, y: number) => [number, number, number, number];

function frameOf(width: number, height: number, paint: Paint) {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels.set(paint(x, y), (y * width + x) * 4);
  return { pixels, width, height };
}

/** A small generator with a seed, so that a failure can be seen again. */
function randomOf(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
}

function paintOf(kind: string, seed: number): Paint {
  const random = randomOf(seed);
  const a = random();
  const b = random();
  switch (kind) {
    case "flat":
      return () => [a, b, 40, 255];
    case "noise":
      return () => [random(), random(), random(), 255];
    case "gradient":
      return (x, y) => [(x * 3 + y) & 255, (a + x) & 255, (b + y) & 255, 255];
    case "photo":
      return (x, y) => [
        128 + 90 * Math.sin((x + a) / 19) * Math.cos((y + b) / 23) + (random() & 7),
        128 + 80 * Math.sin((x * y + b) / 900) + (random() & 3),
        (x ^ y) & 255,
        255,
      ];
    case "text":
      return (x, y) =>
        ((x * 7 + a) % 23) * ((y * 5 + b) % 29) > 300 ? [250, 250, 245, 255] : [20, 24, 31, 255];
    case "alpha":
      return (x, y) => [random(), x & 255, y & 255, (x * y) & 255];
    default:
      return (x) => (x & 1 ? [0, 0, 0, 0] : [a, b, 0, 255]);
  }
}

const KINDS = ["flat", "noise", "gradient", "photo", "text", "alpha", "holes"];

describe("encodePng", () => {
  it("round-trips any frame", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 130 }),
        fc.integer({ min: 1, max: 130 }),
        fc.constantFrom(...KINDS),
        fc.nat(),
        async (width, height, kind, seed) => {
          const frame = frameOf(width, height, paintOf(kind, seed));
          const file = await encodePng(frame);
          const read = PNG.sync.read(Buffer.from(file));
          expect([read.width, read.height]).toEqual([width, height]);
          expect(Buffer.compare(read.data, frame.pixels)).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    [1, 1],
    [1200, 630],
    [9000, 33],
    [17, 5000],
    [1, 3000],
    [12000, 9],
  ])("round-trips %i×%i of every kind", async (width, height) => {
    for (const kind of KINDS) {
      const frame = frameOf(width, height, paintOf(kind, 7));
      const { data } = await sharp(await encodePng(frame))
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(Buffer.compare(data, frame.pixels), kind).toBe(0);
    }
  });

  it("undoes premultiplication exactly as resvg does", async () => {
    const { Resvg } = await import("@resvg/resvg-js");
    const rects = Array.from(
      { length: 256 },
      (_, i) =>
        `<rect x="${i % 16}" y="${i >> 4}" width="1" height="1" fill="rgb(${i},${255 - i},${(i * 37) & 255})" fill-opacity="${(((i * 91) & 255) / 255).toFixed(3)}"/>`,
    );
    const image = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">${rects.join("")}</svg>`,
      { font: { loadSystemFonts: false } },
    ).render();
    const ours = await encodePng({ pixels: image.pixels, width: 16, height: 16, premultiplied: true });
    expect(Buffer.compare(PNG.sync.read(Buffer.from(ours)).data, PNG.sync.read(image.asPng()).data)).toBe(0);
  });

  it("writes RGB where all is opaque and RGBA where not, and the same bytes each time", async () => {
    const opaque = await encodePng(frameOf(40, 40, paintOf("text", 3)));
    const holes = await encodePng(frameOf(40, 40, paintOf("holes", 3)));
    expect([opaque[25], holes[25]]).toEqual([3, 6]);
    expect(await encodePng(frameOf(40, 40, paintOf("text", 3)))).toEqual(opaque);
  });

  it("refuses pixels that do not fill the frame", async () => {
    await expect(encodePng({ pixels: new Uint8Array(8), width: 3, height: 1 })).rejects.toThrow(RangeError);
    await expect(encodePng({ pixels: new Uint8Array(0), width: 0, height: 0 })).rejects.toThrow(RangeError);
  });
});

describe("strips", () => {
  it("coded one by one, of any heights, join to the same picture", async () => {
    const frame = frameOf(300, 90, paintOf("photo", 11));
    const module = kernel();
    const at = module.alloc(frame.pixels.length);
    new Uint8Array(module.memory.buffer, at).set(frame.pixels);
    const strips: Strip[] = [];
    let y = 0;
    for (const rows of [1, 40, 9, 32, 8]) {
      strips.push(
        encodeStrip(module, {
          at: at + y * 1200,
          stride: 1200,
          width: 300,
          rows,
          channels: 3,
          premultiplied: false,
        })!,
      );
      y += rows;
    }
    const read = PNG.sync.read(Buffer.from(joinStrips({ width: 300, height: 90, channels: 3 }, strips)));
    expect(Buffer.compare(read.data, frame.pixels)).toBe(0);
  });

  it("give their Adler-32 values in a form that combines", () => {
    const plain = (bytes: Uint8Array) => {
      let a = 1;
      let b = 0;
      for (const byte of bytes) {
        a = (a + byte) % 65521;
        b = (b + a) % 65521;
      }
      return ((b << 16) | a) >>> 0;
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9000, size: "max" }), fc.uint8Array(), (first, second) => {
        expect(combineAdler(plain(first), plain(second), second.length)).toBe(
          plain(Uint8Array.of(...first, ...second)),
        );
      }),
    );
  });
});
