// Layers -> pixels, strip by strip: the places of their colours where these are few, otherwise RGBA.

import { kernel, scratchFor } from "../wasm/kernel.ts";
import { paintedColors } from "../png/encode.ts";
import { isOpaque, lay, layPlaces, type Layer } from "./layers.ts";

/** Paints the strips of one picture, each at most once in either form. */
export interface Painter {
  rows(index: number): number;
  /** Address of a strip as RGBA, premultiplied. */
  pixels(index: number): number;
  opaque(index: number): boolean;
  /** The strip as 8-bit palette indices, with the palette; undefined for over 256 colours or translucent ones. */
  places(index: number): Places | undefined;
  /** The colours of that palette that at least one pixel has. */
  seen(index: number): Uint32Array | undefined;
}

export interface Places {
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
  const placed: (Places | undefined)[] = [];
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
    places(index) {
      return (placed[index] ??= findPlaces(index));
    },
    seen(index) {
      const places = painter.places(index);
      if (!places) return undefined;
      const marks = scratchFor("seen", 256);
      module.places_seen(places.at, width * rowsOf(index), marks);
      const seen = new Uint8Array(module.memory.buffer, marks, 256);
      return places.colors.filter((_, place) => seen[place]);
    },
  };

  function findPlaces(index: number): Places | undefined {
    const at = scratchFor("places", width * height + 64) + index * step * width;
    const top = index * step;
    module.places_begin();
    if (!paintPlaces(strips[index]!.layers, at, width, top, top + rowsOf(index))) {
      const pixels = painter.pixels(index);
      module.places_begin();
      if (!module.places_pixels(at, pixels, width * rowsOf(index))) return undefined;
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

/** The same with places; false where that cannot be. */
function paintPlaces(
  layers: readonly Layer[],
  at: number,
  width: number,
  top: number,
  bottom: number,
): boolean {
  const area = { left: 0, top, right: width, bottom };
  const ground = groundOf(layers, width, top, bottom);
  if (ground < 0 || layers.some((layer, i) => i >= ground && layer.surface?.tile)) return false;
  for (let i = ground; i < layers.length; i++) if (!layPlaces(layers[i]!, area, at, width)) return false;
  return true;
}

/** The last layer that hides all below it; -1 where there is none. */
function groundOf(layers: readonly Layer[], width: number, top: number, bottom: number): number {
  return layers.findLastIndex((layer) => {
    const { box } = layer;
    return box.left <= 0 && box.right >= width && box.top <= top && box.bottom >= bottom && isOpaque(layer);
  });
}
