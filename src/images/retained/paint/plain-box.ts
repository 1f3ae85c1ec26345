// Boxes of one colour, with rounded corners or without: the path that satori writes for them, filled here.
// Bars, chips and rules are of another size in every picture; each would ask satori, and none be asked for again.

import { readColor } from "../svg/color.ts";
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
  const radii = [0, 0, 0, 0];
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
    ? `<path d="${roundedPath(margin, margin, width, height, radii)}" fill="${color}"${faded}/>`
    : `<rect x="${margin}" y="${margin}" width="${width}" height="${height}" fill="${color}"${faded}/>`;
  return `<svg width="${across}" height="${down}" viewBox="0 0 ${across} ${down}" xmlns="http://www.w3.org/2000/svg">${shape}</svg>`;
}

const COLOR = /^(?:#[\da-f]{3,8}|[a-z]+|(?:rgb|hsl)a?\([\d\s.,%/]+\))$/i;

function pixelsOf(value: unknown): number | undefined {
  const length = typeof value === "string" ? /^(\d+(?:\.\d+)?)(?:px)?$/.exec(value.trim())?.[1] : value;
  const pixels = Number(length);
  return pixels >= 0 && pixels < Infinity ? pixels : undefined;
}

/** Two radii on one side: the larger gives way, and both take half where both are larger. */
function shareOut(one: number, other: number, side: number): [number, number] {
  if (one + other <= side) return [one, other];
  const half = side / 2;
  if (one > half && other > half) return [half, half];
  return one > half ? [side - other, other] : [one, side - one];
}

/** The outline that satori writes, clockwise from the top left. */
function roundedPath(x: number, y: number, width: number, height: number, radii: readonly number[]): string {
  const [topLeft, topRight, bottomRight, bottomLeft] = radii as [number, number, number, number];
  const [topA, topB] = shareOut(topLeft, topRight, width);
  const [bottomD, bottomC] = shareOut(bottomLeft, bottomRight, width);
  const [leftA, leftD] = shareOut(topLeft, bottomLeft, height);
  const [rightB, rightC] = shareOut(topRight, bottomRight, height);
  const a = Math.min(topA, leftA);
  const b = Math.min(topB, rightB);
  const c = Math.min(bottomC, rightC);
  const d = Math.min(bottomD, leftD);
  const arc = (r: number, dx: number, dy: number) => `a${r},${r} 0 0 1 ${dx},${dy}`;
  return (
    `M${x + a},${y} h${width - a - b} ${arc(b, b, b)} v${height - b - c} ${arc(c, -c, c)} ` +
    `h${c + d - width} ${arc(d, -d, -d)} v${a + d - height} ${arc(a, a, -a)}`
  );
}
