// Writes satori's SVG for plain boxes: one colour, at most one kind of border, rounded corners and shadows. Bars, chips
// and buttons have another size in every picture, so that cached results of satori would never be used again.

import { readColor } from "../svg/color.ts";
import { radiiOf, roundedPath, type Radii, type RoundedBox } from "../svg/rounded-path.ts";
import type { BoxRequest } from "./box-request.ts";
import { readShadows } from "./shadows.ts";

const BACKGROUNDS = new Set(["background", "backgroundColor"]);
const CORNERS = ["TopLeft", "TopRight", "BottomRight", "BottomLeft"] as const;

/**
 * The SVG of a plain box at (`margin`, `margin`); undefined for any other box.
 */
export function writePlainBox(request: BoxRequest, margin: number): string | undefined {
  const { type, props, paint, width, height, opacity } = request;
  if (type === "img" || type === "svg" || props) return undefined;
  let color: string | undefined;
  const radii: [number, number, number, number] = [0, 0, 0, 0];
  const border: { width?: unknown; style?: unknown; color?: unknown } = {};
  let shadow = "";
  for (const name in paint) {
    const value = paint[name];
    if (BACKGROUNDS.has(name)) {
      if (color !== undefined || typeof value !== "string") return undefined;
      color = value.trim();
    } else if (name === "borderRadius" || CORNERS.some((corner) => name === `border${corner}Radius`)) {
      const radius = pixelsOf(value);
      if (radius === undefined) return undefined;
      if (name === "borderRadius") radii.fill(radius);
      else radii[CORNERS.findIndex((corner) => name === `border${corner}Radius`)] = radius;
    } else if (name === "border") {
      const parts = BORDER.exec(String(value).trim());
      if (!parts) return undefined;
      [border.width, border.style, border.color] = [parts[1], "solid", parts[2]];
    } else if (name === "borderWidth") border.width = value;
    else if (name === "borderStyle") border.style = value;
    else if (name === "borderColor") border.color = value;
    else if (name === "boxShadow") shadow = String(value);
    else return undefined;
  }
  const outer: RoundedBox = { x: margin, y: margin, width, height, radii };
  const background = color === undefined ? "" : fillOf(outlineOf(outer), color);
  const line = borderOf(outer, border);
  const shadows = shadow && opacity === 1 ? writeShadows(shadow, outer, margin) : shadow ? undefined : "";
  if (background === undefined || line === undefined || shadows === undefined) return undefined;
  const shapes = background + line;
  // satori fades a single shape by its own opacity.
  const faded =
    opacity === 1
      ? shapes
      : background && line
        ? `<g opacity="${opacity}">${shapes}</g>`
        : shapes.replace("/>", ` fill-opacity="${opacity}"/>`);
  const [across, down] = [width + 2 * margin, height + 2 * margin];
  return `<svg width="${across}" height="${down}" viewBox="0 0 ${across} ${down}" xmlns="http://www.w3.org/2000/svg">${shadows}${faded}</svg>`;
}

/** An element without its colour. */
function outlineOf({ x, y, width, height, radii }: RoundedBox): string {
  return radii.some((radius) => radius > 0)
    ? `path x="${x}" y="${y}" width="${width}" height="${height}" d="${roundedPath({ x, y, width, height, radii })}"`
    : `rect x="${x}" y="${y}" width="${width}" height="${height}"`;
}

/** A shape in a colour; undefined where only resvg reads that. */
const fillOf = (outline: string, color: string): string | undefined =>
  COLOR.test(color) && readColor(color) ? `<${outline} fill="${color}"/>` : undefined;

/** A border of whole pixels on all sides; undefined for any other. */
function borderOf(
  { x, y, width, height, radii }: RoundedBox,
  { width: thick, style, color }: { width?: unknown; style?: unknown; color?: unknown },
): string | undefined {
  if (thick === undefined && style === undefined && color === undefined) return "";
  const by = pixelsOf(thick);
  if (style !== "solid" || typeof color !== "string" || by === undefined || !Number.isInteger(by))
    return undefined;
  const inner = { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
  if (!by) return "";
  if (!(inner.width > 0 && inner.height > 0)) return undefined;
  const path = roundedPath({ x, y, width, height, radii });
  const drawn = radiiOf(path)!.map((radius) => Math.max(0, radius - by)) as unknown as Radii;
  return fillOf(`path fill-rule="evenodd" d="${path}Z ${roundedPath({ ...inner, radii: drawn })}Z"`, color);
}

/** Shadows around a box, the last one lowest, as satori writes them; undefined for others. */
function writeShadows(value: string, box: RoundedBox, margin: number): string | undefined {
  const { x, y, width, height } = box;
  const [across, down] = [width + 2 * margin, height + 2 * margin];
  const shadows = readShadows(value);
  let markup = "";
  for (const [i, shadow] of shadows.entries()) {
    const { blur, spread, inset, color } = shadow;
    // How far the filter's area goes beyond the shape.
    const room = (blur * blur) / 4 + spread;
    if (inset || color === undefined || room < 0 || !readColor(color)) return undefined;
    const cast = outlineOf({ ...box, x: x + shadow.x, y: y + shadow.y });
    const share = (part: number, whole: number) => `${(part / whole) * 100}%`;
    const area = `x="${share(-room, width)}" y="${share(-room, height)}" width="${share(width + 2 * room, width)}" height="${share(height + 2 * room, height)}"`;
    const shape = `<${cast} fill="#fff" stroke="#fff" stroke-width="${2 * spread}"/>`;
    const less = `<mask id="n${i}" maskUnits="userSpaceOnUse"><${cast} fill="#fff" stroke="#000" stroke-width="${-2 * spread}"/></mask>`;
    markup =
      `<mask id="m${i}" maskUnits="userSpaceOnUse"><rect x="0" y="0" width="${across}" height="${down}" fill="#fff"/><${outlineOf(box)} fill="#000"/></mask>` +
      `<filter id="f${i}" ${area}><feGaussianBlur stdDeviation="${blur / 2}" result="b"/><feFlood flood-color="${color}" in="SourceGraphic" result="f"/><feComposite in="f" in2="b" operator="in"/></filter>` +
      (spread < 0 ? less : "") +
      `<g mask="url(#m${i})" filter="url(#f${i})">${spread < 0 ? `<g mask="url(#n${i})">${shape}</g>` : shape}</g>` +
      markup;
  }
  return markup;
}

const BORDER = /^(\d+)px\s+solid\s+(\S+|\w+\([^)]*\))$/;
const COLOR = /^(?:#[\da-f]{3,8}|[a-z]+|(?:rgb|hsl)a?\([\d\s.,%/]+\))$/i;

function pixelsOf(value: unknown): number | undefined {
  const length = typeof value === "string" ? /^(\d+(?:\.\d+)?)(?:px)?$/.exec(value.trim())?.[1] : value;
  const pixels = Number(length);
  return pixels >= 0 && pixels < Infinity ? pixels : undefined;
}
