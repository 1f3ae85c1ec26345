// Shapes of SVG -> path data, as resvg itself turns them into paths.

import { walkPath } from "../../../svg/path.ts";
import { shapeData } from "../../../svg/shapes.ts";

/**
 * Pixels before the box, and after it. resvg draws a picture in the picture on a layer with this margin,
 * and cuts what reaches over the layer's edge in a way of its own, which shows inside too.
 */
export const SVG_MARGIN = 2;
export const SVG_MARGIN_AFTER = 3;

/** An element or an attribute that only satori and resvg draw right. */
export class NotPlain extends Error {}

const PLAIN = /^[^"<>&]*$/;

/** An attribute that means the same wherever it stands. */
export function readAttribute(value: unknown): string {
  const written = typeof value === "number" ? String(value) : value;
  if (typeof written !== "string" || !PLAIN.test(written) || /url\(|inherit|var\(/.test(written))
    throw new NotPlain();
  return written;
}

/**
 * A shape as path data, moved by the margin.
 * @throws NotPlain for elements and attributes that are not known, and for path data with an error: what of it is
 * drawn is resvg's to say.
 */
export function pathOf(type: string, geometry: Record<string, unknown>): string {
  const known = new Set<string>();
  const text = (name: string): string => {
    known.add(name);
    return readAttribute(geometry[name] ?? "").trim();
  };
  const length = (name: string): number | undefined => {
    known.add(name);
    const value = geometry[name];
    if (value === undefined) return undefined;
    if (value === "" || value === null || !Number.isFinite(Number(value))) throw new NotPlain();
    return Number(value);
  };
  const data = type === "path" ? text("d") : shapeData(type, length, text("points"));
  if (data === undefined || Object.keys(geometry).some((name) => !known.has(name))) throw new NotPlain();
  return data && movePath(data);
}

function movePath(data: string): string {
  let out = "";
  const write = (command: string, ...points: number[]) => {
    out += `${command}${points.map((point) => short(point + SVG_MARGIN)).join(" ")}`;
  };
  const isRead = walkPath(data, {
    move: (...points) => write("M", ...points),
    line: (...points) => write("L", ...points),
    quad: (...points) => write("Q", ...points),
    cubic: (...points) => write("C", ...points),
    arc: (rx, ry, rotation, large, sweep, x, y) =>
      write(`A${rx} ${ry} ${rotation} ${Number(large)} ${Number(sweep)} `, x, y),
    close: () => write("Z"),
  });
  if (!isRead) throw new NotPlain();
  return out;
}

/** A coordinate as exact as a pixel needs, in the few digits that the kernel reads. */
const short = (value: number): number => Math.round(value * 1e7) / 1e7;
