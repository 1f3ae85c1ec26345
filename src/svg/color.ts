// CSS colours (CSS Color 4), by culori: one grammar for SVG, themes and documents.

import type * as Culori from "culori";
import { require } from "../require.ts";
import { withoutComments } from "./css/declarations.ts";

// One file; imported, it would be a hundred and fifty. When it is first wanted: most processes start without.
let culori: { parse: typeof Culori.parse; toRgb(color: Culori.Color): Culori.Rgb } | undefined;

function load() {
  if (culori) return culori;
  const { converter, parse } = require("culori") as typeof Culori;
  return (culori = { parse, toRgb: converter("rgb") });
}

/** Characters of a colour: culori's reader is quadratic in long numbers, and no colour needs more. */
const LONGEST = 200;

/** A colour of sRGB: components and alpha from 0 to 1. */
export interface Rgb {
  r: number;
  g: number;
  b: number;
  alpha: number;
}

/**
 * A colour in the space in which it is written: `#…`, names, `transparent`, `rgb()`, `hsl()`, `hwb()`, `lab()`,
 * `lch()`, `oklab()`, `oklch()` and `color()`; undefined for anything else. `currentColor` is for the caller, who
 * knows what is around it.
 */
export function parseCssColor(text: string): Culori.Color | undefined {
  if (text.length > LONGEST) return undefined;
  const color = load().parse(withoutComments(text).trim().toLowerCase());
  // A missing alpha is transparent (§4.4); culori takes it for opaque.
  if (color && /\/\s*none\s*\)?$/i.test(text.trim())) color.alpha = 0;
  return color;
}

/** A colour in sRGB, or undefined. What is out of its gamut is cut, component by component, as browsers do. */
export function parseRgb(text: string): Rgb | undefined {
  const color = parseCssColor(text);
  if (!color) return undefined;
  const { r, g, b, alpha = 1 } = load().toRgb(inRange(color));
  return { r: unit(r), g: unit(g), b: unit(b), alpha: unit(alpha) };
}

/** From 0 to 1; a component that is missing (`none`) is 0. */
const unit = (value = 0): number => Math.min(1, Math.max(0, value)) || 0;

/** Components that may not be out of their range (§7.1, §8.1, §9.3, §9.4) are taken to its end. */
function inRange(color: Culori.Color): Culori.Color {
  switch (color.mode) {
    case "hsl":
      return { ...color, s: unit(color.s), l: unit(color.l) };
    case "hwb":
      return { ...color, w: unit(color.w), b: unit(color.b) };
    case "lab":
      return { ...color, l: 100 * unit((color.l ?? 0) / 100) };
    case "lch":
      return { ...color, l: 100 * unit((color.l ?? 0) / 100), c: Math.max(0, color.c ?? 0) };
    case "oklab":
      return { ...color, l: unit(color.l) };
    case "oklch":
      return { ...color, l: unit(color.l), c: Math.max(0, color.c ?? 0) };
    default:
      return color;
  }
}
