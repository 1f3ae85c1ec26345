// The outline of a box with round corners, as satori writes it: clockwise from the top left.

/** Radii from the top left, clockwise. */
export type Radii = readonly [topLeft: number, topRight: number, bottomRight: number, bottomLeft: number];

/** A box and its corners. */
export interface RoundedBox {
  x: number;
  y: number;
  width: number;
  height: number;
  radii: Radii;
}

/** Two radii on one side: the larger gives way, and both take half where both are larger. */
function shareOut(one: number, other: number, side: number): [number, number] {
  if (one + other <= side) return [one, other];
  const half = side / 2;
  if (one > half && other > half) return [half, half];
  return one > half ? [side - other, other] : [one, side - one];
}

export function roundedPath({ x, y, width, height, radii }: RoundedBox): string {
  const [topLeft, topRight, bottomRight, bottomLeft] = radii;
  const [topA, topB] = shareOut(topLeft, topRight, width);
  const [bottomD, bottomC] = shareOut(bottomLeft, bottomRight, width);
  const [leftA, leftD] = shareOut(topLeft, bottomLeft, height);
  const [rightB, rightC] = shareOut(topRight, bottomRight, height);
  const a = Math.min(topA, leftA);
  const b = Math.min(topB, rightB);
  const c = Math.min(bottomC, rightC);
  const d = Math.min(bottomD, leftD);
  const arc = (r: number, dx: number, dy: number) => `a${r},${r} 0 0 1 ${dx},${dy}`;
  return (
    `M${x + a},${y} h${width - a - b} ${arc(b, b, b)} v${height - b - c} ${arc(c, -c, c)} ` +
    `h${c + d - width} ${arc(d, -d, -d)} v${a + d - height} ${arc(a, a, -a)}`
  );
}

const ARC = / a([\d.]+),([\d.]+) 0 0 1 -?[\d.]+,-?[\d.]+/g;
const SIDES = /^M[\d.]+,[\d.]+ h[\d.]+ v[\d.]+ h-?[\d.]+ v-?[\d.]+$/;

/** The radii of a path that `roundedPath` could have written; undefined for any other. */
export function radiiOf(path: string): Radii | undefined {
  if (!SIDES.test(path.replace(ARC, ""))) return undefined;
  const radii: number[] = [];
  for (const [, across, down] of path.matchAll(ARC))
    if (across !== down) return undefined;
    else radii.push(Number(across));
  if (radii.length !== 4) return undefined;
  const [topRight, bottomRight, bottomLeft, topLeft] = radii as [number, number, number, number];
  return [topLeft, topRight, bottomRight, bottomLeft];
}
