// Text with shadows, as resvg's filters draw it: blurred coverage in colours laid over one another, and the
// text on top, in linear light.

import { kernel, scratchFor } from "../../wasm/kernel.ts";
import { readColor, type Color } from "../svg/color.ts";
import { FROM_LINEAR, toLinear } from "../svg/light.ts";
import { grow, intersect, isEmpty, shift, type Box } from "../../../svg/box.ts";
import { checkPiece, createSurface, type Layer, type Surface } from "../layers.ts";
import { Unsupported } from "../layout/unsupported.ts";
import { splitByCommas } from "../../css-lists.ts";

/** A shadow of letters; lengths are pixels. */
export interface TextShadow {
  x: number;
  y: number;
  blur: number;
  color: Color;
}

/** Text that casts shadows. */
export interface ShadedText {
  /** Its coverage, and where that is in the picture. */
  ink: Surface;
  x: number;
  y: number;
  /** Bounding box of its outlines in the picture, unrounded. */
  bounds: Box;
  /** Clips the letters before they cast shadows: satori clips the source of the filter, not its result. */
  clip: Box;
  color: Color;
  /** Size of its layout box, which the filter region is computed from. */
  width: number;
  height: number;
}

/** Reads a `textShadow`. @throws Unsupported for what only satori reads. */
export function readTextShadows(value: unknown): readonly TextShadow[] {
  const text = String(value).trim();
  // satori draws `none` as a black shadow without offset and blur, right behind the letters.
  if (text === "none") return [{ x: 0, y: 0, blur: 0, color: [0, 0, 0, 255] }];
  return splitByCommas(text).map((shadow) => {
    const match = SHADOW.exec(shadow.trim());
    const color = readColor(match?.[1] ?? match?.[5] ?? "black");
    if (!match || !color || (match[1] && match[5]))
      throw new Unsupported(`textShadow: ${JSON.stringify(value)}`);
    const [x, y, blur] = match.slice(2, 5).map((length = "0") => Number.parseFloat(length));
    if (!(blur! >= 0)) throw new Unsupported(`textShadow: ${JSON.stringify(value)}`);
    return { x: x!, y: y!, blur: blur!, color };
  });
}

const LENGTH = String.raw`(0|[-+]?(?:\d+(?:\.\d*)?|\.\d+)px)`;
const COLOR = String.raw`([a-z]+\([^)]*\)|#[\da-f]+|[a-z]+)`;
const SHADOW = new RegExp(
  `^(?:${COLOR}\\s+)?${LENGTH}\\s+${LENGTH}(?:\\s+${LENGTH})?(?:\\s+${COLOR})?$`,
  "i",
);

/** The text and its shadows as one layer; undefined where nothing of them is in the picture. */
export function shadeText(text: ShadedText, shadows: readonly TextShadow[], picture: Box): Layer | undefined {
  const { ink, color } = text;
  const inked = shift(ink.extent, text.x, text.y);
  // Letters outside of the picture may cast shadows into it.
  const reach = Math.max(...shadows.map(reachOf));
  const area = intersect(areaOf(text, shadows), grow(picture, reach));
  const box = intersect(area, grow(inked, reach));
  if (isEmpty(intersect(box, picture))) return undefined;
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const pixels = width * height;
  checkPiece(pixels);
  const module = kernel();
  const tile = scratchFor("shaded text", 4 * pixels + 64);
  const mask = scratchFor("shadow", pixels + 64);
  const work = scratchFor("blur", 8 * pixels + 64);
  new Uint8Array(module.memory.buffer, tile, 4 * pixels).fill(0);
  for (const { x, y, blur, color: shade } of shadows.toReversed()) {
    drawMask(text, box, mask, color[3]);
    if (blur) module.blur_mask(mask, work, width, height, blur / 2);
    const cast = intersect(box, shift(box, Math.trunc(x), Math.trunc(y)));
    if (isEmpty(cast)) continue;
    const to = (cast.top - box.top) * width + cast.left - box.left;
    const from = mask + to - Math.trunc(y) * width - Math.trunc(x);
    const [across, down] = [cast.right - cast.left, cast.bottom - cast.top];
    module.lay_shadow(tile + 4 * to, 4 * width, from, width, across, down, toLinear(shade));
  }
  drawMask(text, box, mask, 255);
  module.lay_shadow(tile, 4 * width, mask, width, width, height, toLinear(color));
  const table = scratchFor("colours of light", 256);
  new Uint8Array(module.memory.buffer, table, 256).set(FROM_LINEAR);
  module.map_colors(tile, pixels, table);
  const made = new Uint8Array(module.memory.buffer, tile, 4 * pixels).slice();
  const surface = createSurface({ extent: { left: 0, top: 0, right: width, bottom: height }, tile: made });
  return { surface, x: box.left, y: box.top, box: intersect(box, picture), color: 0, opacity: 255 };
}

/** The text's coverage in a box of the picture, faded by an alpha. */
function drawMask({ ink, x, y, clip }: ShadedText, box: Box, at: number, alpha: number): void {
  const width = box.right - box.left;
  const target = new Uint8Array(kernel().memory.buffer, at, width * (box.bottom - box.top)).fill(0);
  const { extent, mask } = ink;
  const across = extent.right - extent.left;
  const seen = intersect(intersect(shift(extent, x, y), clip), box);
  if (isEmpty(seen)) return;
  for (let row = seen.top; row < seen.bottom; row++) {
    const from = (row - y - extent.top) * across + seen.left - x - extent.left;
    target.set(
      mask!.subarray(from, from + seen.right - seen.left),
      (row - box.top) * width + seen.left - box.left,
    );
  }
  if (alpha < 255) for (let i = 0; i < target.length; i++) target[i] = (target[i]! * alpha + 255) >> 8;
}

/**
 * The filter region. satori sizes it in percent of the *layout* box, but resvg resolves those percentages against the
 * bounding box of the *outlines*. Both are reproduced, so that a blur is cut off where theirs is.
 */
function areaOf({ bounds, width, height }: ShadedText, shadows: readonly TextShadow[]): Box {
  let [left, top, right, bottom] = [0, 0, width, height];
  for (const { x, y, blur } of shadows) {
    const spread = (blur * blur) / 4;
    left = Math.min(x - spread, left);
    right = Math.max(x + spread + width, right);
    top = Math.min(y - spread, top);
    bottom = Math.max(y + spread + height, bottom);
  }
  const share = (part: number, whole: number) => Number(((part / whole) * 110).toFixed(2)) / 100;
  const across = bounds.right - bounds.left;
  const down = bounds.bottom - bounds.top;
  const x = bounds.left + share(left, width) * across;
  const y = bounds.top + share(top, height) * down;
  return {
    left: Math.floor(x),
    top: Math.floor(y),
    right: Math.floor(x) + Math.ceil(share(right - left, width) * across),
    bottom: Math.floor(y) + Math.ceil(share(bottom - top, height) * down),
  };
}

/** An upper bound of the distance to which a shadow has any colour. */
const reachOf = ({ x, y, blur }: TextShadow) =>
  Math.ceil(Math.max(Math.abs(x), Math.abs(y)) + (blur >= 4 ? 2 * blur : 3 * blur)) + 8;
