// Rounded corners that hide what sticks out of a box: its coverage as satori and resvg draw it, and
// layers with what lies under the corners taken away.

import { bytesOfLayers, createKept } from "../keep.ts";
import { intersect, isEmpty, type Box } from "../../../svg/box.ts";
import { createSurface, EMPTY, groupLayers, type Layer, type Surface } from "../layers.ts";
import type { Boxes } from "./boxes.ts";
import type { BoxRequest } from "./box-request.ts";
import { Unsupported } from "../layout/unsupported.ts";

/** A part of the picture: a box, and rounded boxes that it lies in. */
export interface Clip extends Box {
  rounded: readonly Layer[];
}

/** The clip mask of a rounded padding box, as a tile: white where nothing is clipped. */
export async function coverageOf(
  box: Omit<BoxRequest, "type" | "props" | "opacity">,
  border: readonly number[],
  left: number,
  top: number,
  boxes: Boxes,
): Promise<Layer> {
  const { width, height } = box;
  const paint: Record<string, unknown> = { ...box.paint };
  for (const side of ["Top", "Right", "Bottom", "Left"]) paint[`border${side}Color`] = "transparent";
  const inside = {
    position: "absolute",
    left: 0,
    top: 0,
    width: width - border[0]! - border[1]!,
    height: height - border[2]! - border[3]!,
    backgroundColor: "#fff",
  };
  const request: BoxRequest = {
    ...box,
    type: "div",
    props: { children: { type: "div", key: null, props: { style: inside } } },
    paint: { ...paint, overflow: "hidden", display: "flex" },
    opacity: 1,
  };
  const own = { left, top, right: left + width, bottom: top + height };
  const layers = await boxes.layersOf(request, left, top, own, own);
  if (layers.length > 1) throw new Unsupported("overflow: hidden with rounded corners");
  return layers[0] ?? { x: 0, y: 0, box: EMPTY, color: 0, opacity: 255 };
}

/** A layer without what the corners of `rounded` boxes hide. */
export function cutCorners(layer: Layer, rounded: readonly Layer[]): Layer {
  let cut = layer;
  for (const box of rounded) if (!isClear(cut, box)) cut = multiply(cut, box);
  return cut;
}

/** True where a rounded box lets all of a layer through. */
export function isClear({ box }: Layer, rounded: Layer): boolean {
  const { surface, x, y } = rounded;
  const inner = intersect(box, rounded.box);
  if (isEmpty(box)) return true;
  if (inner.left > box.left || inner.top > box.top || inner.right < box.right || inner.bottom < box.bottom)
    return false;
  if (!surface?.tile) return true;
  const { left, top, right, bottom } = surface.extent;
  const [across, down] = cornersOf(surface);
  return (
    (box.left - x >= left + across && box.right - x <= right - across) ||
    (box.top - y >= top + down && box.bottom - y <= bottom - down)
  );
}

const corners = new WeakMap<Surface, [across: number, down: number]>();

/** The most columns and rows, from any side, in which something is hidden. */
function cornersOf(surface: Surface): [across: number, down: number] {
  let known = corners.get(surface);
  if (known) return known;
  const { extent, tile } = surface;
  const width = extent.right - extent.left;
  const height = extent.bottom - extent.top;
  let across = 0;
  let down = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (tile![(y * width + x) * 4 + 3] === 255) continue;
      across = Math.max(across, Math.min(x + 1, width - x));
      down = Math.max(down, Math.min(y + 1, height - y));
    }
  corners.set(surface, (known = [across, down]));
  return known;
}

/** Bytes of layers with cut corners that are kept. */
const MAX_BYTES = 8 << 20;
const kept = createKept<Layer>(MAX_BYTES, (layer) => bytesOfLayers([layer]));

function multiply(layer: Layer, rounded: Layer): Layer {
  const area = intersect(layer.box, rounded.box);
  if (isEmpty(area)) return { ...layer, box: area };
  const place = ({ surface, x, y, color, opacity, box }: Layer) =>
    [surface?.id, x, y, color, opacity, box.left, box.top, box.right, box.bottom].join();
  const key = `${place(layer)} ${place(rounded)}`;
  let cut = kept.get(key);
  if (!cut) kept.set(key, (cut = multiplied({ ...layer, box: area }, rounded)));
  return cut;
}

function multiplied(layer: Layer, { surface, x, y, color }: Layer): Layer {
  const drawn = groupLayers([layer], 1)!;
  const { extent, tile } = drawn.surface!;
  const product = Uint8Array.from(tile!);
  const coverage = surface?.tile;
  const width = extent.right - extent.left;
  // Between the corners all is seen.
  const across = surface && coverage ? cornersOf(surface)[0] : 0;
  const clearFrom = surface && coverage ? x + surface.extent.left + across : extent.right;
  const clearTo = surface && coverage ? x + surface.extent.right - across : extent.right;
  for (let row = extent.top; row < extent.bottom; row++)
    for (let column = extent.left; column < extent.right; column++) {
      if (column >= clearFrom && column < clearTo) {
        column = clearTo - 1;
        continue;
      }
      let alpha = color >>> 24;
      if (surface && coverage) {
        const { left, top, right } = surface.extent;
        alpha = coverage[((row - y - top) * (right - left) + column - x - left) * 4 + 3]!;
      }
      if (alpha === 255) continue;
      const at = ((row - extent.top) * width + column - extent.left) * 4;
      for (let i = at; i < at + 4; i++) product[i] = Math.round((product[i]! * alpha) / 255);
    }
  return { ...drawn, surface: createSurface({ extent, tile: product }) };
}
