// The retained picture of one template: rasters from the last render, and the coded strips they made.

import { kernel, scratchFor } from "../kernel.ts";
import { joinStrips, type Strip } from "../png/container.ts";
import { encodeStrip, rowsPerStrip } from "../png/encode.ts";
import type { DisplayList } from "./operations.ts";
import { lay, type Raster, type Rasters } from "./rasters.ts";

interface KeptStrip {
  /** Ids of the rasters that touch it, in paint order. */
  ids: number[];
  strip: Strip;
  channels: 3 | 4;
  opaque: boolean;
}

/** What stays from one render to the next. */
export interface Canvas {
  width: number;
  height: number;
  rasters: Map<string, Raster>;
  strips: KeptStrip[];
  channels: 3 | 4;
}

export function createCanvas(): Canvas {
  return { width: 0, height: 0, rasters: new Map(), strips: [], channels: 3 };
}

/** Bytes that a canvas holds on to. */
export function bytesOf(canvas: Canvas): number {
  let bytes = 1000;
  for (const [key, raster] of canvas.rasters) bytes += 2 * key.length + (raster.mask?.length ?? 0) + 300;
  for (const { strip, ids } of canvas.strips) bytes += strip.chunk.length + 8 * ids.length + 200;
  return bytes;
}

/** The rasters of a display list, those of the last render where the operation is the same. */
export async function rastersFor(canvas: Canvas, list: DisplayList, rasters: Rasters): Promise<Raster[]> {
  if (canvas.width !== list.width || canvas.height !== list.height) {
    canvas.width = list.width;
    canvas.height = list.height;
    canvas.rasters.clear();
    canvas.strips = [];
  }
  const kept = new Map<string, Raster>();
  const all: Raster[] = [];
  for (const operation of list.operations) {
    const raster =
      kept.get(operation.key) ??
      canvas.rasters.get(operation.key) ??
      (await rasters.rasterOf(operation, list));
    kept.set(operation.key, raster);
    if (raster.box.right > raster.box.left && raster.box.bottom > raster.box.top) all.push(raster);
  }
  canvas.rasters = kept;
  return all;
}

/** The picture as PNG: only strips whose rasters changed are painted and coded again. */
export function encodeCanvas(canvas: Canvas, rasters: readonly Raster[]): Uint8Array {
  const first = encodeAs(canvas, rasters, canvas.channels);
  if (first) return first;
  canvas.channels = canvas.channels === 3 ? 4 : 3;
  return encodeAs(canvas, rasters, canvas.channels) ?? encodeAs(canvas, rasters, (canvas.channels = 4))!;
}

/** The picture as pixels: RGBA, premultiplied. */
export function paintCanvas(canvas: Canvas, rasters: readonly Raster[]): Uint8Array {
  const width = Math.ceil(canvas.width);
  const height = Math.ceil(canvas.height);
  const pixels = new Uint8Array(width * height * 4);
  const step = rowsPerStrip(width);
  for (let top = 0; top < height; top += step) {
    const bottom = Math.min(height, top + step);
    const touching = rasters.filter(({ box }) => box.top < bottom && box.bottom > top);
    const at = paintStrip(touching, width, top, bottom);
    const size = (bottom - top) * width * 4;
    pixels.set(new Uint8Array(kernel().memory.buffer, at, size), top * width * 4);
  }
  return pixels;
}

/** Undefined where the picture turns out not to be what `channels` says: opaque or not. */
function encodeAs(canvas: Canvas, rasters: readonly Raster[], channels: 3 | 4): Uint8Array | undefined {
  const width = Math.ceil(canvas.width);
  const height = Math.ceil(canvas.height);
  const step = rowsPerStrip(width);
  const strips: Strip[] = [];
  let clear = channels === 3;
  for (let top = 0, index = 0; top < height; top += step, index++) {
    const bottom = Math.min(height, top + step);
    const touching: Raster[] = [];
    for (const raster of rasters)
      if (raster.box.top < bottom && raster.box.bottom > top) touching.push(raster);
    let kept = canvas.strips[index];
    if (!kept || kept.channels !== channels || !sameIds(kept.ids, touching)) {
      const at = paintStrip(touching, width, top, bottom);
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
      kept = { ids: touching.map(({ id }) => id), strip, channels, opaque };
      canvas.strips[index] = kept;
    }
    clear ||= !kept.opaque;
    strips.push(kept.strip);
  }
  if (!clear) return undefined;
  return joinStrips({ width, height, channels }, strips);
}

function sameIds(ids: readonly number[], rasters: readonly Raster[]): boolean {
  if (ids.length !== rasters.length) return false;
  for (let i = 0; i < ids.length; i++) if (ids[i] !== rasters[i]!.id) return false;
  return true;
}

/** Paints rows `top` to `bottom`, from the last raster that hides all below it; returns their address. */
function paintStrip(rasters: readonly Raster[], width: number, top: number, bottom: number): number {
  const module = kernel();
  const stride = width * 4;
  const at = scratchFor("painted strip", stride * (bottom - top) + 64);
  let from = rasters.length - 1;
  while (from >= 0 && !hides(rasters[from]!, width, top, bottom)) from--;
  if (from < 0) {
    new Uint8Array(module.memory.buffer, at, stride * (bottom - top)).fill(0);
    from = 0;
  }
  const area = { left: 0, top, right: width, bottom };
  for (let i = from; i < rasters.length; i++) lay(rasters[i]!, area, at, stride);
  return at;
}

function hides({ opaque, box }: Raster, width: number, top: number, bottom: number): boolean {
  return opaque && box.left <= 0 && box.right >= width && box.top <= top && box.bottom >= bottom;
}
