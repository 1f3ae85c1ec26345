// The context of an element: its coordinate system and its inherited style.
import { type Box, intersect, isEmpty } from "../../svg/box.ts";
import { clamp, IDENTITY, invert, mapBox, type Matrix, multiply } from "../../svg/geometry.ts";

/** Properties that elements have from those around them, where they have none of their own. */
const INHERITED: ReadonlySet<string> = new Set([
  "fill",
  "stroke",
  "stroke-width",
  "fill-opacity",
  "stroke-opacity",
  "fill-rule",
  "clip-rule",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
  "stroke-dasharray",
  "stroke-dashoffset",
  "paint-order",
  "marker-start",
  "marker-mid",
  "marker-end",
  "color",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "letter-spacing",
  "direction",
  "dominant-baseline",
  "visibility",
]);

export type Attributes = Readonly<Record<string, string>>;

/** User units of CSS's lengths. */
const UNITS = new Map(
  Object.entries({
    px: 1,
    pt: 4 / 3,
    pc: 16,
    in: 96,
    cm: 96 / 2.54,
    mm: 96 / 25.4,
    q: 96 / 101.6,
    rem: 16,
  }),
);

/** Coordinates and style. Frames never change: what is inside has a frame made from this one. */
export class Frame {
  constructor(
    readonly style: Attributes,
    /** From here to the form or page that is being written: what gradients and patterns refer to. */
    readonly matrix: Matrix,
    /** From here to where {@link Frame.area} is measured. */
    readonly outer: Matrix,
    /** All that can be seen. */
    readonly area: Box,
    /** The size that percentages refer to. */
    readonly width: number,
    readonly height: number,
  ) {}

  /** The frame of an element's content. */
  styled(own: Attributes): Frame {
    let style: Record<string, string> | undefined;
    for (const [key, value] of Object.entries(own)) {
      if (!INHERITED.has(key) || value === "inherit" || value === this.style[key]) continue;
      style ??= { ...this.style };
      // A size of text in ems or per cent is one of the size around it.
      style[key] = key === "font-size" ? String(this.fontSize(value)) : value;
    }
    return style ? new Frame(style, this.matrix, this.outer, this.area, this.width, this.height) : this;
  }

  /** The frame with these properties, inherited or not. */
  with(style: Attributes): Frame {
    const { matrix, outer, area, width, height } = this;
    return new Frame({ ...this.style, ...style }, matrix, outer, area, width, height);
  }

  /** The frame after a transformation. */
  moved(by: Matrix): Frame {
    if (by === IDENTITY) return this;
    const { style, area, width, height } = this;
    return new Frame(style, multiply(this.matrix, by), multiply(this.outer, by), area, width, height);
  }

  /** The same coordinates, in a form of their own. */
  alone(): Frame {
    return new Frame(this.style, IDENTITY, this.outer, this.area, this.width, this.height);
  }

  /** The same context with another reference size for percentages. */
  sized(width: number, height: number): Frame {
    return new Frame(this.style, this.matrix, this.outer, this.area, width, height);
  }

  /** All that can be seen, measured here; undefined where nothing can. */
  visible(within: Box = EVERYWHERE): Box | undefined {
    const inverse = invert(this.outer);
    const box = inverse && intersect(mapBox(inverse, this.area), within);
    return box && !isEmpty(box) ? box : undefined;
  }

  x(value: string | undefined, fallback: number): number {
    return this.#measure(value, fallback, this.width);
  }
  y(value: string | undefined, fallback: number): number {
    return this.#measure(value, fallback, this.height);
  }
  /** A length that is neither across nor down. */
  length(value: string | undefined, fallback: number): number {
    return this.#measure(value, fallback, Math.hypot(this.width, this.height) / Math.SQRT2);
  }
  fontSize(value = this.style["font-size"]): number {
    const em = number(this.style["font-size"], 16);
    return SIZES.get(value ?? "") ?? this.#measure(value, em, em);
  }

  #measure(value: string | undefined, fallback: number, whole: number): number {
    const [, digits, unit = ""] =
      /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(%|[a-z]*)/i.exec(value ?? "") ?? [];
    if (digits === undefined) return fallback;
    const name = unit.toLowerCase();
    const em = () => number(this.style["font-size"], 16);
    const factor =
      name === "%" ? whole / 100 : name === "em" ? em() : name === "ex" ? em() / 2 : (UNITS.get(name) ?? 1);
    return clamp(Number(digits) * factor);
  }
}

const EVERYWHERE: Box = { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 };

const SIZES = new Map(
  Object.entries({
    "xx-small": 9,
    "x-small": 10,
    small: 13,
    medium: 16,
    large: 18,
    "x-large": 24,
    "xx-large": 32,
  }),
);

/** A number, or one per cent of it. */
export function number(value: string | undefined, fallback: number): number {
  const parsed = parseFloat(value ?? "");
  if (!Number.isFinite(parsed)) return fallback;
  return value!.trimEnd().endsWith("%") ? parsed / 100 : parsed;
}

/** An opacity: a number from 0 to 1, in thousandths. */
export const opacity = (value: string | undefined): number =>
  Math.round(Math.min(1, Math.max(0, number(value, 1))) * 1000) / 1000;
