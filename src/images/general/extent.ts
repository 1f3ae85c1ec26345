// The extent of shapes in the pixels of the picture, until it meets the picture.

import { type Box, grow, intersect, isEmpty } from "../../svg/box.ts";
import type { Matrix } from "../../svg/geometry.ts";

/** The most by which a matrix makes a length longer, and 1 at the least. */
const stretchOf = ([a, b, c, d]: Matrix) => Math.max(1, Math.abs(a) + Math.abs(c), Math.abs(b) + Math.abs(d));

export class Extent {
  /** Around all points so far, in pixels; infinite before the first. */
  readonly box: Box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  readonly #picture: Box;

  constructor(picture: Box) {
    this.#picture = picture;
  }

  /** True if the picture is within a distance, in units of the matrix. */
  isWithin(distance: number, matrix: Matrix): boolean {
    return meets(this.box, grow(this.#picture, distance * stretchOf(matrix)));
  }

  /**
   * Adds a point and what is around it.
   * @returns true once the box meets the picture, and for a point that is not a number
   */
  add(matrix: Matrix, x: number, y: number, around: number): boolean {
    const [a, b, c, d, e, f] = matrix;
    const [px, py] = [a * x + c * y + e, b * x + d * y + f];
    if (!Number.isFinite(px) || !Number.isFinite(py)) return true;
    const margin = around * stretchOf(matrix);
    const { box } = this;
    box.left = Math.min(box.left, px - margin);
    box.top = Math.min(box.top, py - margin);
    box.right = Math.max(box.right, px + margin);
    box.bottom = Math.max(box.bottom, py + margin);
    return meets(box, this.#picture);
  }
}

const meets = (a: Box, b: Box): boolean => !isEmpty(intersect(a, b));
