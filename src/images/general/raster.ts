// SVG -> pixels, by resvg.

import { loadResvg } from "../../commonjs.ts";
import { dropOutside } from "./outside.ts";
import { boundShadows } from "./shadows.ts";
import { dropFullClips, dropFullMasks, unwrapGradients } from "./shortcuts.ts";

/** Rows of RGBA without gaps, colours multiplied by alpha. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** The SVG of satori without what resvg would draw in vain, or would end the process at. */
const prepareSvg = (svg: string) =>
  dropOutside(boundShadows(dropFullMasks(dropFullClips(unwrapGradients(svg)))));

/**
 * Draws an SVG whose text is paths already. System fonts stay out: searching them costs 30 ms, and
 * the same input would give other bytes on another machine.
 */
export async function raster(svg: string, width: number, pixelDensity: number): Promise<Pixels> {
  const { Resvg } = loadResvg();
  const image = new Resvg(prepareSvg(svg), {
    font: { loadSystemFonts: false },
    logLevel: "off",
    ...(pixelDensity === 1 ? {} : { fitTo: { mode: "width", value: Math.round(width * pixelDensity) } }),
  }).render();
  const pixels: Pixels = { data: image.pixels, width: image.width, height: image.height };
  // Native memory is given back by the event loop, not by microtasks: without this a busy process
  // grows by 3 MB a picture.
  await new Promise(setImmediate);
  return pixels;
}
