// Boxes and matrices of an SVG in resvg's own words: absolute path data, transforms as matrices.

export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Half-open. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export function multiply([a, b, c, d, e, f]: Matrix, [p, q, r, s, t, u]: Matrix): Matrix {
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** The matrix of a `transform` attribute; only `matrix()`, as resvg writes it. */
export function matrixOf(transform: string | undefined): Matrix {
  if (transform === undefined) return IDENTITY;
  const numbers = transform.slice(7, -1).split(" ").map(Number);
  return numbers as unknown as Matrix;
}

/** The box around a transformed box. */
export function mapBox(box: Box | undefined, [a, b, c, d, e, f]: Matrix): Box | undefined {
  if (!box) return undefined;
  const xs = [a * box.left, a * box.right].sort(ascending);
  const ys = [d * box.top, d * box.bottom].sort(ascending);
  const shiftX = [c * box.top, c * box.bottom].sort(ascending);
  const shiftY = [b * box.left, b * box.right].sort(ascending);
  return {
    left: xs[0]! + shiftX[0]! + e,
    right: xs[1]! + shiftX[1]! + e,
    top: ys[0]! + shiftY[0]! + f,
    bottom: ys[1]! + shiftY[1]! + f,
  };
}

const ascending = (a: number, b: number) => a - b;

export function unite(a: Box | undefined, b: Box | undefined): Box | undefined {
  if (!a || !b) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

export const grow = ({ left, top, right, bottom }: Box, by: number): Box => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});

export const sameBox = (a: Box | undefined, b: Box | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.left === b.left &&
  a.top === b.top &&
  a.right === b.right &&
  a.bottom === b.bottom;

/** The box around all points of absolute path data, control points included: so does resvg. */
export function boxOfPath(data: string): Box | undefined {
  let box: Box | undefined;
  let x: number | undefined;
  for (const token of data.split(" ")) {
    const value = Number(token);
    if (token === "" || (Number.isNaN(value) && /^[A-Z]$/.test(token))) continue;
    if (x === undefined) {
      x = value;
      continue;
    }
    if (!box) box = { left: x, top: value, right: x, bottom: value };
    else {
      if (!(x >= box.left)) box.left = x;
      if (!(x <= box.right)) box.right = x;
      if (!(value >= box.top)) box.top = value;
      if (!(value <= box.bottom)) box.bottom = value;
    }
    x = undefined;
  }
  return box;
}

/** The box around the ends of a path's segments, which its stroke reaches: the control points of a curve it may not. */
export function boxOfEnds(data: string): Box | undefined {
  let box: Box | undefined;
  let [startX, startY] = [0, 0];
  for (const [, command, list] of data.matchAll(/([MLQC])([^A-Z]*)/g)) {
    const [x, y] = list!.trim().split(" ").slice(-2).map(Number) as [number, number];
    // A move on its own has no stroke, nor has a segment without a length.
    if (command !== "M" && (x !== startX || y !== startY))
      for (const [px, py] of [
        [startX, startY],
        [x, y],
      ] as const)
        box = unite(box, { left: px, top: py, right: px, bottom: py });
    [startX, startY] = [x, y];
  }
  return box;
}

/** The box of `x`, `y`, `width` and `height`. */
export function boxOfRect(attributes: Record<string, string>): Box {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(attributes[name] ?? 0));
  return { left: x!, top: y!, right: x! + width!, bottom: y! + height! };
}

/** SVG 2 §8.2: how `viewBox` is fitted into a size. */
export function viewBoxMatrix(
  viewBox: Box,
  width: number,
  height: number,
  aspect: string | undefined,
): Matrix {
  const [across, down] = [viewBox.right - viewBox.left, viewBox.bottom - viewBox.top];
  let [sx, sy] = [width / across, height / down];
  const align = aspect?.replace(/^defer /, "") ?? "xMidYMid";
  if (!align.startsWith("none")) sx = sy = align.endsWith("slice") ? Math.max(sx, sy) : Math.min(sx, sy);
  const share = (axis: string) => (align.includes(`${axis}Mid`) ? 0.5 : align.includes(`${axis}Max`) ? 1 : 0);
  return [
    sx,
    0,
    0,
    sy,
    -viewBox.left * sx + share("x") * (width - across * sx),
    -viewBox.top * sy + share("Y") * (height - down * sy),
  ];
}

/** The box of a `viewBox` attribute. */
export function boxOfView(value: string | undefined, width: number, height: number): Box {
  const [x = 0, y = 0, across = width, down = height] = value?.split(" ").map(Number) ?? [];
  return { left: x, top: y, right: x + across, bottom: y + down };
}
