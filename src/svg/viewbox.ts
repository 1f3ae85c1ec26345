// `viewBox` and `preserveAspectRatio`: how a picture of one size is shown in a box of another.
import { type Matrix, numbers } from "./geometry.ts";

export type ViewBox = readonly [x: number, y: number, width: number, height: number];

export interface Fit {
  /** From the view box's coordinates to those of the box. */
  matrix: Matrix;
  /** True if it is larger than the box (`slice`), so that it has to be clipped. */
  cut: boolean;
}

/** The `viewBox` attribute; undefined if it is missing, or without an area. */
export function parseViewBox(value: string | undefined): ViewBox | undefined {
  const [left, top, width = 0, height = 0] = numbers(value ?? "");
  return left !== undefined && top !== undefined && width > 0 && height > 0
    ? [left, top, width, height]
    : undefined;
}

/**
 * Fits a view box into a box (SVG 2 §8.6).
 * @param ratio `preserveAspectRatio`; `defer` (SVG 1.1) is skipped, as browsers and resvg do
 */
export function fit(
  [left, top, width, height]: ViewBox,
  box: { x: number; y: number; width: number; height: number },
  ratio = "",
): Fit {
  const [sx, sy] = [box.width / width, box.height / height];
  const [, across = "Mid", down = "Mid", how = "meet"] =
    /^\s*(?:defer\s+)?x(Min|Mid|Max)Y(Min|Mid|Max)\s*(meet|slice)?/.exec(ratio) ?? [];
  const none = /^\s*(?:defer\s+)?none/.test(ratio);
  const scale = how === "slice" ? Math.max(sx, sy) : Math.min(sx, sy);
  const [a, d] = none ? [sx, sy] : [scale, scale];
  const place = (where: string, free: number) => (where === "Min" ? 0 : where === "Mid" ? free / 2 : free);
  const x = box.x + place(across, box.width - width * a) - left * a;
  const y = box.y + place(down, box.height - height * d) - top * d;
  const cut = width * a > box.width + 1e-6 || height * d > box.height + 1e-6;
  return { matrix: [a, 0, 0, d, x, y], cut };
}
