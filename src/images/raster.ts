// SVG -> pixels, by resvg.

import { boundShadows } from "./shadows.ts";
import type { Resvg as ResvgClass } from "@resvg/resvg-js";

/** Rows of RGBA without gaps, colours multiplied by alpha. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

let engine: Promise<typeof ResvgClass> | undefined;
const load = () => (engine ??= import("@resvg/resvg-js").then(({ Resvg }) => Resvg));

/**
 * Draws an SVG whose text is paths already. System fonts stay out: searching them costs 30 ms, and
 * the same input would give other bytes on another machine.
 */
export async function raster(svg: string, width: number, pixelDensity: number): Promise<Pixels> {
  const Resvg = await load();
  const image = new Resvg(boundShadows(unwrapGradients(svg)), {
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

const WRAPPED =
  /<defs><pattern id="([^"]+)" x="0" y="0" width="1" height="1" patternUnits="objectBoundingBox">(<(?:linear|radial)Gradient id="([^"]+)"(?:(?!<\/?pattern|<rect).)*<\/(?:linear|radial)Gradient>)<rect x="0" y="0" width="([\d.]+)" height="([\d.]+)" fill="url\(#([^"]+)\)"\/><\/pattern><\/defs>/g;

/**
 * satori wraps a background gradient in a pattern, which resvg draws to a picture of its own first.
 * Where the pattern fills a rectangle of its own size at the origin, the gradient alone gives the
 * same pixels for less.
 */
export function unwrapGradients(svg: string): string {
  const fills = new Map<string, string>();
  const without = svg.replace(WRAPPED, (whole, pattern, gradient, id, width, height, used) => {
    const fill = `fill="url(#${pattern})"`;
    const shape = `<rect x="0" y="0" width="${width}" height="${height}" ${fill}/>`;
    if (id !== used || !svg.includes(shape) || svg.split(fill).length !== 2) return whole;
    fills.set(fill, `fill="url(#${id})"`);
    return `<defs>${gradient}</defs>`;
  });
  let unwrapped = without;
  for (const [pattern, gradient] of fills) unwrapped = unwrapped.replace(pattern, gradient);
  return unwrapped;
}
