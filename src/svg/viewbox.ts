// `viewBox` and `preserveAspectRatio`: how a picture of one size is shown in a box of another.
import { type Matrix, numbers } from "./geometry.ts";

export interface Fit {
  /** From the picture's coordinates to those of the box. */
  matrix: Matrix;
  width: number;
  height: number;
  /** True where the picture is larger than the box and cut. */
  cut: boolean;
}

/** Left, top, width, height; undefined where there is none that shows anything. */
export function parseViewBox(
  value: string | undefined,
): readonly [number, number, number, number] | undefined {
  const [left, top, width = 0, height = 0] = numbers(value ?? "");
  return left !== undefined && top !== undefined && width > 0 && height > 0
    ? [left, top, width, height]
    : undefined;
}

/** Fits a view box into a box (SVG 2 §8.6). */
export function fit(
  [left, top, width, height]: readonly [number, number, number, number],
  box: { x: number; y: number; width: number; height: number },
  ratio = "",
): Fit {
  const [sx, sy] = [box.width / width, box.height / height];
  const [, across = "Mid", down = "Mid", how = "meet"] =
    /^\s*x(Min|Mid|Max)Y(Min|Mid|Max)\s*(meet|slice)?/.exec(ratio) ?? [];
  const none = /^\s*none/.test(ratio);
  const scale = how === "slice" ? Math.max(sx, sy) : Math.min(sx, sy);
  const [a, d] = none ? [sx, sy] : [scale, scale];
  const place = (where: string, free: number) => (where === "Min" ? 0 : where === "Mid" ? free / 2 : free);
  const x = box.x + place(across, box.width - width * a) - left * a;
  const y = box.y + place(down, box.height - height * d) - top * d;
  const cut = width * a > box.width + 1e-6 || height * d > box.height + 1e-6;
  return { matrix: [a, 0, 0, d, x, y], width, height, cut };
}
