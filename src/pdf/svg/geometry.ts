// Paths, basic shapes and transforms of SVG, written as PDF operators.
import { fine } from "../syntax.ts";

export type Matrix = readonly [number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** A `transform` attribute (CSS Transforms 1 §20). What cannot be read changes nothing. */
export function parseTransform(source: string | undefined): Matrix {
  let out = IDENTITY;
  for (const [, name, list = ""] of (source ?? "").matchAll(/([a-zA-Z]+)\s*\(([^)]*)\)/g)) {
    const v = numbers(list);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = v;
    if (name === "matrix" && v.length === 6) out = multiply(out, [a, b, c, d, e, f]);
    else if (name === "translate") out = multiply(out, [1, 0, 0, 1, a, b]);
    else if (name === "scale") out = multiply(out, [a, 0, 0, v.length > 1 ? b : a, 0, 0]);
    else if (name === "rotate") {
      const angle = (a * Math.PI) / 180;
      const turn: Matrix = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
      out = multiply(multiply(multiply(out, [1, 0, 0, 1, b, c]), turn), [1, 0, 0, 1, -b, -c]);
    } else if (name === "skewX") out = multiply(out, [1, 0, Math.tan((a * Math.PI) / 180), 1, 0, 0]);
    else if (name === "skewY") out = multiply(out, [1, Math.tan((a * Math.PI) / 180), 0, 1, 0, 0]);
  }
  return out;
}

export const numbers = (source: string): number[] =>
  (source.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number).filter(Number.isFinite);

/** What is drawn, and the box around its points, for paints that need one. */
export interface Shape {
  ops: string;
  box: [left: number, top: number, right: number, bottom: number];
}

/** Collects path operators. */
class Pen {
  ops = "";
  box: Shape["box"] = [Infinity, Infinity, -Infinity, -Infinity];

  #point(x: number, y: number): string {
    const { box } = this;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
    return `${fine(x)} ${fine(y)} `;
  }
  move(x: number, y: number): void {
    this.ops += `${this.#point(x, y)}m `;
  }
  line(x: number, y: number): void {
    this.ops += `${this.#point(x, y)}l `;
  }
  curve(a: number, b: number, c: number, d: number, x: number, y: number): void {
    this.ops += `${this.#point(a, b)}${this.#point(c, d)}${this.#point(x, y)}c `;
  }
  close(): void {
    this.ops += "h ";
  }
}

const COUNTS: Record<string, number> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };

/** The numbers of a path's segment; the flags of an arc may stand without spaces around them. */
function segment(command: string, source: string): number[] {
  if (command !== "a") return numbers(source);
  const out: number[] = [];
  const number = String.raw`([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)[\s,]*`;
  const arc = new RegExp(`${number}${number}${number}([01])[\\s,]*([01])[\\s,]*${number}${number}`, "gi");
  for (const match of source.matchAll(arc)) out.push(...match.slice(1, 8).map(Number));
  return out;
}

/** Path data (SVG 2 §9.3). Reading stops at the first error, as the standard says. */
export function pathShape(data: string): Shape {
  const pen = new Pen();
  let [x, y, startX, startY, controlX, controlY] = [0, 0, 0, 0, 0, 0];
  let before = "";
  for (const [, letter = "", rest = ""] of data.matchAll(/([a-zA-Z])([^a-df-zA-DF-Z]*)/g)) {
    let command = letter.toLowerCase();
    const relative = letter === command;
    const count = COUNTS[command];
    if (count === undefined) break;
    if (command === "z") {
      pen.close();
      [x, y] = [startX, startY];
      before = "z";
      continue;
    }
    const values = segment(command, rest);
    for (let i = 0; i + count <= values.length; i += count) {
      const v = values.slice(i, i + count);
      if (relative && command !== "a")
        for (let j = 0; j < count; j++) v[j]! += command === "h" ? x : command === "v" ? y : j % 2 ? y : x;
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = v;
      const smooth = (letters: string): [number, number] =>
        letters.includes(before) && before ? [2 * x - controlX, 2 * y - controlY] : [x, y];
      if (command === "m") {
        pen.move(a, b);
        [x, y, startX, startY] = [a, b, a, b];
      } else if (command === "l" || command === "h" || command === "v") {
        if (command === "l") [x, y] = [a, b];
        else if (command === "h") x = a;
        else y = a;
        pen.line(x, y);
      } else if (command === "c") {
        pen.curve(a, b, c, d, e, f);
        [controlX, controlY, x, y] = [c, d, e, f];
      } else if (command === "s") {
        const [p, q] = smooth("cs");
        pen.curve(p, q, a, b, c, d);
        [controlX, controlY, x, y] = [a, b, c, d];
      } else if (command === "q" || command === "t") {
        const [p, q] = command === "q" ? [a, b] : smooth("qt");
        const [endX, endY] = command === "q" ? [c, d] : [a, b];
        pen.curve(
          x + ((p - x) * 2) / 3,
          y + ((q - y) * 2) / 3,
          endX + ((p - endX) * 2) / 3,
          endY + ((q - endY) * 2) / 3,
          endX,
          endY,
        );
        [controlX, controlY, x, y] = [p, q, endX, endY];
      } else {
        const [endX, endY] = relative ? [x + f, y + v[6]!] : [f, v[6]!];
        arc(pen, x, y, Math.abs(a), Math.abs(b), c, d === 1, e === 1, endX, endY);
        [x, y] = [endX, endY];
      }
      before = command;
      if (command === "m") command = "l";
    }
  }
  return pen;
}

/** An elliptical arc as Bézier curves (SVG 2 appendix B.2). */
function arc(
  pen: Pen,
  x1: number,
  y1: number,
  radiusX: number,
  radiusY: number,
  rotation: number,
  large: boolean,
  sweep: boolean,
  x2: number,
  y2: number,
): void {
  if (x1 === x2 && y1 === y2) return;
  if (!radiusX || !radiusY) return pen.line(x2, y2);
  const phi = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
  const dx = (cos * (x1 - x2) + sin * (y1 - y2)) / 2;
  const dy = (-sin * (x1 - x2) + cos * (y1 - y2)) / 2;
  const grow = Math.sqrt(Math.max(1, (dx / radiusX) ** 2 + (dy / radiusY) ** 2));
  const [rx, ry] = [radiusX * grow, radiusY * grow];
  const over = rx * rx * dy * dy + ry * ry * dx * dx;
  const factor = Math.sqrt(Math.max(0, (rx * rx * ry * ry - over) / over)) * (large === sweep ? -1 : 1);
  const [px, py] = [(factor * rx * dy) / ry, (-factor * ry * dx) / rx];
  const [cx, cy] = [cos * px - sin * py + (x1 + x2) / 2, sin * px + cos * py + (y1 + y2) / 2];
  const start = Math.atan2((dy - py) / ry, (dx - px) / rx);
  let turn = Math.atan2((-dy - py) / ry, (-dx - px) / rx) - start;
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  const steps = Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));
  const step = turn / steps;
  const k = (4 / 3) * Math.tan(step / 4);
  const at = (ux: number, uy: number): [number, number] => [
    cos * rx * ux - sin * ry * uy + cx,
    sin * rx * ux + cos * ry * uy + cy,
  ];
  for (let i = 0, from = start; i < steps; i++, from += step) {
    const to = from + step;
    const first = at(Math.cos(from) - k * Math.sin(from), Math.sin(from) + k * Math.cos(from));
    const second = at(Math.cos(to) + k * Math.sin(to), Math.sin(to) - k * Math.cos(to));
    pen.curve(...first, ...second, ...at(Math.cos(to), Math.sin(to)));
  }
}

/** Rectangles, circles, ellipses, lines and polygons; undefined for anything else. */
export function basicShape(name: string, a: Record<string, string>): Shape | undefined {
  const n = (key: string, fallback = 0) => {
    const value = parseFloat(a[key] ?? "");
    return Number.isFinite(value) ? value : fallback;
  };
  const pen = new Pen();
  if (name === "rect") {
    const [x, y, w, h] = [n("x"), n("y"), n("width"), n("height")];
    if (w <= 0 || h <= 0) return pen;
    const rx = Math.min(a.rx === undefined ? n("ry") : n("rx"), w / 2);
    const ry = Math.min(a.ry === undefined ? n("rx") : n("ry"), h / 2);
    const round = rx > 0 && ry > 0 ? `a${rx} ${ry} 0 0 1 ` : "";
    if (!round) return pathShape(`M${x} ${y}h${w}v${h}h${-w}z`);
    return pathShape(
      `M${x + rx} ${y}H${x + w - rx}${round}${rx} ${ry}V${y + h - ry}${round}${-rx} ${ry}H${x + rx}${round}${-rx} ${-ry}V${y + ry}${round}${rx} ${-ry}z`,
    );
  }
  if (name === "circle" || name === "ellipse") {
    const rx = name === "circle" ? n("r") : n("rx");
    const ry = name === "circle" ? n("r") : n("ry");
    if (rx <= 0 || ry <= 0) return pen;
    const [cx, cy] = [n("cx"), n("cy")];
    return pathShape(
      `M${cx - rx} ${cy}A${rx} ${ry} 0 1 1 ${cx + rx} ${cy}A${rx} ${ry} 0 1 1 ${cx - rx} ${cy}z`,
    );
  }
  if (name === "line") return pathShape(`M${n("x1")} ${n("y1")}L${n("x2")} ${n("y2")}`);
  if (name === "polygon" || name === "polyline")
    return pathShape(`M${numbers(a.points ?? "").join(" ")}${name === "polygon" ? "z" : ""}`);
  if (name === "path") return pathShape(a.d ?? "");
  return undefined;
}
