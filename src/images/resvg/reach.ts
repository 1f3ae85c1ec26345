// The part of a layer within reach of the surface that it is drawn into, on one axis.

export type Span = readonly [min: number, max: number];

/** Rounding of edges, and the two pixels that resvg adds. */
const SLACK = 4;

export interface Fit {
  fits: boolean;
  corner: Span;
  /** Its size at least and at most. */
  size: number;
  most: number;
}

/**
 * Whether a layer meets what its surface reaches, and where its corner is then. What is filtered by some needs all of it to be: `whole`.
 */
export function spanOf(
  from: number,
  to: number,
  leastFrom: number | undefined,
  leastTo: number | undefined,
  [first, last]: Span,
  reach: number,
  whole: boolean,
): Fit {
  const inside = from - SLACK - last >= -reach && to + SLACK - first <= reach;
  const meets =
    leastFrom !== undefined &&
    leastTo !== undefined &&
    leastFrom - first < reach - 1 &&
    leastTo - last > 1 - reach;
  const corner: Span = [
    Math.max(from - SLACK, first - reach),
    Math.max(last - reach, Math.min(leastFrom ?? to, last + reach)),
  ];
  const size = leastTo === undefined ? 1 : Math.max(1, Math.min(leastTo, first + reach) - corner[1]);
  const most = Math.min(to + SLACK, last + reach) - corner[0];
  return { fits: inside || (meets && !whole), corner, size: Math.floor(size), most: Math.max(1, most) };
}
