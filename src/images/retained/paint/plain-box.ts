// Boxes of one colour, with rounded corners or without: the path that satori writes for them, filled here.
// Bars, chips and rules are of another size in every picture; each would ask satori, and none be asked for again.

import { readColor } from "../svg/color.ts";
import { roundedPath } from "../svg/rounded-path.ts";
import type { BoxRequest } from "./boxes.ts";

const BACKGROUNDS = new Set(["background", "backgroundColor"]);
const CORNERS = ["TopLeft", "TopRight", "BottomRight", "BottomLeft"] as const;

/**
 * The SVG of a box at (`margin`, `margin`) that is no more than its background colour; undefined for any
 * other.
 */
export function writePlainBox(request: BoxRequest, margin: number): string | undefined {
  const { type, props, paint, width, height, opacity } = request;
  if (type === "img" || type === "svg" || props) return undefined;
  let color: string | undefined;
  const radii: [number, number, number, number] = [0, 0, 0, 0];
  for (const name in paint) {
    const value = paint[name];
    if (BACKGROUNDS.has(name)) {
      if (color !== undefined || typeof value !== "string" || !COLOR.test(value.trim())) return undefined;
      color = value.trim();
      continue;
    }
    const radius = pixelsOf(value);
    if (radius === undefined) return undefined;
    if (name === "borderRadius") radii.fill(radius);
    else {
      const corner = CORNERS.findIndex((one) => name === `border${one}Radius`);
      if (corner < 0) return undefined;
      radii[corner] = radius;
    }
  }
  // satori writes other colours in words that resvg reads.
  if (color === undefined || !readColor(color)) return undefined;
  const faded = opacity < 1 ? ` fill-opacity="${opacity}"` : "";
  const [across, down] = [width + 2 * margin, height + 2 * margin];
  const shape = radii.some((radius) => radius > 0)
    ? `<path d="${roundedPath({ x: margin, y: margin, width, height, radii })}" fill="${color}"${faded}/>`
    : `<rect x="${margin}" y="${margin}" width="${width}" height="${height}" fill="${color}"${faded}/>`;
  return `<svg width="${across}" height="${down}" viewBox="0 0 ${across} ${down}" xmlns="http://www.w3.org/2000/svg">${shape}</svg>`;
}

const COLOR = /^(?:#[\da-f]{3,8}|[a-z]+|(?:rgb|hsl)a?\([\d\s.,%/]+\))$/i;

function pixelsOf(value: unknown): number | undefined {
  const length = typeof value === "string" ? /^(\d+(?:\.\d+)?)(?:px)?$/.exec(value.trim())?.[1] : value;
  const pixels = Number(length);
  return pixels >= 0 && pixels < Infinity ? pixels : undefined;
}
