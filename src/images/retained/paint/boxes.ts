// An element's own box (background, border, shadows, picture): painted alone, cached, and moved into place.

import { ImageCache } from "../../caches.ts";
import { bytesOfLayers, createKept } from "../keep.ts";
import { isEmpty, type Box } from "../../../svg/box.ts";
import { checkPiece, moveLayer, type Layer } from "../layers.ts";
import { joinDrawings, readDisplayList, type DisplayList } from "../svg/operations.ts";
import type { Rasters } from "../svg/rasters.ts";
import type { BoxRequest } from "./box-request.ts";
import type { WriteSvg } from "./offscreen.ts";
import { isBareSvg, writeInlineSvg } from "./inline-svg.ts";
import { writePlainBox } from "./plain-box.ts";
import { isFree, reachOf, readShadows } from "./shadows.ts";
import { SVG_MARGIN } from "./svg-shapes.ts";
import { Unsupported } from "../layout/unsupported.ts";

export interface Boxes {
  /** The layers of a box at (`left`, `top`) of a picture, clipped. */
  layersOf(
    request: BoxRequest,
    left: number,
    top: number,
    clip: Box,
    picture: Box,
  ): Layer[] | Promise<Layer[]>;
}

/** The most bytes of boxes that are kept. */
const MAX_BYTES = 48 << 20;

export function createBoxes(write: WriteSvg, rasters: Rasters): Boxes {
  const kept = createKept<readonly Layer[]>(MAX_BYTES, bytesOfLayers);

  /** An inline SVG, shape by shape. */
  async function paintShapes(svg: string): Promise<Layer[]> {
    const list = readDisplayList(svg);
    return layersOf({ ...list, operations: joinDrawings(list.operations) });
  }

  async function paint(request: BoxRequest, left: number, top: number, canvas: Box): Promise<Layer[]> {
    const { type, props, paint, color, fontSize, opacity, width, height } = request;
    const style = {
      ...paint,
      color,
      fontSize,
      ...(opacity < 1 && { opacity }),
      position: "absolute",
      left,
      top,
      width,
      height,
      boxSizing: "border-box",
    };
    const across = canvas.right - canvas.left;
    const down = canvas.bottom - canvas.top;
    const tree = {
      type: "div",
      key: null,
      props: {
        style: { display: "flex", width: across, height: down },
        children: { type, key: null, props: { ...props, style } },
      },
    };
    return layersOf(readDisplayList(await write(tree, { width: across, height: down })));
  }

  async function layersOf(list: DisplayList): Promise<Layer[]> {
    const layers: Layer[] = [];
    for (const operation of list.operations) {
      const layer = await rasters.layerOf(operation, list);
      if (!isEmpty(layer.box)) layers.push(layer);
    }
    return layers;
  }

  return {
    layersOf(request, left, top, clip, picture) {
      const { width, height, paint: style } = request;
      const shadows = style.boxShadow === undefined ? [] : readShadows(style.boxShadow);
      // resvg clips strokes at the edge of the page, which shows on a box that is hardly more than its border.
      const margin =
        reachOf(shadows) || (isBareSvg(request) ? SVG_MARGIN : width < 32 || height < 32 ? 16 : 0);
      if (shadows.length) {
        const box = { left, top, right: left + width, bottom: top + height };
        if (!isFree(shadows, box, clip, picture)) throw new Unsupported("a box with a shadow that is cut");
      }
      checkPiece((width + 2 * margin) * (height + 2 * margin));
      const key = keyOf(request, margin);
      const move = (layers: readonly Layer[]) =>
        layers.map((layer) => moveLayer(layer, left - margin, top - margin, clip));
      const known = kept.get(key);
      if (known) return move(known);
      const canvas = { left: 0, top: 0, right: width + 2 * margin, bottom: height + 2 * margin };
      const svg = writeInlineSvg(request) ?? writePlainBox(request, margin);
      const made = svg ? paintShapes(svg) : paint(request, margin, margin, canvas);
      return made.then((layers) => {
        kept.set(key, layers);
        return move(layers);
      });
    },
  };
}

function keyOf(request: BoxRequest, margin: number): string {
  const { props, paint } = request;
  return JSON.stringify([{ ...request, props: props && shorten(props), paint: shorten(paint) }, margin]);
}

/** Data URIs -> numbers that stand for them in keys: a long URI is serialized once, and not for every key. */
const numbers = new ImageCache<number>({
  maxSize: 16 << 20,
  sizeCalculation: (_, text) => text.length + 200,
});
let lastNumber = 0;
const LONG = 256;

function shorten(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let short: Record<string, unknown> | undefined;
  for (const name in record) {
    const value = record[name];
    if (typeof value !== "string" || value.length < LONG) continue;
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = ++lastNumber));
    (short ??= { ...record })[name] = { number };
  }
  return short ?? record;
}
