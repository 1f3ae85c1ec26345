// The retained picture of one template: the layers of its last render, and the coded strips they made.

import { kernel } from "../wasm/kernel.ts";
import { joinStrips, type Channels, type Strip } from "../png/container.ts";
import { encodeStrip, mapColors, rowsPerStrip, unitePalettes } from "../png/encode.ts";
import { sameLayer, type Layer } from "./layers.ts";
import { createPainter, paintPixels, type Painter } from "./strips.ts";

interface KeptStrip {
  /** The layers that overlap the strip, in paint order. */
  layers: readonly Layer[];
  /**
   * Palette of this strip, by palette index. `null`: more than 256 colours or translucent ones, so it has none;
   * `undefined`: not computed yet.
   */
  colors?: Uint32Array | null;
  /** The colours of the palette that at least one pixel has. */
  seen?: Uint32Array;
  opaque?: boolean;
  coded?: { strip: Strip; channels: Channels; palette: Uint32Array | undefined };
}

/** State kept between two renders of a template. */
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
  for (const { coded, layers, colors, seen } of strips)
    bytes +=
      (coded?.strip.chunk.length ?? 0) +
      100 * layers.length +
      4 * ((colors?.length ?? 0) + (seen?.length ?? 0)) +
      300;
  return bytes;
}

/**
 * The picture as PNG: only strips whose layers changed are painted and coded again. The same layers
 * give the same bytes, whatever was drawn before.
 */
export function encodeCanvas(canvas: Canvas, layers: readonly Layer[]): Uint8Array {
  const { width, height } = canvas;
  const module = kernel();
  const step = rowsPerStrip(width);
  const order = byColors(canvas.strips, Math.ceil(height / step));
  const strips: KeptStrip[] = [];
  for (let top = 0; top < height; top += step) {
    const inside = touching(layers, top, Math.min(height, top + step));
    const kept = canvas.strips[strips.length];
    strips.push(kept && sameLayers(kept.layers, inside) ? kept : { layers: inside });
  }
  canvas.strips = strips;
  const painter = createPainter(width, height, step, strips);
  const palette = (canvas.palette = commonPalette(strips, painter, order, canvas.palette));
  const channels = palette ? 1 : isOpaque(strips, painter) ? 3 : 4;
  const coded = strips.map((kept, index) => {
    if (kept.coded?.channels === channels && kept.coded.palette === palette) return kept.coded.strip;
    const at = palette ? painter.indexed(index)!.at : painter.pixels(index);
    if (palette) mapColors(module, kept.colors!);
    const strip = encodeStrip(module, {
      at,
      stride: palette ? width : width * 4,
      width,
      rows: painter.rows(index),
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
  return paintPixels(layers, width, height);
}

/**
 * The colours that all strips are painted with, where they are few; otherwise those that are seen. The list from
 * before when it is the same.
 */
function commonPalette(
  strips: readonly KeptStrip[],
  painter: Painter,
  order: readonly number[],
  before: Uint32Array | undefined,
): Uint32Array | undefined {
  const module = kernel();
  const seenIn = (index: number) => (strips[index]!.seen ??= painter.seen(index)!);
  const lists: Uint32Array[] = [];
  for (const index of order) {
    const kept = strips[index]!;
    if (kept.colors === undefined) kept.colors = painter.indexed(index)?.colors ?? null;
    if (!kept.colors) return undefined;
    // No palette last time: check after each strip, starting with the most colourful, to give up early.
    if (!before && lists.push(seenIn(index)) && !unitePalettes(module, lists)) return undefined;
  }
  const painted = strips.map(({ colors }) => colors!);
  const palette = unitePalettes(module, painted) ?? unitePalettes(module, [...strips.keys()].map(seenIn));
  return before?.length === palette?.length && before?.every((color, i) => color === palette![i])
    ? before
    : palette;
}

/** The indexes of strips, those first that had the most colours in the last picture. */
function byColors(last: readonly KeptStrip[], count: number): number[] {
  const colorsIn = (index: number) => {
    const kept = last[index];
    return kept?.colors === null ? Infinity : (kept?.seen?.length ?? 0);
  };
  return Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => colorsIn(b) - colorsIn(a) || a - b,
  );
}

function isOpaque(strips: readonly KeptStrip[], painter: Painter): boolean {
  let all = true;
  for (const [index, kept] of strips.entries()) {
    kept.opaque ??= painter.opaque(index);
    if (!kept.opaque) all = false;
  }
  return all;
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
