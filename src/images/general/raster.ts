// SVG -> pixels, by resvg.

import { draw, drawableOf } from "../resvg/drawable.ts";
import { dropOutside } from "./outside.ts";
import { boundShadows } from "./shadows.ts";
import { dropFullClips, dropFullMasks, unwrapGradients } from "./shortcuts.ts";

/** Rows of RGBA without gaps, colours multiplied by alpha. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** The SVG of satori without what resvg would draw in vain. */
const prepareSvg = (svg: string) =>
  dropOutside(boundShadows(dropFullMasks(dropFullClips(unwrapGradients(svg)))));

/**
 * Draws an SVG whose text is paths already.
 * @throws HttpError 422 for what would end the process
 */
export async function raster(svg: string, width: number, pixelDensity: number): Promise<Pixels> {
  const across = pixelDensity === 1 ? undefined : Math.round(width * pixelDensity);
  const image = await draw(await drawableOf(prepareSvg(svg), across));
  const pixels: Pixels = { data: image.pixels, width: image.width, height: image.height };
  // Native memory is given back by the event loop, not by microtasks: without this a busy process
  // grows by 3 MB a picture.
  await new Promise(setImmediate);
  return pixels;
}
