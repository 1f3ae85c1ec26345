// Path data of SVG, written as PDF operators.
import { fine } from "../file/syntax.ts";
import { arcTo, quarters } from "../../svg/arc.ts";
import { type Box, boxOf } from "../../svg/box.ts";
import { clamp, IDENTITY, type Matrix } from "../../svg/geometry.ts";
import { type PathSink, walkPath } from "../../svg/path.ts";
import { BoundingBox } from "../../svg/points.ts";

/** Path operators, and their bounding box for paints that need one. */
export interface Shape {
  /** The path data that it was read from. */
  data: string;
  /** Path operators. */
  ops: string;
  box: Box;
}

/** Collects path operators. */
class Pen implements PathSink {
  ops = "";
  readonly #matrix: Matrix;
  readonly #bounds = new BoundingBox();
  #x = 0;
  #y = 0;
  #startX = 0;
  #startY = 0;

  constructor(matrix: Matrix) {
    this.#matrix = matrix;
  }

  /** Before the matrix. */
  get box(): Box {
    return this.#bounds.box ?? boxOf(0, 0, 0, 0);
  }
  move(x: number, y: number): void {
    this.ops += `${this.#to(x, y)}m `;
    [this.#startX, this.#startY] = [x, y];
  }
  line(x: number, y: number): void {
    this.ops += `${this.#to(x, y)}l `;
  }
  quad(px: number, py: number, x: number, y: number): void {
    const [fromX, fromY] = [this.#x, this.#y];
    const third = (from: number, to: number) => from + ((to - from) * 2) / 3;
    this.cubic(third(fromX, px), third(fromY, py), third(x, px), third(y, py), x, y);
  }
  cubic(a: number, b: number, c: number, d: number, x: number, y: number): void {
    for (const t of turns(this.#x, a, c, x)) this.#bounds.add(bezier(this.#x, a, c, x, t), this.#y);
    for (const t of turns(this.#y, b, d, y)) this.#bounds.add(this.#x, bezier(this.#y, b, d, y, t));
    this.ops += `${this.#point(a, b)}${this.#point(c, d)}${this.#to(x, y)}c `;
  }
  arc(rx: number, ry: number, rotation: number, large: boolean, sweep: boolean, x: number, y: number): void {
    // An arc to where it begins is none (SVG 2 §9.5.1).
    if (x === this.#x && y === this.#y) return;
    arcTo(this, this.#x, this.#y, rx, ry, rotation, large, sweep, x, y, quarters);
  }
  close(): void {
    this.ops += "h ";
    [this.#x, this.#y] = [this.#startX, this.#startY];
  }

  #to(x: number, y: number): string {
    this.#x = x;
    this.#y = y;
    this.#bounds.add(x, y);
    return this.#point(x, y);
  }
  #point(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.#matrix;
    return `${fine(clamp(a * x + c * y + e))} ${fine(clamp(b * x + d * y + f))} `;
  }
}

const bezier = (p: number, q: number, r: number, s: number, t: number): number =>
  (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t * t * r + t ** 3 * s;

/** Extrema of a cubic curve on one axis, between its ends. */
function turns(p: number, q: number, r: number, s: number): number[] {
  const [a, b, c] = [s - 3 * r + 3 * q - p, 2 * (r - 2 * q + p), q - p];
  const root = Math.sqrt(b * b - 4 * a * c);
  const found = Math.abs(a) < 1e-9 ? [-c / b] : [(-b + root) / (2 * a), (-b - root) / (2 * a)];
  return found.filter((t) => t > 0 && t < 1);
}

/** Path data (SVG 2 §9.3) as operators; of data with an error what stands before it. */
export function pathShape(data: string, matrix: Matrix = IDENTITY): Shape {
  const pen = new Pen(matrix);
  walkPath(data, pen);
  return { data, ops: pen.ops, box: pen.box };
}
