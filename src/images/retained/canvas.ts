// The retained picture of one template: the layers of its last render, and the coded strips they made.

import { kernel, scratchFor } from "../kernel.ts";
import { joinStrips, type Strip } from "../png/container.ts";
import { encodeStrip, rowsPerStrip } from "../png/encode.ts";
import { isOpaque, lay, sameLayer, type Layer } from "./layers.ts";

interface KeptStrip {
  /** What touched it, in paint order. */
  layers: readonly Layer[];
  strip: Strip;
  channels: 3 | 4;
  opaque: boolean;
}

/** What stays from one render to the next. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  strips: KeptStrip[];
  channels: 3 | 4;
}

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, strips: [], channels: 3 };
}

/** Bytes that a canvas holds on to, without the surfaces, which others hold too. */
export function bytesOfCanvas({ strips }: Canvas): number {
  return strips.reduce(
    (sum, { strip, layers }) => sum + strip.chunk.length + 100 * layers.length + 200,
    1000,
  );
}

/** The picture as PNG: only strips whose layers changed are painted and coded again. */
export function encodeCanvas(canvas: Canvas, layers: readonly Layer[]): Uint8Array {
  const file = encodeAs(canvas, layers, canvas.channels);
  if (file) return file;
  canvas.channels = canvas.channels === 3 ? 4 : 3;
  return encodeAs(canvas, layers, canvas.channels)!;
}

/** The picture as pixels: RGBA, premultiplied. */
export function paintCanvas({ width, height }: Canvas, layers: readonly Layer[]): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  const step = rowsPerStrip(width);
  for (let top = 0; top < height; top += step) {
    const bottom = Math.min(height, top + step);
    const at = paintStrip(touching(layers, top, bottom), width, top, bottom);
    pixels.set(new Uint8Array(kernel().memory.buffer, at, (bottom - top) * width * 4), top * width * 4);
  }
  return pixels;
}

/** Undefined where the picture turns out not to be what `channels` says: opaque or not. */
function encodeAs(canvas: Canvas, layers: readonly Layer[], channels: 3 | 4): Uint8Array | undefined {
  const { width, height } = canvas;
  const step = rowsPerStrip(width);
  const strips: Strip[] = [];
  let fits = channels === 3;
  for (let top = 0, index = 0; top < height; top += step, index++) {
    const bottom = Math.min(height, top + step);
    const inside = touching(layers, top, bottom);
    let kept = canvas.strips[index];
    if (!kept || kept.channels !== channels || !sameLayers(kept.layers, inside)) {
      const at = paintStrip(inside, width, top, bottom);
      const rows = bottom - top;
      const strip = encodeStrip(kernel(), {
        at,
        stride: width * 4,
        width,
        rows,
        channels,
        premultiplied: true,
      });
      if (!strip) return undefined;
      const opaque = channels === 3 || kernel().is_opaque(at, width * rows) !== 0;
      kept = { layers: inside, strip, channels, opaque };
      canvas.strips[index] = kept;
    }
    fits ||= !kept.opaque;
    strips.push(kept.strip);
  }
  return fits ? joinStrips({ width, height, channels }, strips) : undefined;
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

/** Paints rows `top` to `bottom`, from the last layer that hides all below it; returns their address. */
function paintStrip(layers: readonly Layer[], width: number, top: number, bottom: number): number {
  const stride = width * 4;
  const at = scratchFor("painted strip", stride * (bottom - top) + 64);
  let from = layers.length - 1;
  while (from >= 0 && !hides(layers[from]!, width, top, bottom)) from--;
  if (from < 0) {
    new Uint8Array(kernel().memory.buffer, at, stride * (bottom - top)).fill(0);
    from = 0;
  }
  const area = { left: 0, top, right: width, bottom };
  for (let i = from; i < layers.length; i++) lay(layers[i]!, area, at, stride);
  return at;
}

function hides(layer: Layer, width: number, top: number, bottom: number): boolean {
  const { box } = layer;
  return box.left <= 0 && box.right >= width && box.top <= top && box.bottom >= bottom && isOpaque(layer);
}
