// Pixels -> PNG, fast: strips of rows coded by the WebAssembly module, by sharp where that is missing.

import { loadSharp } from "../../require.ts";
import { kernel, scratchFor, type Kernel } from "../wasm/kernel.ts";
import { joinStrips, type Channels, type Strip } from "./container.ts";

/** A picture in memory: rows of RGBA, 8 bits each, without gaps. */
export interface Frame {
  pixels: Uint8Array;
  width: number;
  height: number;
  /** True where the colours are multiplied by alpha, as resvg gives them. Default false. */
  premultiplied?: boolean;
}

/** Uncompressed bytes that a strip aims at: long enough for matches, short enough to be redone alone. */
const STRIP_BYTES = 115_200;

/**
 * Encodes a frame as PNG: with a palette where it has 256 colours at most, RGB where every pixel is
 * opaque, otherwise RGBA. Always exact.
 * The same pixels give the same bytes in any process.
 *
 * @example
 * const file = await encodePng({ pixels: image.pixels, width: 1200, height: 630, premultiplied: true });
 */
export async function encodePng(frame: Frame): Promise<Uint8Array> {
  const { pixels, width, height } = frame;
  if (pixels.length !== width * height * 4 || !pixels.length) {
    throw new RangeError(`encodePng: ${pixels.length} bytes are not ${width}×${height} RGBA pixels`);
  }
  let module: Kernel;
  try {
    module = kernel();
  } catch {
    return encodeBySharp(frame);
  }
  return encodeByModule(module, frame);
}

/** Rows to a strip for a picture of this width. */
export function rowsPerStrip(width: number): number {
  return Math.min(256, Math.max(4, Math.round(STRIP_BYTES / (width * 3 + 1))));
}

/**
 * Codes rows that already are in the module's memory: RGBA, or for one channel the palette indices that `mapColors` was told of.
 * Undefined where `channels` is 3 and a pixel is not opaque.
 */
export function encodeStrip(
  module: Kernel,
  rows: {
    at: number;
    stride: number;
    width: number;
    rows: number;
    channels: Channels;
    premultiplied: boolean;
  },
): Strip | undefined {
  const out = scratchFor("coded strip", module.strip_bound(rows.width, rows.rows));
  const size = module.encode_strip(
    rows.at,
    rows.stride,
    rows.width,
    rows.rows,
    rows.channels,
    rows.premultiplied ? 1 : 0,
    -1,
    out,
  );
  if (!size) return undefined;
  return {
    chunk: new Uint8Array(module.memory.buffer, out, size).slice(),
    adler: module.strip_adler() >>> 0,
    length: module.strip_length(),
  };
}

function encodeByModule(module: Kernel, frame: Frame): Uint8Array {
  const palette = paletteOf(module, frame);
  if (palette) return encodeAs(module, frame, 1, palette)!;
  return encodeAs(module, frame, 3) ?? encodeAs(module, frame, 4)!;
}

/** The frame's colours, where they are few and opaque; its strips are coded with them from now on. */
function paletteOf(module: Kernel, frame: Frame): Uint32Array | undefined {
  module.indexed_begin();
  for (const strip of stripsOf(module, frame)) if (!indicesOf(module, frame, strip)) return undefined;
  const colors = paintedColors(module);
  const palette = unitePalettes(module, [colors]);
  mapColors(module, colors);
  return palette;
}

/** Address of a strip as palette indices; undefined for more than 256 colours. */
function indicesOf(
  module: Kernel,
  { width }: Frame,
  { at, rows }: { at: number; rows: number },
): number | undefined {
  const indices = scratchFor("strip indices", rows * width + 64);
  return module.indexed_pixels(indices, at, rows * width) ? indices : undefined;
}

/** The colours that were painted since `indexed_begin`, by palette index; a copy. */
export function paintedColors(module: Kernel): Uint32Array {
  return new Uint32Array(module.memory.buffer, module.indexed_colors(), module.indexed_count()).slice();
}

/** The colours of all lists, sorted; undefined for more than 256. */
export function unitePalettes(module: Kernel, lists: readonly Uint32Array[]): Uint32Array | undefined {
  let count = 0;
  module.colors_begin();
  for (const list of lists)
    if (!(count = module.colors_add(colorsAt(module, list), list.length))) return undefined;
  return new Uint32Array(module.memory.buffer, module.colors_sort(), count).slice();
}

/** Sets the colours that palette indices of the next strips stand for; the palette is the one that was last united. */
export function mapColors(module: Kernel, colors: Uint32Array): void {
  module.colors_map(colorsAt(module, colors), colors.length);
}

function colorsAt(module: Kernel, colors: Uint32Array): number {
  const at = scratchFor("colours", 4 * 256);
  new Uint32Array(module.memory.buffer, at, colors.length).set(colors);
  return at;
}

function encodeAs(
  module: Kernel,
  frame: Frame,
  channels: Channels,
  palette?: Uint32Array,
): Uint8Array | undefined {
  const { width, height, premultiplied = false } = frame;
  const strips: Strip[] = [];
  for (const part of stripsOf(module, frame)) {
    const { rows } = part;
    const at = palette ? indicesOf(module, frame, part)! : part.at;
    const stride = palette ? width : width * 4;
    const strip = encodeStrip(module, { at, stride, width, rows, channels, premultiplied });
    if (!strip) return undefined;
    strips.push(strip);
  }
  return joinStrips({ width, height, channels, palette }, strips);
}

/** Brings the frame into the module's memory, strip by strip. */
function* stripsOf(
  module: Kernel,
  { pixels, width, height }: Frame,
): Generator<{ at: number; rows: number }> {
  const step = rowsPerStrip(width);
  const stride = width * 4;
  const at = scratchFor("strip", stride * Math.min(step, height) + 64);
  for (let y = 0; y < height; y += step) {
    const rows = Math.min(step, height - y);
    new Uint8Array(module.memory.buffer, at).set(pixels.subarray(y * stride, (y + rows) * stride));
    yield { at, rows };
  }
}

async function encodeBySharp({ pixels, width, height, premultiplied = false }: Frame): Promise<Uint8Array> {
  const sharp = loadSharp();
  let opaque = true;
  for (let i = 3; i < pixels.length && opaque; i += 4) opaque = pixels[i] === 255;
  const input = sharp(pixels, { raw: { width, height, channels: 4, premultiplied } });
  return (opaque ? input.removeAlpha() : input).png({ compressionLevel: 3 }).toBuffer();
}
