// How far what an SVG draws reaches, in the pixels of the picture.

import { walkPath } from "../../svg/path.ts";

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

/** Adds the points of path data, until one of them meets the picture; true then, and where the data has an error. */
export function addPoints(data: string, add: (x: number, y: number) => boolean): boolean {
  let meets = false;
  const point = (x: number, y: number) => {
    meets ||= add(x, y);
  };
  const isRead = walkPath(data, {
    move: point,
    line: point,
    quad: (x1, y1, x, y) => {
      point(x1, y1);
      point(x, y);
    },
    cubic: (x1, y1, x2, y2, x, y) => {
      point(x1, y1);
      point(x2, y2);
      point(x, y);
    },
    arc: (rx, ry, _rotation, _large, _sweep, x, y) => {
      // The arc is within twice its radii of where it ends.
      const reach = 2 * Math.max(Math.abs(rx), Math.abs(ry));
      point(x - reach, y - reach);
      point(x + reach, y + reach);
      point(x, y);
    },
    close: () => {},
  });
  return meets || !isRead;
}
