// Layers -> pixels, strip by strip: palette indices if there are few colours, otherwise RGBA.

import { kernel, scratchFor } from "../wasm/kernel.ts";
import { paintedColors } from "../png/encode.ts";
import { isOpaque, lay, layIndexed, type Layer } from "./layers.ts";

/** Paints the strips of one picture, each at most once in either form. */
export interface Painter {
  rows(index: number): number;
  /** Address of a strip as RGBA, premultiplied. */
  pixels(index: number): number;
  opaque(index: number): boolean;
  /** The strip as 8-bit palette indices, with the palette; undefined for over 256 colours or translucent ones. */
  indexed(index: number): IndexedStrip | undefined;
  /** The colours of that palette that at least one pixel has. */
  seen(index: number): Uint32Array | undefined;
}

export interface IndexedStrip {
  at: number;
  colors: Uint32Array;
}

export function createPainter(
  width: number,
  height: number,
  step: number,
  strips: readonly { layers: readonly Layer[] }[],
): Painter {
  const module = kernel();
  const painted: (number | undefined)[] = [];
  const indexed: (IndexedStrip | undefined)[] = [];
  const rowsOf = (index: number) => Math.min(step, height - index * step);

  const painter: Painter = {
    rows: rowsOf,
    pixels(index) {
      return (painted[index] ??= paintRows(
        strips[index]!.layers,
        scratchFor("frame", width * height * 4 + 64) + index * step * width * 4,
        width,
        index * step,
        index * step + rowsOf(index),
      ));
    },
    opaque: (index) => module.is_opaque(painter.pixels(index), width * rowsOf(index)) !== 0,
    indexed(index) {
      return (indexed[index] ??= toIndexed(index));
    },
    seen(index) {
      const strip = painter.indexed(index);
      if (!strip) return undefined;
      const marks = scratchFor("seen", 256);
      module.indexed_seen(strip.at, width * rowsOf(index), marks);
      const seen = new Uint8Array(module.memory.buffer, marks, 256);
      return strip.colors.filter((_, color) => seen[color]);
    },
  };

  function toIndexed(index: number): IndexedStrip | undefined {
    const at = scratchFor("indices", width * height + 64) + index * step * width;
    const top = index * step;
    module.indexed_begin();
    if (!paintIndexed(strips[index]!.layers, at, width, top, top + rowsOf(index))) {
      const pixels = painter.pixels(index);
      module.indexed_begin();
      if (!module.indexed_pixels(at, pixels, width * rowsOf(index))) return undefined;
    }
    return { at, colors: paintedColors(module) };
  }

  return painter;
}

/** The picture as pixels: RGBA, premultiplied. */
export function paintPixels(layers: readonly Layer[], width: number, height: number): Uint8Array {
  const at = paintRows(layers, scratchFor("frame", width * height * 4 + 64), width, 0, height);
  return new Uint8Array(kernel().memory.buffer, at, width * height * 4).slice();
}

/** Paints rows `top` to `bottom` at an address, from the last layer that hides all below it. */
function paintRows(layers: readonly Layer[], at: number, width: number, top: number, bottom: number): number {
  const stride = width * 4;
  const area = { left: 0, top, right: width, bottom };
  const ground = groundOf(layers, width, top, bottom);
  if (ground < 0) new Uint8Array(kernel().memory.buffer, at, stride * (bottom - top)).fill(0);
  for (let i = Math.max(0, ground); i < layers.length; i++) lay(layers[i]!, area, at, stride);
  return at;
}

/** The same as palette indices; false where that is not possible. */
function paintIndexed(
  layers: readonly Layer[],
  at: number,
  width: number,
  top: number,
  bottom: number,
): boolean {
  const area = { left: 0, top, right: width, bottom };
  const ground = groundOf(layers, width, top, bottom);
  if (ground < 0 || layers.some((layer, i) => i >= ground && layer.surface?.tile)) return false;
  for (let i = ground; i < layers.length; i++) if (!layIndexed(layers[i]!, area, at, width)) return false;
  return true;
}

/** The last layer that hides all below it; -1 where there is none. */
function groundOf(layers: readonly Layer[], width: number, top: number, bottom: number): number {
  return layers.findLastIndex((layer) => {
    const { box } = layer;
    return box.left <= 0 && box.right >= width && box.top <= top && box.bottom >= bottom && isOpaque(layer);
  });
}
