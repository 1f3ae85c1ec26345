// Matrices as PDF has them.
import { clamp, type Matrix } from "../../svg/geometry.ts";

/** How PDF's operators and dictionaries have a matrix: never with an exponent. */
export const matrixText = (matrix: Matrix): string => matrix.map(exact).join(" ");

/** A number with as many decimals as its size needs. */
function exact(value: number): string {
  const safe = clamp(value);
  const size = Math.abs(safe);
  if (size < 1e-12) return "0";
  const text = safe.toFixed(size >= 1 ? 5 : size >= 1e-3 ? 8 : 12);
  return text.replace(/\.?0+$/, "");
}
