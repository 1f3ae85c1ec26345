// The retained picture of one template: the layers of its last render, and the coded strips they made.

import { kernel, scratchFor } from "../kernel.ts";
import { joinStrips, type Channels, type Strip } from "../png/container.ts";
import { encodeStrip, rowsPerStrip, sortedColors } from "../png/encode.ts";
import { isOpaque, lay, sameLayer, type Layer } from "./layers.ts";

interface KeptStrip {
  /** What touched it, in paint order. */
  layers: readonly Layer[];
  /** Its colours; null where they are many or not opaque; undefined where nobody asked. */
  colors?: Uint32Array | null;
  opaque?: boolean;
  coded?: { strip: Strip; channels: Channels; palette: Uint32Array | undefined };
  /** Set while a picture is being coded: where its pixels are. */
  painted: boolean;
}

/** What stays from one render to the next. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  strips: KeptStrip[];
  palette: Uint32Array | undefined;
}

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, strips: [], palette: undefined };
}

/** Bytes that a canvas holds on to, without the surfaces, which others hold too. */
export function bytesOfCanvas({ strips }: Canvas): number {
  let bytes = 1000;
  for (const { coded, layers, colors } of strips)
    bytes += (coded?.strip.chunk.length ?? 0) + 100 * layers.length + 4 * (colors?.length ?? 0) + 300;
  return bytes;
}

/**
 * The picture as PNG: only strips whose layers changed are painted and coded again. The same layers
 * give the same bytes, whatever was drawn before.
 */
export function encodeCanvas(canvas: Canvas, layers: readonly Layer[]): Uint8Array {
  const { width, height } = canvas;
  const module = kernel();
  const stride = width * 4;
  const step = rowsPerStrip(width);
  const frame = scratchFor("frame", stride * height + 64);
  const strips: KeptStrip[] = [];
  for (let top = 0, index = 0; top < height; top += step, index++) {
    const bottom = Math.min(height, top + step);
    const inside = touching(layers, top, bottom);
    const kept = canvas.strips[index];
    if (kept && sameLayers(kept.layers, inside)) {
      kept.painted = false;
      strips.push(kept);
      continue;
    }
    const at = frame + top * stride;
    paintRows(inside, at, width, top, bottom);
    strips.push({ layers: inside, painted: true });
  }
  canvas.strips = strips;
  const pixelsOf = (index: number) => {
    const kept = strips[index]!;
    const top = index * step;
    const bottom = Math.min(height, top + step);
    const at = frame + top * stride;
    if (!kept.painted) paintRows(kept.layers, at, width, top, bottom);
    kept.painted = true;
    return { at, rows: bottom - top };
  };
  const palette = (canvas.palette = commonPalette(strips, width, pixelsOf, canvas.palette));
  let channels: Channels = palette ? 1 : 3;
  if (!palette) {
    for (const [index, kept] of strips.entries()) {
      if (kept.opaque === undefined) {
        const { at, rows } = pixelsOf(index);
        kept.opaque = module.is_opaque(at, width * rows) !== 0;
      }
      if (!kept.opaque) channels = 4;
    }
  }
  const coded = strips.map((kept, index) => {
    if (kept.coded?.channels === channels && kept.coded.palette === palette) return kept.coded.strip;
    const { at, rows } = pixelsOf(index);
    const strip = encodeStrip(module, {
      at,
      stride,
      width,
      rows,
      channels,
      premultiplied: true,
    })!;
    kept.coded = { strip, channels, palette };
    return strip;
  });
  return joinStrips({ width, height, channels, palette }, coded);
}

/** The picture as pixels: RGBA, premultiplied. */
export function paintCanvas({ width, height }: Canvas, layers: readonly Layer[]): Uint8Array {
  const frame = scratchFor("frame", width * height * 4 + 64);
  paintRows(layers, frame, width, 0, height);
  return new Uint8Array(kernel().memory.buffer, frame, width * height * 4).slice();
}

/** The colours of all strips, where they are few: the list from before when it is the same. */
function commonPalette(
  strips: readonly KeptStrip[],
  width: number,
  pixelsOf: (index: number) => { at: number; rows: number },
  before: Uint32Array | undefined,
): Uint32Array | undefined {
  const module = kernel();
  for (const [index, kept] of strips.entries()) {
    if (kept.colors === undefined) {
      const { at, rows } = pixelsOf(index);
      module.colors_begin();
      const count = module.colors_add(at, width * rows);
      kept.colors = count
        ? new Uint32Array(module.memory.buffer, module.colors_found(), count).slice()
        : null;
    }
    if (!kept.colors) return undefined;
  }
  const list = scratchFor("colours", 4 * 256 + 64);
  module.colors_begin();
  for (const { colors } of strips) {
    new Uint32Array(module.memory.buffer, list, 256).set(colors!);
    if (!module.colors_add(list, colors!.length)) return undefined;
  }
  const palette = sortedColors(module);
  return before?.length === palette.length && before.every((color, i) => color === palette[i])
    ? before
    : palette;
}

function touching(layers: readonly Layer[], top: number, bottom: number): Layer[] {
  const inside: Layer[] = [];
  for (const layer of layers) if (layer.box.top < bottom && layer.box.bottom > top) inside.push(layer);
  return inside;
}

function sameLayers(a: readonly Layer[], b: readonly Layer[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!sameLayer(a[i]!, b[i]!)) return false;
  return true;
}

/** Paints rows `top` to `bottom` at an address, from the last layer that hides all below it. */
function paintRows(layers: readonly Layer[], at: number, width: number, top: number, bottom: number): void {
  const stride = width * 4;
  let from = layers.length - 1;
  while (from >= 0 && !hides(layers[from]!, width, top, bottom)) from--;
  if (from < 0) {
    new Uint8Array(kernel().memory.buffer, at, stride * (bottom - top)).fill(0);
    from = 0;
  }
  const area = { left: 0, top, right: width, bottom };
  for (let i = from; i < layers.length; i++) lay(layers[i]!, area, at, stride);
}

function hides(layer: Layer, width: number, top: number, bottom: number): boolean {
  const { box } = layer;
  return box.left <= 0 && box.right >= width && box.top <= top && box.bottom >= bottom && isOpaque(layer);
}
