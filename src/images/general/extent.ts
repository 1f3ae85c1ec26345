// How far what an SVG draws reaches, in the pixels of the picture.

import { PARAMETERS, PATH_TOKENS } from "./path-data.ts";

export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Half-open, in pixels. */
export interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** The most by which a matrix makes a length longer, and 1 at the least. */
const stretchOf = ([a, b, c, d]: Matrix) => Math.max(1, Math.abs(a) + Math.abs(c), Math.abs(b) + Math.abs(d));

/** A box around points, in the picture. */
export class Hull {
  readonly extent: Extent = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  readonly #picture: Extent;

  constructor(picture: Extent) {
    this.#picture = picture;
  }

  /** True where the box is so near to the picture. */
  isWithin(distance: number, matrix: Matrix): boolean {
    const far = distance * stretchOf(matrix);
    const { extent } = this;
    const { left, top, right, bottom } = this.#picture;
    return (
      extent.left < right + far &&
      extent.right > left - far &&
      extent.top < bottom + far &&
      extent.bottom > top - far
    );
  }

  /** Adds a point, and what is around it; true once the box meets the picture, or its place is not a number. */
  add(matrix: Matrix, x: number, y: number, around: number): boolean {
    const [a, b, c, d, e, f] = matrix;
    const [px, py] = [a * x + c * y + e, b * x + d * y + f];
    if (!Number.isFinite(px) || !Number.isFinite(py)) return true;
    const grow = around * stretchOf(matrix);
    const { extent } = this;
    extent.left = Math.min(extent.left, px - grow);
    extent.top = Math.min(extent.top, py - grow);
    extent.right = Math.max(extent.right, px + grow);
    extent.bottom = Math.max(extent.bottom, py + grow);
    const { left, top, right, bottom } = this.#picture;
    return extent.left < right && extent.right > left && extent.top < bottom && extent.bottom > top;
  }
}

/** Adds the points of path data, until one of them meets the picture. */
export function addPoints(data: string, add: (x: number, y: number) => boolean): boolean {
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let command = "";
  let numbers: number[] = [];
  for (const token of data.match(PATH_TOKENS) ?? []) {
    if (/^[a-z]/i.test(token)) {
      command = token;
      if (/z/i.test(command)) [x, y] = [startX, startY];
      continue;
    }
    const name = command.toUpperCase();
    const count = PARAMETERS[name];
    if (!count) return true;
    numbers.push(Number(token));
    if (numbers.length < count) continue;
    const [dx, dy] = name === command ? [0, 0] : [x, y];
    if (name === "H") x = dx + numbers[0]!;
    else if (name === "V") y = dy + numbers[0]!;
    else if (name === "A") {
      const [rx, ry] = numbers as [number, number];
      [x, y] = [dx + numbers[5]!, dy + numbers[6]!];
      // The arc is within twice its radii of where it ends.
      if (add(x - 2 * rx, y - 2 * ry) || add(x + 2 * rx, y + 2 * ry)) return true;
    } else
      for (let i = 0; i < count; i += 2) {
        const point: [number, number] = [dx + numbers[i]!, dy + numbers[i + 1]!];
        if (add(...point)) return true;
        if (i === count - 2) [x, y] = point;
      }
    if (add(x, y)) return true;
    if (name === "M") [startX, startY] = [x, y];
    numbers = [];
  }
  return false;
}
