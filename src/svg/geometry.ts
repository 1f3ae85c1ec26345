// Matrices, lists of numbers, and the transforms of SVG.

import type { Box } from "./box.ts";

/** As PDF has it: `x' = ax + cy + e`, `y' = bx + dy + f`. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Further out nothing is drawn: it keeps numbers to the range that every reader takes. NaN becomes 0. */
const FAR = 1e9;

export const clamp = (value: number): number => Math.min(FAR, Math.max(-FAR, value)) || 0;

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** Undefined where all is squeezed into a line or a point. */
export function invert([a, b, c, d, e, f]: Matrix): Matrix | undefined {
  const det = a * d - b * c;
  if (!Number.isFinite(1 / det) || Math.abs(det) < 1e-12) return undefined;
  return [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det];
}

/** How much larger things become, on the average of both directions. */
export const scaleOf = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c));

/** The bounding box of a box after a transformation. */
export function mapBox([a, b, c, d, e, f]: Matrix, { left, top, right, bottom }: Box): Box {
  const xs = [a * left + c * top, a * right + c * top, a * left + c * bottom, a * right + c * bottom];
  const ys = [b * left + d * top, b * right + d * top, b * left + d * bottom, b * right + d * bottom];
  return {
    left: Math.min(...xs) + e,
    top: Math.min(...ys) + f,
    right: Math.max(...xs) + e,
    bottom: Math.max(...ys) + f,
  };
}

/** The numbers of a list, whatever is between them. */
export const numbers = (source: string): number[] =>
  (source.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number).filter(Number.isFinite);

const CALL = /[\s,]*([a-zA-Z]+)\s*\(/y;

/** A `transform` attribute (CSS Transforms 1 §20), up to the first thing that cannot be read. */
export function parseTransform(source: string | undefined): Matrix {
  let out = IDENTITY;
  if (!source) return out;
  for (let at = 0; ;) {
    CALL.lastIndex = at;
    const name = CALL.exec(source)?.[1];
    const close = name === undefined ? -1 : source.indexOf(")", CALL.lastIndex);
    if (close < 0) return out.every(Number.isFinite) ? out : IDENTITY;
    out = multiply(out, functionMatrix(name!, source.slice(CALL.lastIndex, close)));
    at = close + 1;
  }
}

/** One function of a transform; what is not known changes nothing. */
function functionMatrix(name: string, list: string): Matrix {
  const v = numbers(list);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = v;
  switch (name) {
    case "matrix":
      return v.length === 6 ? [a, b, c, d, e, f] : IDENTITY;
    case "translate":
      return [1, 0, 0, 1, a, b];
    case "translateX":
      return [1, 0, 0, 1, a, 0];
    case "translateY":
      return [1, 0, 0, 1, 0, a];
    case "scale":
      return [a, 0, 0, v.length > 1 ? b : a, 0, 0];
    case "rotate": {
      const angle =
        a *
        (list.includes("grad")
          ? Math.PI / 200
          : list.includes("rad")
            ? 1
            : list.includes("turn")
              ? 2 * Math.PI
              : Math.PI / 180);
      const turn: Matrix = [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
      return multiply(multiply([1, 0, 0, 1, b, c], turn), [1, 0, 0, 1, -b, -c]);
    }
    case "skewX":
      return [1, 0, Math.tan((a * Math.PI) / 180), 1, 0, 0];
    case "skewY":
      return [1, Math.tan((a * Math.PI) / 180), 0, 1, 0, 0];
    default:
      return IDENTITY;
  }
}
