// Colours of SVG, as operators of PDF have them.
import { parseRgb } from "../../svg/color.ts";

export interface Color {
  /** Three components, from 0 to 1. */
  rgb: string;
  alpha: number;
}

/** A CSS colour; undefined for `none` and what cannot be read. */
export function parseColor(value: string, current = "#000"): Color | undefined {
  const color = value.trim().toLowerCase();
  if (color === "currentcolor")
    return current.trim().toLowerCase() === color ? undefined : parseColor(current);
  const rgb = parseRgb(color);
  return rgb && { rgb: [rgb.r, rgb.g, rgb.b].map(thousandths).join(" "), alpha: rgb.alpha };
}

const thousandths = (part: number): number => Math.round(part * 1000) / 1000;
