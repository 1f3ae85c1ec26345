// Elliptical arcs as cubic Bézier curves (SVG 2 appendix B.2).

/** Into how many curves an arc is cut, by its radii and the angle that it turns, in radians. */
export type ArcSteps = (rx: number, ry: number, turn: number) => number;

/** A curve for each quarter of the ellipse, which is off by 0.03 % of the radius at the most. */
export const quarters: ArcSteps = (_rx, _ry, turn) =>
  Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));

/**
 * As many curves as resvg takes (the kurbo library, to a tolerance of a tenth): pictures that must have its pixels
 * are cut where it cuts.
 */
export const kurboSteps: ArcSteps = (rx, ry, turn) => {
  const most = Math.max((1.1163 * (Math.max(rx, ry) / 0.1)) ** (1 / 6), 3.999_999);
  return Math.ceil(most * Math.abs(turn) * (1 / (2 * Math.PI)));
};

/** Receives the curves that arcs become. */
export interface CurveSink {
  line(x: number, y: number): void;
  cubic(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
}

/** Radii below this are none (B.2.5): the arc is a line. */
const FLAT = 1e-5;

/** Draws the arc from `x1`, `y1` to `x2`, `y2`; `rotation` in degrees. */
export function arcTo(
  sink: CurveSink,
  x1: number,
  y1: number,
  radiusX: number,
  radiusY: number,
  rotation: number,
  large: boolean,
  sweep: boolean,
  x2: number,
  y2: number,
  stepsOf: ArcSteps,
): void {
  let [rx, ry] = [Math.abs(radiusX), Math.abs(radiusY)];
  if (rx <= FLAT || ry <= FLAT || (x1 === x2 && y1 === y2)) return sink.line(x2, y2);
  const phi = ((rotation % 360) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
  const [halfX, halfY] = [(x1 - x2) / 2, (y1 - y2) / 2];
  const [hx, hy] = [cos * halfX + sin * halfY, cos * halfY - sin * halfX];
  const stretch = (hx * hx) / (rx * rx) + (hy * hy) / (ry * ry);
  if (stretch > 1) {
    rx *= Math.sqrt(stretch);
    ry *= Math.sqrt(stretch);
  }
  const [a, b] = [rx * hy, ry * hx];
  const square = Math.max(0, (rx * rx * ry * ry - a * a - b * b) / (a * a + b * b));
  const factor = (large === sweep ? -1 : 1) * Math.sqrt(square);
  const [tx, ty] = [(factor * rx * hy) / ry, (factor * -ry * hx) / rx];
  const [cx, cy] = [cos * tx - sin * ty + (x1 + x2) / 2, sin * tx + cos * ty + (y1 + y2) / 2];
  const start = Math.atan2((hy - ty) / ry, (hx - tx) / rx);
  let turn = (Math.atan2((-hy - ty) / ry, (-hx - tx) / rx) - start) % (2 * Math.PI);
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  const steps = stepsOf(rx, ry, turn);
  const step = turn / steps;
  const arm = (4 / 3) * Math.tan(Math.abs(0.25 * step)) * Math.sign(turn);
  // A point of the unit circle, and its tangent, on the ellipse.
  const atX = (ux: number, uy: number) => cos * rx * ux - sin * ry * uy;
  const atY = (ux: number, uy: number) => sin * rx * ux + cos * ry * uy;
  let angle = start;
  let [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < steps; i++) {
    angle += step;
    const [vx, vy] = [Math.cos(angle), Math.sin(angle)];
    sink.cubic(
      cx + atX(ux, uy) + arm * atX(-uy, ux),
      cy + atY(ux, uy) + arm * atY(-uy, ux),
      cx + atX(vx, vy) - arm * atX(-vy, vx),
      cy + atY(vx, vy) - arm * atY(-vy, vx),
      cx + atX(vx, vy),
      cy + atY(vx, vy),
    );
    [ux, uy] = [vx, vy];
  }
}
