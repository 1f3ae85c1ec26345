// Path data of SVG, written as PDF operators.
import { fine } from "../file/syntax.ts";
import { type Box, clamp, numbers } from "./matrix.ts";

/** What is drawn, and the box around it, for paints that need one. */
export interface Shape {
  /** Path operators. */
  ops: string;
  box: Box;
}

/** Collects path operators. */
class Pen {
  ops = "";
  #left = Infinity;
  #top = Infinity;
  #right = -Infinity;
  #bottom = -Infinity;
  #x = 0;
  #y = 0;

  get box(): Box {
    return [this.#left, this.#top, this.#right, this.#bottom];
  }
  move(x: number, y: number): void {
    this.ops += `${this.#to(x, y)}m `;
  }
  line(x: number, y: number): void {
    this.ops += `${this.#to(x, y)}l `;
  }
  curve(a: number, b: number, c: number, d: number, x: number, y: number): void {
    for (const t of turns(this.#x, a, c, x)) this.#reach(bezier(this.#x, a, c, x, t), this.#y);
    for (const t of turns(this.#y, b, d, y)) this.#reach(this.#x, bezier(this.#y, b, d, y, t));
    this.ops += `${point(a, b)}${point(c, d)}${this.#to(x, y)}c `;
  }
  close(): void {
    this.ops += "h ";
  }

  #to(x: number, y: number): string {
    this.#x = x;
    this.#y = y;
    this.#reach(x, y);
    return point(x, y);
  }
  #reach(x: number, y: number): void {
    this.#left = Math.min(this.#left, x);
    this.#top = Math.min(this.#top, y);
    this.#right = Math.max(this.#right, x);
    this.#bottom = Math.max(this.#bottom, y);
  }
}

const point = (x: number, y: number): string => `${fine(clamp(x))} ${fine(clamp(y))} `;

const bezier = (p: number, q: number, r: number, s: number, t: number): number =>
  (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t * t * r + t ** 3 * s;

/** Where a curve goes furthest in one direction, between its ends. */
function turns(p: number, q: number, r: number, s: number): number[] {
  const [a, b, c] = [s - 3 * r + 3 * q - p, 2 * (r - 2 * q + p), q - p];
  const root = Math.sqrt(b * b - 4 * a * c);
  const found = Math.abs(a) < 1e-9 ? [-c / b] : [(-b + root) / (2 * a), (-b - root) / (2 * a)];
  return found.filter((t) => t > 0 && t < 1);
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
  if (!/^\s*[mM]/.test(data)) return pen;
  for (const [, letter = "", rest = ""] of data.matchAll(/([a-zA-Z])([^a-df-zA-DF-Z]*)/g)) {
    let command = letter.toLowerCase();
    const relative = letter === command;
    const count = COUNTS[command];
    if (count === undefined) break;
    if (command === "z") {
      if (pen.ops) pen.close();
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
