// The points of path data: where segments end, and their control points.

import type { Box } from "./box.ts";
import { walkPath } from "./path.ts";

/**
 * Calls `point` with each control point and each end, in their order. The path is within their convex hull, but for
 * arcs: of those also the corners of a square around the end are given, which the arc is within.
 *
 * @returns false where the data has an error
 */
export function walkPoints(data: string, point: (x: number, y: number) => void): boolean {
  return walkPath(data, {
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
      // No point of an ellipse is further from another one than twice its larger radius.
      const reach = 2 * Math.max(Math.abs(rx), Math.abs(ry));
      point(x - reach, y - reach);
      point(x + reach, y + reach);
      point(x, y);
    },
    close: () => {},
  });
}

/** The box around all points; undefined if there are none. resvg measures paths by their control points, too. */
export function boxOfPoints(data: string): Box | undefined {
  const bounds = new BoundingBox();
  walkPoints(data, (x, y) => bounds.add(x, y));
  return bounds.box;
}

/** The box around the ends of the segments that have a length: a stroke reaches all of them, control points it may not. */
export function boxOfEnds(data: string): Box | undefined {
  const bounds = new BoundingBox();
  let [fromX, fromY] = [0, 0];
  const end = (x: number, y: number) => {
    if (x !== fromX || y !== fromY) {
      bounds.add(fromX, fromY);
      bounds.add(x, y);
    }
    [fromX, fromY] = [x, y];
  };
  walkPath(data, {
    move: (x, y) => ([fromX, fromY] = [x, y]),
    line: end,
    quad: (_x1, _y1, x, y) => end(x, y),
    cubic: (_x1, _y1, _x2, _y2, x, y) => end(x, y),
    arc: (_rx, _ry, _rotation, _large, _sweep, x, y) => end(x, y),
    close: () => {},
  });
  return bounds.box;
}

/** The smallest box around points. */
export class BoundingBox {
  #left = Infinity;
  #top = Infinity;
  #right = -Infinity;
  #bottom = -Infinity;

  add(x: number, y: number): void {
    this.#left = Math.min(this.#left, x);
    this.#top = Math.min(this.#top, y);
    this.#right = Math.max(this.#right, x);
    this.#bottom = Math.max(this.#bottom, y);
  }

  /** Undefined before the first point, and after one that is not a number. */
  get box(): Box | undefined {
    const [left, top, right, bottom] = [this.#left, this.#top, this.#right, this.#bottom];
    return left <= right && top <= bottom ? { left, top, right, bottom } : undefined;
  }
}
