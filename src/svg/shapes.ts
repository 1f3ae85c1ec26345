// The basic shapes of SVG as path data (SVG 2 §10).

import { readPoints } from "./path.ts";

/**
 * Path data of a basic shape, empty where it draws nothing.
 *
 * @param length a geometry property in user units; undefined where it is not given, or `auto`
 * @param points the `points` attribute
 * @returns undefined for other elements
 */
export function shapeData(
  name: string,
  length: (property: string) => number | undefined,
  points = "",
): string | undefined {
  const of = (property: string) => length(property) ?? 0;
  switch (name) {
    case "rect":
      return rectangle(of("x"), of("y"), of("width"), of("height"), ...radii(length));
    case "circle": {
      const r = of("r");
      return ellipse(of("cx"), of("cy"), r, r);
    }
    case "ellipse":
      return ellipse(of("cx"), of("cy"), ...radii(length));
    case "line":
      return `M${of("x1")} ${of("y1")}L${of("x2")} ${of("y2")}`;
    case "polyline":
      return polygon(points, "");
    case "polygon":
      return polygon(points, "Z");
    default:
      return undefined;
  }
}

/** `rx` and `ry`: one that is `auto`, or negative and thereby invalid, is like the other. */
function radii(length: (property: string) => number | undefined): [rx: number, ry: number] {
  const radius = (property: string) => {
    const value = length(property);
    return value !== undefined && value >= 0 ? value : undefined;
  };
  const [rx, ry] = [radius("rx"), radius("ry")];
  return [rx ?? ry ?? 0, ry ?? rx ?? 0];
}

function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  wantedX: number,
  wantedY: number,
): string {
  if (!(width > 0 && height > 0)) return "";
  const [right, bottom] = [x + width, y + height];
  const [rx, ry] = [Math.min(wantedX, width / 2), Math.min(wantedY, height / 2)];
  if (!(rx > 0 && ry > 0)) return `M${x} ${y}H${right}V${bottom}H${x}Z`;
  const arc = `A${rx} ${ry} 0 0 1 `;
  return (
    `M${x + rx} ${y}H${right - rx}${arc}${right} ${y + ry}V${bottom - ry}${arc}${right - rx} ${bottom}` +
    `H${x + rx}${arc}${x} ${bottom - ry}V${y + ry}${arc}${x + rx} ${y}Z`
  );
}

function ellipse(x: number, y: number, rx: number, ry: number): string {
  if (!(rx > 0 && ry > 0)) return "";
  const arc = `A${rx} ${ry} 0 0 1 `;
  return `M${x + rx} ${y}${arc}${x} ${y + ry}${arc}${x - rx} ${y}${arc}${x} ${y - ry}${arc}${x + rx} ${y}Z`;
}

/** Of points with an error those before it are drawn (§10.7). */
function polygon(points: string, end: string): string {
  const [first, ...rest] = readPoints(points);
  if (!first || !rest.length) return "";
  return `M${first.join(" ")}${rest.map(([x, y]) => `L${x} ${y}`).join("")}${end}`;
}
