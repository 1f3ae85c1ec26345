// Numbers with which resvg and tiny-skia 0.10 overflow, which ends the process: coordinates of ten million pixels
// (alpha_runs.rs, rect.rs, size.rs), and rectangles that a 32-bit float rounds to nothing.

import { HttpError } from "../../error.ts";
import type { Box } from "../../svg/box.ts";
import { type Matrix, numbers, parseTransform } from "../../svg/geometry.ts";

/** In pixels. Of random paths within a hundred million, one in 2,500 overflows; within ten million none. */
export const LIMIT = 1e7;

export const FAR = "has coordinates of ten million or more";
export const THIN = "is too thin for where it lies";

/** An attribute in resvg's own words with eight digits before the point: there are no exponents. */
const FAR_NUMBER =
  /\s(?:d|[xyr]\d?|[cf][xy]|d[xy]|width|height|(?:pattern|gradient)?[tT]ransform|viewBox|stdDeviation|radius|stroke-width)="(?:[^"]*[^\d."])?\d{8}/;

export const hasFarNumber = (words: string): boolean => FAR_NUMBER.test(words);

const NUMBERS =
  /[\s;"'{](d|points|[xyr]\d?|[cr][xy]|width|height|viewBox|transform|stroke-width|stroke-miterlimit)\s*(?:=\s*(?:"([^"]*)"|'([^']*)')|:([^;"'}]*))/g;

/**
 * An upper bound of the coordinates in SVG source, in its own units: as if all of its transforms were nested in one
 * another. Linear in the source.
 *
 * @param bound of an attribute's numbers: `byDigits` is ten times faster than `bySum`, and coarser
 */
export function reachOf(source: string, bound: typeof byDigits): number {
  let [coordinate, miter, shift, scale] = [1, 4, 0, 1];
  for (const match of source.matchAll(NUMBERS)) {
    const name = match[1]!;
    const value = match[2] ?? match[3] ?? match[4]!;
    if (name === "transform") {
      const matrix = parseTransform(value);
      scale *= Math.max(1, enlargement(matrix));
      shift += Math.hypot(matrix[4], matrix[5]);
    } else if (name === "stroke-miterlimit") miter = Math.max(miter, bound(name, value));
    else coordinate = Math.max(coordinate, bound(name, value));
  }
  return 2 * scale * (coordinate * (2 + miter) + shift);
}

const isPath = (name: string) => name === "d" || name === "points";
/** Of relative coordinates, which add up. */
const RELATIVE = /[mlhvcsqta]/;
/** The largest unit, an inch. */
const UNIT = 96;

/** Reads the digits before the point only. */
export function byDigits(name: string, value: string): number {
  if (HUGE.test(value)) return Infinity;
  const bound = DIGITS.find(([digits]) => digits.test(value))?.[1] ?? 10;
  if (!isPath(name)) return /[a-z%]/i.test(value) ? bound * UNIT : bound;
  return RELATIVE.test(value) ? (bound * value.length) / 2 : bound;
}
const HUGE = /(?:^|[^\d.])\d{5}|\d[eE]\+?\d/;
const DIGITS = [
  [/(?:^|[^\d.])\d{4}/, 1e4],
  [/(?:^|[^\d.])\d{3}/, 1e3],
  [/(?:^|[^\d.])\d{2}/, 100],
] as const;

/** Reads the numbers. */
export function bySum(name: string, value: string): number {
  let [most, sum] = [0, 0];
  for (const number of numbers(value)) {
    most = Math.max(most, Math.abs(number));
    sum += Math.abs(number);
  }
  if (!isPath(name)) return /[a-z%]/i.test(value) ? most * UNIT : most;
  return RELATIVE.test(value) ? sum : most;
}

/** The largest singular value: how much longer a line may become. */
export function enlargement([a, b, c, d]: Matrix): number {
  const squares = a * a + b * b + c * c + d * d;
  return Math.sqrt((squares + Math.sqrt(Math.max(0, squares * squares - 4 * (a * d - b * c) ** 2))) / 2);
}

export const isWithin = ({ left, top, right, bottom }: Box, limit: number): boolean =>
  left > -limit && top > -limit && right < limit && bottom < limit;

/** True if shares of a box are rounded to nothing in 32-bit floats (`bbox_transform` unwraps an empty rectangle). */
export function isThin(share: Box, box: Box): boolean {
  const collapses = (from: number, to: number, start: number, size: number) =>
    (to - from) * size < THINNEST * (Math.abs(from) * size + Math.abs(start) + size);
  return (
    collapses(share.left, share.right, box.left, box.right - box.left) ||
    collapses(share.top, share.bottom, box.top, box.bottom - box.top)
  );
}
const THINNEST = 2 ** -20;

const UNWRAPPED = /(?:radius|marker(?:Width|Height)|stroke-width)\s*[=:]\s*["']?([^"';}]*)/g;

/**
 * Resvg unwraps some numbers while it reads (marker.rs, filter.rs).
 * @throws HttpError 422 for an SVG with such a number.
 */
export function checkBeforeReading(svg: string): void {
  if (!svg.includes("marker") && !svg.includes("feMorphology")) return;
  for (const [, value] of svg.matchAll(UNWRAPPED))
    for (const number of value!.match(/[\d.]+(?:e[-+]?\d+)?/gi)?.map(Number) ?? [])
      if (number !== 0 && !(number > 1e-9 && number < 1e9))
        throw new HttpError(422, {
          reason: `The SVG has a size that cannot be drawn: ${value!.slice(0, 40)}.`,
        });
}
