// A strip's bytes are a function of its pixels: not of what lies in memory after them.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { encodeStrip, mapColors, unitePalettes } from "../../src/images/png/encode.ts";
import { kernel } from "../../src/images/wasm/kernel.ts";
import type { Channels } from "../../src/images/png/container.ts";

const MOST = 96;
const ROWS = 40;
const AFTER = 64;
const module = kernel();
const at = module.alloc(MOST * ROWS * 4 + AFTER);

/** Pixels that repeat, so that matches run up to the end of the strip. */
const strip = fc.record({
  width: fc.integer({ min: 1, max: MOST }),
  rows: fc.integer({ min: 1, max: ROWS }),
  channels: fc.constantFrom<Channels>(1, 3, 4),
  tile: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  step: fc.integer({ min: 1, max: 50 }),
  noise: fc.array(fc.tuple(fc.nat(MOST * ROWS * 4 - 1), fc.nat(255)), { maxLength: 12 }),
});
type Strip = typeof strip extends fc.Arbitrary<infer T> ? T : never;

function encode({ width, rows, channels, tile, step, noise }: Strip, filler: number): string {
  // The buffers of the encoder hold what is longest, in another way each time.
  write((i) => (i * filler) & 255, MOST * ROWS * 4 + AFTER);
  for (const all of [1, 3, 4] as const) code(MOST, ROWS, all);
  const length = width * rows * (channels === 1 ? 1 : 4);
  write(
    (i) =>
      channels === 1 ? tile[i % tile.length]! % 8 : i % 4 === 3 ? 255 : tile[(i * step) % tile.length]!,
    length,
  );
  const bytes = new Uint8Array(module.memory.buffer, at, length);
  for (const [place, value] of noise)
    if (place < length && (channels === 1 || place % 4 !== 3))
      bytes[place] = channels === 1 ? value % 8 : value;
  new Uint8Array(module.memory.buffer, at + length, AFTER).fill(filler);
  return Buffer.from(code(width, rows, channels)!.chunk).toString("hex");
}

function write(value: (i: number) => number, length: number): void {
  const bytes = new Uint8Array(module.memory.buffer, at, length);
  for (let i = 0; i < length; i++) bytes[i] = value(i);
}

function code(width: number, rows: number, channels: Channels) {
  const colors = Uint32Array.from({ length: 256 }, (_, i) => (0xff000000 | i) >>> 0);
  unitePalettes(module, [colors]);
  mapColors(module, colors);
  const stride = channels === 1 ? width : width * 4;
  return encodeStrip(module, { at, stride, width, rows, channels, premultiplied: true });
}

it("codes a strip alike whatever lies after it", () => {
  fc.assert(
    fc.property(strip, (one) => {
      const first = encode(one, 0);
      for (const filler of [255, 3, 170]) expect(encode(one, filler)).toBe(first);
    }),
    { numRuns: 2000, seed: 20261201 },
  );
});
