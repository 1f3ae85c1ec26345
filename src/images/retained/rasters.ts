// Operation -> pixels: coverage masks by the kernel, whole drawings by resvg, each at its own place.

import { LRUCache } from "lru-cache";
import { kernel, scratchFor } from "../kernel.ts";
import { addPath } from "./paths.ts";
import type { Box, DisplayList, Drawing, Fill, Group, Operation } from "./operations.ts";

/** The pixels of one operation. */
export interface Raster {
  /** Differs between any two rasters whose pixels or place may differ. */
  id: number;
  box: Box;
  /** A box filled with a colour has neither mask nor tile. */
  color: number;
  /** Coverage, a byte a pixel of `extent`. */
  mask?: Uint8Array;
  /** RGBA, premultiplied, of `extent`. */
  tile?: Uint8Array;
  /** What mask and tile cover; `box` is its visible part. */
  extent: Box;
  /** 0–255; fades a tile. */
  opacity: number;
  /** Nothing below it shows through. */
  opaque: boolean;
}

export interface RasterOptions {
  /** The most bytes that drawings may take; the least recently used go first. Default 96 MiB. */
  maxBytes?: number;
}

/** Draws one standalone SVG; returns RGBA, premultiplied. */
export type DrawSvg = (svg: string) => Promise<Uint8Array>;

const EMPTY: Box = { left: 0, top: 0, right: 0, bottom: 0 };
let lastId = 0;

/** Makes rasters, and keeps those that were expensive. */
export function createRasters(draw: DrawSvg, { maxBytes = 96 << 20 }: RasterOptions = {}) {
  const drawings = new LRUCache<string, Raster>({
    maxSize: maxBytes,
    sizeCalculation: (raster, key) =>
      (raster.tile?.length ?? 0) + (raster.mask?.length ?? 0) + key.length * 2 + 300,
  });

  async function rasterOf(operation: Operation, list: DisplayList): Promise<Raster> {
    if (operation.kind === "fill") {
      const raster = fill(operation, list);
      if (raster) return raster;
      // A path that the kernel cannot fill exactly is drawn like anything else.
      const { clip, path, color } = operation;
      const markup = `<path d="${path}" fill="${unpremultiplied(color)}"/>`;
      return rasterOf({ kind: "drawing", key: operation.key, markup, clip }, list);
    }
    const key = `${list.width} ${list.height} ${operation.key}`;
    let raster = drawings.get(key);
    if (!raster) {
      raster = operation.kind === "group" ? await fade(operation, list) : await drawing(operation, list);
      drawings.set(key, raster);
    }
    return raster;
  }

  async function drawing({ markup, clip }: Drawing, { width, height }: DisplayList): Promise<Raster> {
    const across = Math.ceil(width);
    const down = Math.ceil(height);
    const pixels = await draw(
      `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${markup}</svg>`,
    );
    if (pixels.length !== across * down * 4)
      throw new RangeError(`a drawing of ${pixels.length} bytes is not ${across}×${down}`);
    const module = kernel();
    const at = scratchFor("drawing", pixels.length);
    new Uint8Array(module.memory.buffer, at).set(pixels);
    const extent = boxAt(module.visible_box(at, across, down));
    const tile = cut(new Uint8Array(module.memory.buffer, at, pixels.length), across, extent);
    return finish({
      id: 0,
      box: intersect(extent, clip),
      extent,
      color: 0,
      tile,
      opacity: 255,
      opaque: false,
    });
  }

  /** A group is laid out on a transparent layer, then faded as a whole. */
  async function fade(group: Group, list: DisplayList): Promise<Raster> {
    const parts: Raster[] = [];
    for (const operation of group.operations) parts.push(await rasterOf(operation, list));
    const extent = parts.reduce((all, { box }) => unite(all, box), EMPTY);
    const width = extent.right - extent.left;
    const height = extent.bottom - extent.top;
    const size = width * height * 4;
    const layer = scratchFor("layer", size + 64);
    const module = kernel();
    new Uint8Array(module.memory.buffer, layer, size).fill(0);
    for (const part of parts) lay(part, extent, layer, width * 4);
    const tile = new Uint8Array(module.memory.buffer, layer, size).slice();
    const opacity = Math.floor(group.opacity * 255 + 0.5);
    return finish({ id: 0, box: extent, extent, color: 0, tile, opacity, opaque: false });
  }

  return { rasterOf };
}

export type Rasters = ReturnType<typeof createRasters>;

function fill({ path, color, clip }: Fill, list: DisplayList): Raster | undefined {
  const module = kernel();
  const whole = /^M(-?\d+) (-?\d+)h(\d+)v(\d+)h-\d+Z$/.exec(path);
  if (whole) {
    const [left, top, width, height] = whole.slice(1).map(Number);
    const extent = { left: left!, top: top!, right: left! + width!, bottom: top! + height! };
    return finish({
      id: 0,
      box: intersect(extent, clip),
      extent,
      color,
      opacity: 255,
      opaque: color >>> 24 === 255,
    });
  }
  if (!addPath(path)) return undefined;
  const extent = boxAt(module.path_box());
  if (extent.left < 0 || extent.top < 0 || extent.right > list.width || extent.bottom > list.height)
    return undefined;
  const size = (extent.right - extent.left) * (extent.bottom - extent.top);
  const at = scratchFor("mask", size + 64);
  module.path_fill(at, 0);
  const mask = new Uint8Array(module.memory.buffer, at, size).slice();
  return finish({ id: 0, box: intersect(extent, clip), extent, color, mask, opacity: 255, opaque: false });
}

/** Paints the part of a raster inside `area` onto memory that holds `area`. */
export function lay(raster: Raster, area: Box, at: number, stride: number): void {
  const box = intersect(raster.box, area);
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  if (width <= 0 || height <= 0) return;
  const module = kernel();
  const target = at + (box.top - area.top) * stride + (box.left - area.left) * 4;
  const across = raster.extent.right - raster.extent.left;
  const first = (box.top - raster.extent.top) * across;
  const inset = box.left - raster.extent.left;
  if (raster.mask) {
    const size = height * across;
    const mask = scratchFor("mask rows", size + 64);
    new Uint8Array(module.memory.buffer, mask).set(raster.mask.subarray(first, first + size));
    module.fill_mask(target, stride, mask + inset, across, width, height, raster.color);
  } else if (raster.tile) {
    const size = height * across * 4;
    const rows = raster.tile.subarray(first * 4, first * 4 + size);
    if (raster.opaque && across * 4 === stride && !inset && width === across) {
      new Uint8Array(module.memory.buffer, target).set(rows);
      return;
    }
    const tile = scratchFor("tile rows", size + 64);
    new Uint8Array(module.memory.buffer, tile).set(rows);
    module.lay_tile(target, stride, tile + inset * 4, across * 4, width, height, raster.opacity);
  } else {
    module.fill_box(target, stride, width, height, raster.color);
  }
}

function finish(raster: Raster): Raster {
  raster.id = ++lastId;
  const { tile, extent } = raster;
  if (tile && raster.opacity === 255 && tile.length) {
    raster.opaque = tile[3] === 255 && everyOpaque(tile);
  }
  if (extent.right <= extent.left || extent.bottom <= extent.top) raster.box = EMPTY;
  return raster;
}

function everyOpaque(tile: Uint8Array): boolean {
  for (let i = 3; i < tile.length; i += 4) if (tile[i] !== 255) return false;
  return true;
}

function cut(pixels: Uint8Array, across: number, { left, top, right, bottom }: Box): Uint8Array {
  const width = (right - left) * 4;
  const tile = new Uint8Array(width * (bottom - top));
  for (let y = top; y < bottom; y++) {
    const from = (y * across + left) * 4;
    tile.set(pixels.subarray(from, from + width), (y - top) * width);
  }
  return tile;
}

function boxAt(address: number): Box {
  const [left, top, right, bottom] = new Int32Array(kernel().memory.buffer, address, 4);
  return { left: left!, top: top!, right: right!, bottom: bottom! };
}

function unpremultiplied(color: number): string {
  const alpha = color >>> 24;
  const part = (shift: number) =>
    alpha ? Math.min(255, Math.round((((color >>> shift) & 255) * 255) / alpha)) : 0;
  return `rgba(${part(0)},${part(8)},${part(16)},${alpha / 255})`;
}

export function intersect(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

function unite(a: Box, b: Box): Box {
  if (b.right <= b.left || b.bottom <= b.top) return a;
  if (a.right <= a.left) return b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}
