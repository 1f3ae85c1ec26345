// Colours as values: any CSS colour in, the same colour out in the shortest exact notation.

import type * as Culori from "culori";
import { require } from "../../require.ts";
import { parseCssColor } from "../../svg/color.ts";

// One file; imported, it would be a hundred and fifty.
const { converter, formatCss, wcagContrast } = require("culori") as typeof Culori;

const toRgb = converter("rgb");

/** Components beyond this many decimals make no visible difference. */
const DECIMALS = 5;

/** CSS notations of the colour spaces that DTCG names. Percentages where the components are 0–100. */
const FUNCTIONS: Record<string, (c: (string | number)[]) => string> = {
  hsl: ([h, s, l]) => `hsl(${h} ${percent(s)} ${percent(l)}`,
  hwb: ([h, w, b]) => `hwb(${h} ${percent(w)} ${percent(b)}`,
  lab: (c) => `lab(${c.join(" ")}`,
  lch: (c) => `lch(${c.join(" ")}`,
  oklab: (c) => `oklab(${c.join(" ")}`,
  oklch: (c) => `oklch(${c.join(" ")}`,
};
const PREDEFINED = new Set(
  "srgb srgb-linear display-p3 a98-rgb prophoto-rgb rec2020 xyz-d65 xyz-d50".split(" "),
);

const percent = (value: string | number | undefined): string => (value === "none" ? "none" : `${value}%`);

/** A colour as DTCG 2025.10 writes one. */
export interface ColorValue {
  colorSpace: string;
  components: (number | "none")[];
  alpha?: number;
  hex?: string;
}

/** The colour that a text or a DTCG value stands for; undefined when it stands for none. */
export function parseColor(value: unknown): Culori.Color | undefined {
  if (typeof value === "string") return parseCssColor(value);
  if (typeof value !== "object" || value === null || !("colorSpace" in value)) return undefined;
  const { colorSpace, components, alpha = 1 } = value as ColorValue;
  const numbers =
    Array.isArray(components) && components.length === 3 ? [...components, alpha] : [Number.NaN];
  if (!numbers.every((part) => part === "none" || Number.isFinite(part))) return undefined;
  const open = PREDEFINED.has(colorSpace)
    ? `color(${colorSpace} ${components.join(" ")}`
    : Object.hasOwn(FUNCTIONS, colorSpace)
      ? FUNCTIONS[colorSpace]!(components)
      : undefined;
  return open === undefined ? undefined : parseCssColor(alpha === 1 ? `${open})` : `${open} / ${alpha})`);
}

/** CSS of a colour: hexadecimal where that is exact, else the notation of its own colour space. */
export function formatColor(color: Culori.Color): string {
  if (color.mode === "rgb") {
    const { alpha = 1 } = color;
    const [r, g, b, a] = [color.r, color.g, color.b, alpha].map(toByte);
    if (r !== undefined && g !== undefined && b !== undefined) {
      if (a === undefined) return `rgb(${r} ${g} ${b} / ${round(alpha)})`;
      return `#${(a === 255 ? [r, g, b] : [r, g, b, a]).map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    }
  }
  const rounded = Object.fromEntries(
    Object.entries(color).map(([name, part]) => [name, typeof part === "number" ? round(part) : part]),
  );
  return formatCss(rounded as unknown as Culori.Color);
}

/** The byte that a part of 0 to 1 is exactly, or undefined. */
function toByte(part: number): number | undefined {
  const byte = Math.round(part * 255);
  return byte >= 0 && byte <= 255 && Math.abs(part * 255 - byte) < 1e-6 ? byte : undefined;
}

export const round = (value: number): number => Number(value.toFixed(DECIMALS)) + 0;

const WHITE: Culori.Rgb = { mode: "rgb", r: 1, g: 1, b: 1 };

/** WCAG 2.2's contrast ratio, 1 to 21, of a colour on another as they are seen: laid over one another, and over white. */
export function contrastRatio(foreground: Culori.Color, background: Culori.Color): number {
  const ground = over(background, WHITE);
  return wcagContrast(over(foreground, ground), ground);
}

/** Source-over compositing in sRGB (W3C Compositing §5.1), as browsers do. */
function over(color: Culori.Color, ground: Culori.Rgb): Culori.Rgb {
  const { r, g, b } = toRgb(color);
  const alpha = Math.min(1, Math.max(0, color.alpha ?? 1));
  const mix = (top: number, below: number) => top * alpha + below * (1 - alpha);
  return { mode: "rgb", r: mix(r, ground.r), g: mix(g, ground.g), b: mix(b, ground.b) };
}
