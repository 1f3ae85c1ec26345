// How documents look unless they say otherwise.

import { parseRgb } from "../../svg/color.ts";

/** Colours and type of a document. */
export interface Theme {
  /** Family of the fonts folder. Default: the library's default family. */
  font?: string;
  /** Family of headings. Default: `font`. */
  headingFont?: string;
  /** Points. Default 10. */
  size: number;
  lineHeight: number;
  text: string;
  muted: string;
  accent: string;
  /** Thin rules and borders. */
  line: string;
  /** Grounds: zebra rows, table headers. */
  tint: string;
  /** Points for levels 1 to 6. */
  headings: readonly [number, number, number, number, number, number];
}

export const defaultTheme: Theme = {
  size: 10,
  lineHeight: 1.4,
  text: "#1b1f24",
  muted: "#667085",
  accent: "#1d4ed8",
  line: "#d0d5dd",
  tint: "#f5f7fa",
  headings: [24, 16, 12.5, 11, 10, 10],
};

/**
 * Six hexadecimal digits of a colour: any opaque one of CSS, or a name of the theme.
 * @throws Error naming what may be given.
 */
export function colorOf(value: string, theme: Theme): string {
  const color = Object.hasOwn(theme, value) ? String(theme[value as "text"]) : value;
  if (/^#[0-9a-f]{6}$/i.test(color)) return color.slice(1).toLowerCase();
  const rgb = parseRgb(color);
  if (rgb?.alpha === 1)
    return [rgb.r, rgb.g, rgb.b]
      .map((part) =>
        Math.round(part * 255)
          .toString(16)
          .padStart(2, "0"),
      )
      .join("");
  throw new Error(
    `"${value}" is no colour of a PDF: use text, muted, accent, line, tint, or a CSS colour that is opaque, such as #1d4ed8 or oklch(50% 0.2 260).`,
  );
}

const SIZES: Record<string, readonly [number, number]> = {
  a3: [841.89, 1190.55],
  a4: [595.28, 841.89],
  a5: [419.53, 595.28],
  a6: [297.64, 419.53],
  letter: [612, 792],
  legal: [612, 1008],
};

/** A name (`"A4"`, `"Letter landscape"`), or width and height in points. */
export type PageSize = string | readonly [number, number];

/**
 * Width and height in points.
 * @throws Error when the size is unknown, not finite, or beyond what PDF can hold (14,400 points).
 */
export function pageSize(size: PageSize): readonly [number, number] {
  if (typeof size === "string") {
    const [name = "", turn] = size.toLowerCase().split(/[\s-]+/);
    const known = SIZES[name];
    if (!known)
      throw new Error(
        `There is no page size "${size}": use ${Object.keys(SIZES).join(", ")}, or [width, height].`,
      );
    return turn === "landscape" ? [known[1], known[0]] : known;
  }
  for (const side of size)
    if (!(side >= 3 && side <= 14_400))
      throw new Error(`A page side of ${side} points cannot be: it takes 3 to 14400.`);
  return size;
}

/** One number for all sides, or each side. Points. */
export type Margin = number | { top?: number; right?: number; bottom?: number; left?: number };

export function margins(margin: Margin, size: readonly [number, number]) {
  const each =
    typeof margin === "number" ? { top: margin, right: margin, bottom: margin, left: margin } : margin;
  const { top = 56, right = 56, bottom = 56, left = 56 } = each;
  const fits = [top, right, bottom, left].every((m) => Number.isFinite(m) && m >= 0);
  if (!fits || left + right > size[0] - 20 || top + bottom > size[1] - 20)
    throw new Error(
      `Margins of ${top}, ${right}, ${bottom}, ${left} points leave no room on a page of ${size.join(" × ")}.`,
    );
  return { top, right, bottom, left };
}
