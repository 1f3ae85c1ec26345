// Operation -> layer: paths filled by the kernel, other drawings by resvg, each whole and at its own place.

import { kernel } from "../../wasm/kernel.ts";
import { bytesOfLayers, createKept } from "../keep.ts";
import { intersect, isEmpty, isInside } from "../../../svg/box.ts";
import { boxAt, cutSurface, EMPTY, fillPath, groupLayers, type Layer } from "../layers.ts";
import type { DisplayList, Drawing, Fill, Group, Operation, Shadow } from "./operations.ts";
import { castShadow } from "./cast.ts";
import { addPath } from "./paths.ts";
import { CAPS, JOINS, type Pen } from "./pen.ts";

export interface RasterOptions {
  /** The most bytes that drawings may take; the least recently used go first. Default 32 MiB. */
  maxBytes?: number;
}

/** Draws one standalone SVG; returns RGBA, premultiplied. */
export type DrawSvg = (svg: string) => Promise<Uint8Array>;

/** Makes layers, and keeps those that were expensive. */
export interface Rasters {
  layerOf(operation: Operation, list: DisplayList): Promise<Layer>;
}

export function createRasters(draw: DrawSvg, { maxBytes = 32 << 20 }: RasterOptions = {}): Rasters {
  const kept = createKept<Layer>(maxBytes, (layer) => bytesOfLayers([layer]));

  async function layerOf(operation: Operation, list: DisplayList): Promise<Layer> {
    if (operation.kind === "fill") {
      const layer = fill(operation, list);
      if (layer) return layer;
      // A path that the kernel cannot fill exactly is drawn like anything else.
      const { clip, path, color, pen, evenOdd } = operation;
      const paint = unpremultiplied(color);
      const look = pen
        ? `fill="none" stroke="${paint}" stroke-width="${pen.width}" stroke-linecap="${pen.cap}" stroke-linejoin="${pen.join}" stroke-miterlimit="${pen.miterLimit}"`
        : `fill="${paint}"${evenOdd ? ' fill-rule="evenodd"' : ""}`;
      const markup = `<path d="${path}" ${look}/>`;
      return layerOf({ kind: "drawing", key: operation.key, markup, clip }, list);
    }
    const key = `${list.width} ${list.height} ${operation.key}`;
    let layer = kept.get(key);
    if (!layer) {
      if (operation.kind === "group") layer = await group(operation, list);
      else if (operation.kind === "shadow") layer = await shadow(operation, list);
      else layer = await drawing(operation, list);
      kept.set(key, layer);
    }
    return layer;
  }

  async function drawing({ markup, clip }: Drawing, { width, height }: DisplayList): Promise<Layer> {
    const across = Math.ceil(width);
    const down = Math.ceil(height);
    const pixels = await draw(
      `<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${markup}</svg>`,
    );
    if (pixels.length !== across * down * 4)
      throw new RangeError(`a drawing of ${pixels.length} bytes is not ${across}×${down}`);
    const surface = cutSurface(pixels, across, down);
    return { surface, x: 0, y: 0, box: intersect(surface.extent, clip), color: 0, opacity: 255 };
  }

  async function shadow({ cast, clip, drawing: byResvg }: Shadow, list: DisplayList): Promise<Layer> {
    const picture = { left: 0, top: 0, right: Math.ceil(list.width), bottom: Math.ceil(list.height) };
    const layer = castShadow(cast, picture);
    return layer ? { ...layer, box: intersect(layer.box, clip) } : drawing(byResvg, list);
  }

  async function group({ operations, opacity }: Group, list: DisplayList): Promise<Layer> {
    const layers: Layer[] = [];
    for (const operation of operations) layers.push(await layerOf(operation, list));
    return groupLayers(layers, opacity) ?? NOTHING;
  }

  return { layerOf };
}

const NOTHING: Layer = { x: 0, y: 0, box: EMPTY, color: 0, opacity: 255 };
const WHOLE = /^M(-?\d+) (-?\d+)h(\d+)v(\d+)h-\d+Z$/;

function fill({ path, color, clip, pen, evenOdd }: Fill, list: DisplayList): Layer | undefined {
  const whole = pen ? undefined : WHOLE.exec(path);
  if (whole) {
    const [left, top, width, height] = whole.slice(1).map(Number);
    const box = { left: left!, top: top!, right: left! + width!, bottom: top! + height! };
    return { x: 0, y: 0, box: intersect(box, clip), color, opacity: 255 };
  }
  if (!addPath(path)) return undefined;
  // Crossing translucent hairlines are composited twice, which one coverage mask can't express.
  if (pen?.width === 1 && color >>> 24 !== 255) return undefined;
  if (pen && !drawLines(pen)) return undefined;
  // resvg cuts a path at the picture's edge before it counts samples.
  const covered = boxAt(kernel().path_box());
  if (!isEmpty(covered) && !isInside(covered, { left: 0, top: 0, right: list.width, bottom: list.height }))
    return undefined;
  const surface = fillPath(evenOdd);
  if (!surface) return kernel().path_box() ? NOTHING : undefined;
  const { extent } = surface;
  const box = intersect(extent, clip);
  return isEmpty(box) ? NOTHING : { surface, x: 0, y: 0, box, color, opacity: 255 };
}

/** Turns the kernel's path into what the pen covers; false where it cannot. */
function drawLines({ width, cap, join, miterLimit }: Pen): boolean {
  return kernel().path_stroke(width, CAPS.indexOf(cap), JOINS.indexOf(join), miterLimit) === 1;
}

function unpremultiplied(color: number): string {
  const alpha = color >>> 24;
  const part = (shift: number) =>
    alpha ? Math.min(255, Math.round((((color >>> shift) & 255) * 255) / alpha)) : 0;
  return `rgba(${part(0)},${part(8)},${part(16)},${alpha / 255})`;
}
