// Shapes of SVG -> path data, as resvg itself turns them into paths.

import { walkPath } from "../../../svg/path.ts";

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
 * A shape as path data, moved by the margin, with the curves that SVG gives it (SVG 2 §9).
 * @throws NotPlain for elements and attributes that are not known.
 */
export function pathOf(type: string, geometry: Record<string, unknown>): string {
  const number = (name: string): number => {
    const value = geometry[name] ?? 0;
    delete geometry[name];
    if (value === "" || !Number.isFinite(Number(value))) throw new NotPlain();
    return Number(value);
  };
  const string = (name: string): string => {
    const value = readAttribute(geometry[name] ?? "");
    delete geometry[name];
    return value.trim();
  };
  const data = dataOf(type, geometry, number, string);
  if (Object.keys(geometry).length) throw new NotPlain();
  return data;
}

function dataOf(
  type: string,
  geometry: Readonly<Record<string, unknown>>,
  number: (name: string) => number,
  string: (name: string) => string,
): string {
  switch (type) {
    case "path":
      return movePath(string("d"));
    case "line":
      return movePath(`M${number("x1")} ${number("y1")}L${number("x2")} ${number("y2")}`);
    case "polyline":
    case "polygon": {
      const points = string("points");
      return points && movePath(`M${points}${type === "polygon" ? "Z" : ""}`);
    }
    case "circle": {
      const r = number("r");
      return ellipse(number("cx") + SVG_MARGIN, number("cy") + SVG_MARGIN, r, r);
    }
    case "ellipse":
      return ellipse(number("cx") + SVG_MARGIN, number("cy") + SVG_MARGIN, number("rx"), number("ry"));
    case "rect": {
      const [x, y] = [number("x") + SVG_MARGIN, number("y") + SVG_MARGIN];
      const [width, height] = [number("width"), number("height")];
      if (!(width > 0 && height > 0)) return "";
      if (geometry.rx === undefined && geometry.ry === undefined)
        return `M${x} ${y}H${x + width}V${y + height}H${x}Z`;
      const [a, b] = [number(geometry.rx === undefined ? "ry" : "rx"), number("ry")];
      const rx = Math.min(a, width / 2);
      const ry = Math.min(b || a, height / 2);
      if (!(rx > 0 && ry > 0)) throw new NotPlain();
      const arc = `A${rx} ${ry} 0 0 1 `;
      return (
        `M${x + rx} ${y}H${x + width - rx}${arc}${x + width} ${y + ry}V${y + height - ry}${arc}${x + width - rx} ${y + height}` +
        `H${x + rx}${arc}${x} ${y + height - ry}V${y + ry}${arc}${x + rx} ${y}Z`
      );
    }
    default:
      throw new NotPlain();
  }
}

function ellipse(x: number, y: number, rx: number, ry: number): string {
  if (!(rx > 0 && ry > 0)) return "";
  const arc = `A${rx} ${ry} 0 0 1 `;
  return `M${x + rx} ${y}${arc}${x} ${y + ry}${arc}${x - rx} ${y}${arc}${x} ${y - ry}${arc}${x + rx} ${y}Z`;
}

/** Path data, moved by the margin. @throws NotPlain where it has an error: what of it is drawn is resvg's to say. */
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
