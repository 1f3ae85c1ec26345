// Layers: pixels at a position in the picture, composited by source-over.

import { type Box, intersect, isEmpty, sameBox, shift, unite } from "../../svg/box.ts";
import { kernel, scratchFor } from "../wasm/kernel.ts";
import { Unsupported } from "./layout/unsupported.ts";

/** Pixels at an origin of their own, never changed once made. */
export interface Surface {
  /** Differs between any two surfaces. */
  id: number;
  /** The pixels that mask or tile hold, relative to the surface's origin. */
  extent: Box;
  /** Coverage, a byte a pixel. */
  mask?: Uint8Array;
  /** RGBA, premultiplied. */
  tile?: Uint8Array;
  /** A tile without transparency. */
  opaque: boolean;
}

/** A surface in the picture, or, without one, a box filled with a colour. */
export interface Layer {
  surface?: Surface;
  /** The surface's origin, in the picture. */
  x: number;
  y: number;
  /** The visible part, in the picture. */
  box: Box;
  /** Premultiplied RGBA, red in the lowest byte, for masks and boxes. */
  color: number;
  /** 0–255; fades a tile. */
  opacity: number;
}

export const EMPTY: Box = { left: 0, top: 0, right: 0, bottom: 0 };

let lastId = 0;

export function createSurface({ extent, mask, tile }: Pick<Surface, "extent" | "mask" | "tile">): Surface {
  const opaque = tile !== undefined && tile[3] === 255 && everyOpaque(tile);
  return { id: ++lastId, extent, mask, tile, opaque };
}

export function bytesOfSurface({ mask, tile }: Surface): number {
  return (mask?.length ?? 0) + (tile?.length ?? 0) + 200;
}

export function sameLayer(a: Layer, b: Layer): boolean {
  return (
    a.surface?.id === b.surface?.id &&
    a.x === b.x &&
    a.y === b.y &&
    a.color === b.color &&
    a.opacity === b.opacity &&
    sameBox(a.box, b.box)
  );
}

/** True where nothing below shows through inside the box. */
export function isOpaque({ surface, color, opacity }: Layer): boolean {
  return surface ? surface.opaque && opacity === 255 : color >>> 24 === 255;
}

/** Moves a layer and clips it. */
export function moveLayer(layer: Layer, dx: number, dy: number, clip: Box): Layer {
  return { ...layer, x: layer.x + dx, y: layer.y + dy, box: intersect(shift(layer.box, dx, dy), clip) };
}

/** Paints the part of a layer inside `area` onto memory at `at` that holds `area`. */
export function lay(layer: Layer, area: Box, at: number, stride: number): void {
  const { surface, color } = layer;
  const box = intersect(layer.box, area);
  if (isEmpty(box)) return;
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const module = kernel();
  const target = at + (box.top - area.top) * stride + (box.left - area.left) * 4;
  if (!surface) {
    module.fill_box(target, stride, width, height, color);
    return;
  }
  const { extent, mask, tile, opaque } = surface;
  const across = extent.right - extent.left;
  const inset = box.left - layer.x - extent.left;
  if (mask) {
    module.fill_mask(target, stride, maskRows(layer, box), across, width, height, color);
  } else if (tile) {
    const first = (box.top - layer.y - extent.top) * across * 4;
    const part = tile.subarray(first, first + height * across * 4);
    if (opaque && layer.opacity === 255 && across * 4 === stride && width === across) {
      new Uint8Array(module.memory.buffer, target).set(part);
      return;
    }
    const rows = scratchFor("tile rows", part.length + 64);
    new Uint8Array(module.memory.buffer, rows).set(part);
    module.lay_tile(target, stride, rows + inset * 4, across * 4, width, height, layer.opacity);
  }
}

/**
 * The same as palette indices, a byte a pixel.
 *
 * @returns false where that is not possible: for tiles, and for more than 256 colours.
 */
export function layIndexed(layer: Layer, area: Box, at: number, stride: number): boolean {
  const { surface, color } = layer;
  const box = intersect(layer.box, area);
  if (isEmpty(box)) return true;
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const target = at + (box.top - area.top) * stride + box.left - area.left;
  if (!surface) return kernel().indexed_box(target, stride, width, height, color) !== 0;
  if (!surface.mask) return false;
  const across = surface.extent.right - surface.extent.left;
  return kernel().indexed_mask(target, stride, maskRows(layer, box), across, width, height, color) !== 0;
}

/** Brings the rows of a mask that are in a box of the picture into the kernel's memory: where the box begins in them. */
function maskRows({ surface, x, y }: Layer, { left, top, bottom }: Box): number {
  const { extent, mask } = surface!;
  const across = extent.right - extent.left;
  const first = (top - y - extent.top) * across;
  const part = mask!.subarray(first, first + (bottom - top) * across);
  const rows = scratchFor("mask rows", part.length + 64);
  new Uint8Array(kernel().memory.buffer, rows, part.length).set(part);
  return rows + left - x - extent.left;
}

/** Lays layers on a transparent surface, to be faded as one. */
export function groupLayers(layers: readonly Layer[], opacity: number): Layer | undefined {
  const extent = layers
    .map(({ box }) => box)
    .filter((box) => !isEmpty(box))
    .reduce<Box | undefined>(unite, undefined);
  if (!extent) return undefined;
  const stride = (extent.right - extent.left) * 4;
  const size = stride * (extent.bottom - extent.top);
  const at = scratchFor("group", size + 64);
  new Uint8Array(kernel().memory.buffer, at, size).fill(0);
  for (const layer of layers) lay(layer, extent, at, stride);
  const tile = new Uint8Array(kernel().memory.buffer, at, size).slice();
  const surface = createSurface({ extent, tile });
  return { surface, x: 0, y: 0, box: extent, color: 0, opacity: Math.floor(opacity * 255 + 0.5) };
}

/** The part of a picture that is not transparent. */
export function cutSurface(pixels: Uint8Array, width: number, height: number): Surface {
  const module = kernel();
  const at = scratchFor("drawing", pixels.length + 64);
  new Uint8Array(module.memory.buffer, at).set(pixels);
  const extent = boxAt(module.visible_box(at, width, height));
  const source = new Uint8Array(module.memory.buffer, at, pixels.length);
  const across = (extent.right - extent.left) * 4;
  const [first, last] = [extent.top * width * 4, extent.bottom * width * 4];
  if (across === width * 4) return createSurface({ extent, tile: source.slice(first, last) });
  const tile = new Uint8Array(across * (extent.bottom - extent.top));
  for (let y = extent.top; y < extent.bottom; y++) {
    const from = (y * width + extent.left) * 4;
    tile.set(source.subarray(from, from + across), (y - extent.top) * across);
  }
  return createSurface({ extent, tile });
}

/** The most pixels of a picture, and of a piece of one: the kernel's memory never shrinks. */
export const MAX_PIXELS = 4_200_000;

/** @throws Unsupported for a piece that is larger than any picture: satori and resvg draw what is seen of it. */
export function checkPiece(pixels: number): void {
  if (pixels > MAX_PIXELS) throw new Unsupported("a piece far larger than the picture", { transient: true });
}

/**
 * Fills the kernel's path, by the even-odd or the non-zero rule; undefined if it covers no pixel.
 *
 * @throws Unsupported if it covers too many
 */
export function fillPath(evenOdd = false): Surface | undefined {
  const module = kernel();
  const extent = boxAt(module.path_box());
  if (isEmpty(extent)) return undefined;
  const size = (extent.right - extent.left) * (extent.bottom - extent.top);
  checkPiece(size);
  const at = scratchFor("mask", size + 64);
  module.path_fill(at, Number(evenOdd));
  return createSurface({ extent, mask: new Uint8Array(module.memory.buffer, at, size).slice() });
}

/** The box at an address in the kernel's memory. */
export function boxAt(address: number): Box {
  const [left, top, right, bottom] = new Int32Array(kernel().memory.buffer, address, 4);
  return { left: left!, top: top!, right: right!, bottom: bottom! };
}

function everyOpaque(tile: Uint8Array): boolean {
  const pixels = new Uint32Array(tile.buffer, tile.byteOffset, tile.length >> 2);
  for (let i = 0; i < pixels.length; i++) if (pixels[i]! < 0xff000000) return false;
  return true;
}
