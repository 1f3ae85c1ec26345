// The shadow of a box -> a layer, with the roundings of resvg's filters and masks.

import { kernel, scratchFor } from "../../wasm/kernel.ts";
import { grow, intersect, isEmpty, isInside, type Box } from "../../../svg/box.ts";
import { boxAt, createSurface, EMPTY, fillPath, type Layer } from "../layers.ts";
import type { CastShadow } from "./box-shadow.ts";
import { premultiply, type Color } from "./color.ts";
import { FROM_LINEAR, toLinear } from "./light.ts";
import { addPath } from "./paths.ts";

/** Larger ones are left to resvg. */
const MAX_PIXELS = 2_000_000;

/** Draws a shadow in a picture; undefined where only resvg can. */
export function castShadow(shadow: CastShadow, picture: Box): Layer | undefined {
  const { area, bounds, inside, deviation, color } = shadow;
  const reach = Math.ceil((deviation >= 2 ? 4 : 6) * deviation) + 2;
  const near = inside ? area : intersect(area, grow(outwards(bounds), reach));
  const blurred = intersect(near, grow(picture, reach));
  const seen = intersect(blurred, picture);
  if (isEmpty(seen)) return { x: 0, y: 0, box: EMPTY, color: 0, opacity: 255 };
  const width = blurred.right - blurred.left;
  const height = blurred.bottom - blurred.top;
  const pixels = width * height;
  if (pixels > MAX_PIXELS) return undefined;

  const shape = coverageIn(blurred, picture, shadow.shape);
  const box = coverageIn(seen, picture, shadow.box);
  if (!shape || !box) return undefined;
  const module = kernel();
  const at = scratchFor("shadow", pixels + 64);
  new Uint8Array(module.memory.buffer, at, pixels).set(shape);
  if (deviation) module.blur_mask(at, scratchFor("blur", 8 * pixels + 64), width, height, deviation);
  const mask = rowsOf(new Uint8Array(module.memory.buffer, at, pixels), blurred, seen);
  if (inside) for (let i = 0; i < mask.length; i++) mask[i] = 255 - mask[i]!;
  else for (let i = 0; i < box.length; i++) box[i] = 255 - box[i]!;

  const extent = { left: 0, top: 0, right: seen.right - seen.left, bottom: seen.bottom - seen.top };
  const place = { x: seen.left, y: seen.top, box: seen, opacity: 255 };
  if (!(color[0] || color[1] || color[2])) {
    for (let i = 0; i < mask.length; i++) mask[i] = times(mask[i]!, box[i]!);
    return { ...place, surface: createSurface({ extent, mask }), color: premultiply(color) };
  }
  const tile = new Uint8Array(4 * mask.length);
  const [shades, out] = [shadesOf(color), new Uint32Array(tile.buffer)];
  for (let i = 0; i < mask.length; i++) {
    const share = box[i]!;
    if (share === 255) out[i] = shades[mask[i]!]!;
    else if (share) out[i] = faded(shades[mask[i]!]!, share);
  }
  return { ...place, surface: createSurface({ extent, tile }), color: 0 };
}

/** Coverage of a path, one byte per pixel of an area; undefined if the kernel can't fill it as resvg does. */
function coverageIn(area: Box, picture: Box, path: string | undefined): Uint8Array | undefined {
  const rows = new Uint8Array((area.right - area.left) * (area.bottom - area.top));
  if (path === undefined) return rows;
  if (!addPath(path)) return undefined;
  // resvg clips a path to the picture before it samples: at the edge, coverage differs.
  if (!isInside(boxAt(kernel().path_box()), picture)) return undefined;
  const surface = fillPath();
  if (!surface) return undefined;
  const { extent, mask } = surface;
  const seen = intersect(extent, area);
  if (isEmpty(seen)) return rows;
  const { left, top, right, bottom } = seen;
  for (let y = top; y < bottom; y++) {
    const from = (y - extent.top) * (extent.right - extent.left) + left - extent.left;
    rows.set(
      mask!.subarray(from, from + right - left),
      (y - area.top) * (area.right - area.left) + left - area.left,
    );
  }
  return rows;
}

/** The part of a mask that is in a smaller area. */
function rowsOf(mask: Uint8Array, from: Box, area: Box): Uint8Array {
  const across = area.right - area.left;
  const stride = from.right - from.left;
  const rows = new Uint8Array(across * (area.bottom - area.top));
  for (let y = area.top; y < area.bottom; y++) {
    const start = (y - from.top) * stride + area.left - from.left;
    rows.set(mask.subarray(start, start + across), (y - area.top) * across);
  }
  return rows;
}

/** The pixel of a colour for each coverage: flooded and cut in linear light. */
function shadesOf(color: Color): Uint32Array {
  const module = kernel();
  const [tile, ramp, table] = [
    scratchFor("shades", 1024 + 64),
    scratchFor("ramp", 256 + 64),
    scratchFor("colours of light", 256),
  ];
  new Uint8Array(module.memory.buffer, tile, 1024).fill(0);
  new Uint8Array(module.memory.buffer, ramp, 256).set(Uint8Array.from({ length: 256 }, (_, i) => i));
  new Uint8Array(module.memory.buffer, table, 256).set(FROM_LINEAR);
  module.lay_shadow(tile, 1024, ramp, 256, 256, 1, toLinear(color));
  module.map_colors(tile, 256, table);
  return new Uint32Array(module.memory.buffer.slice(tile, tile + 1024));
}

const times = (a: number, b: number) => (a === 255 ? b : b === 255 ? a : Math.round((a * b) / 255));

function faded(pixel: number, share: number): number {
  const part = (shift: number) => Math.round((((pixel >>> shift) & 255) * share) / 255) << shift;
  return (part(0) | part(8) | part(16) | part(24)) >>> 0;
}

/** To whole pixels. */
const outwards = ({ left, top, right, bottom }: Box): Box => ({
  left: Math.floor(left),
  top: Math.floor(top),
  right: Math.ceil(right),
  bottom: Math.ceil(bottom),
});
