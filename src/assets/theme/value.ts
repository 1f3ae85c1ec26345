// Token values: each is read into numbers, colours and names, and written out from those alone.
// Nothing that an author or a user typed is ever copied into the stylesheet: other values of CSS are written from a tree.

import { formatColor, parseColor, round } from "./color.ts";
import { cssString, cssValue, type Syntax } from "./css.ts";
import { ValueError } from "./error.ts";

/** Turns one value, or a reference to another token, into CSS. */
export type Write = (value: unknown, type: string) => string;

const UNITS =
  "px|rem|em|ex|ch|lh|rlh|cap|ic|vw|vh|vi|vb|vmin|vmax|svw|svh|lvw|lvh|dvw|dvh|cqw|cqh|cqi|cqb|%|fr|pt|cm|mm|in|deg|turn";
const NUMBER = "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:e[+-]?\\d{1,2})?";
const DIMENSION = new RegExp(`^(${NUMBER})(${UNITS})$`, "i");
const DURATION = new RegExp(`^(${NUMBER})(ms|s)$`, "i");
const PLAIN_NUMBER = new RegExp(`^${NUMBER}$`, "i");

const WEIGHTS: Record<string, number> = {
  thin: 100,
  hairline: 100,
  "extra-light": 200,
  "ultra-light": 200,
  light: 300,
  normal: 400,
  regular: 400,
  book: 400,
  medium: 500,
  "semi-bold": 600,
  "demi-bold": 600,
  bold: 700,
  "extra-bold": 800,
  "ultra-bold": 800,
  black: 900,
  heavy: 900,
  "extra-black": 950,
  "ultra-black": 950,
};
const LINE_STYLES = new Set("none hidden solid dashed dotted double groove ridge outset inset".split(" "));
const GENERIC = new Set(
  "serif sans-serif monospace cursive fantasy system-ui ui-serif ui-sans-serif ui-monospace ui-rounded math emoji".split(
    " ",
  ),
);

/** The CSS syntax of each token type, for values that are functions, such as `clamp()` and `color-mix()`. */
const SYNTAX: Record<string, Syntax> = {
  color: "<color>",
  number: "<number>",
  dimension: "<length-percentage>",
  duration: "<time>",
  fontWeight: "property font-weight",
  fontFamily: "property font-family",
  cubicBezier: "<easing-function>",
  strokeStyle: "property border-style",
  border: "property border",
  shadow: "property box-shadow",
  transition: "property transition",
  gradient: "<gradient>",
  typography: "property font",
  lineHeight: "property line-height",
};

/**
 * A value of a type, as CSS.
 * @throws ValueError saying what the value is not
 */
export function writeValue(value: unknown, type: string, write: Write): string {
  if (value === null || value === undefined) throw new ValueError("has no value");
  try {
    return WRITERS[type]!(value, write);
  } catch (error) {
    const syntax = SYNTAX[type];
    if (!(error instanceof ValueError) || typeof value !== "string" || !syntax) throw error;
    try {
      return cssValue(value, syntax);
    } catch {
      throw error;
    }
  }
}

/** Writers by DTCG type, and of some that came before. Composite ones write their parts through `write`, which knows references. */
export const WRITERS: Record<string, (value: unknown, write: Write) => string> = {
  color(value) {
    const color = parseColor(value);
    if (!color) throw new ValueError("is not a colour");
    return formatColor(color);
  },
  number: (value) => number(value),
  string(value) {
    if (typeof value !== "string") throw new ValueError("is not text");
    return cssString(value);
  },
  css: (value) => cssValue(String(value)),
  dimension: (value) =>
    value === 0 || value === "0" || isUnitless(value)
      ? number(isUnitless(value) ? value.value : 0)
      : quantity(value, DIMENSION, "a length such as 1.5rem"),
  lineHeight(value, write) {
    try {
      return number(value);
    } catch {
      return value === "AUTO" ? "normal" : write(value, "dimension");
    }
  },
  duration: (value) => quantity(value, DURATION, "a time such as 200ms"),
  fontWeight(value) {
    const name = String(value).toLowerCase().replace(/ /g, "-");
    const weight = Object.hasOwn(WEIGHTS, name) ? WEIGHTS[name]! : Number(value);
    if (!(weight >= 1 && weight <= 1000)) throw new ValueError("is not a font weight, 1 to 1000 or a name");
    return String(round(weight));
  },
  fontFamily(value) {
    const families = Array.isArray(value) ? value : [value];
    if (families.length === 0) throw new ValueError("names no font family");
    return families.map(fontFamily).join(", ");
  },
  cubicBezier(value) {
    if (!Array.isArray(value) || value.length !== 4 || !inside(value[0]) || !inside(value[2]))
      throw new ValueError("is not four numbers, of which the first and the third lie within 0 and 1");
    return `cubic-bezier(${value.map(number).join(", ")})`;
  },
  strokeStyle(value) {
    if (typeof value === "string" && LINE_STYLES.has(value)) return value;
    if (fields(value)["dashArray"]) return "dashed"; // as near as CSS comes
    throw new ValueError("is not a line style");
  },
  border(value, write) {
    const { width, style, color } = fields(value);
    return `${write(width, "dimension")} ${write(style, "strokeStyle")} ${write(color, "color")}`;
  },
  shadow(value, write) {
    return (Array.isArray(value) ? value : [value])
      .map((layer) => {
        const { color, offsetX, offsetY, blur = 0, spread = 0, inset } = fields(layer);
        const lengths = [offsetX, offsetY, blur, spread]
          .map((length) => write(length, "dimension"))
          .join(" ");
        return `${inset === true ? "inset " : ""}${lengths} ${write(color, "color")}`;
      })
      .join(", ");
  },
  transition(value, write) {
    const { duration, delay = "0s", timingFunction } = fields(value);
    return `${write(duration, "duration")} ${write(timingFunction, "cubicBezier")} ${write(delay, "duration")}`;
  },
  gradient(value, write) {
    if (!Array.isArray(value) || value.length < 2) throw new ValueError("is not a list of two stops or more");
    return value
      .map((stop) => {
        const { color, position } = fields(stop);
        return `${write(color, "color")} ${round(Math.min(1, Math.max(0, Number(number(position)))) * 100)}%`;
      })
      .join(", ");
  },
  typography(value, write) {
    const { fontFamily, fontSize, fontWeight = 400, lineHeight = 1.2, fontStyle, ...others } = fields(value);
    refuseFields(others, Object.keys(BESIDE_FONT));
    const style = fontStyle === undefined ? "" : `${write(fontStyle, "css")} `;
    const size = `${write(fontSize, "dimension")}/${write(lineHeight, "lineHeight")}`;
    return `${style}${write(fontWeight, "fontWeight")} ${size} ${write(fontFamily, "fontFamily")}`;
  },
};

/** Parts of typography that `font` has no place for: each is a property beside it. */
const BESIDE_FONT: Record<string, { suffix: string; type: string }> = {
  letterSpacing: { suffix: "-letter-spacing", type: "dimension" },
  paragraphSpacing: { suffix: "-paragraph-spacing", type: "dimension" },
  paragraphIndent: { suffix: "-paragraph-indent", type: "dimension" },
  textCase: { suffix: "-text-transform", type: "css" },
  textDecoration: { suffix: "-text-decoration", type: "css" },
};

/** Properties that a token has beside its own, by their suffix. */
export function writeBeside(value: unknown, type: string, write: Write): [suffix: string, css: string][] {
  if (type !== "typography" || typeof value !== "object" || value === null) return [];
  const parts = value as Record<string, unknown>;
  return Object.entries(BESIDE_FONT).flatMap(([name, { suffix, type: of }]) =>
    parts[name] === undefined || parts[name] === null ? [] : [[suffix, write(parts[name], of)]],
  );
}

function refuseFields(others: object, known: readonly string[]): void {
  for (const name of Object.keys(others))
    if (!known.includes(name)) throw new ValueError(`has a part ${JSON.stringify(name)}, which is not known`);
}

function isUnitless(value: unknown): value is { value: unknown } {
  return (
    typeof value === "object" && value !== null && "unit" in value && value.unit === "" && "value" in value
  );
}

/** The type that a plain value shows by itself, or undefined. */
export function typeOfValue(value: unknown): string | undefined {
  if (typeof value === "number") return "number";
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === "string")) return "fontFamily";
    return value.length === 4 && value.every((item) => typeof item === "number") ? "cubicBezier" : undefined;
  }
  if (typeof value === "object" && value !== null) return "colorSpace" in value ? "color" : undefined;
  if (typeof value !== "string") return undefined;
  if (PLAIN_NUMBER.test(value)) return "number";
  if (DURATION.test(value)) return "duration";
  if (DIMENSION.test(value)) return "dimension";
  return parseColor(value) ? "color" : "css";
}

function number(value: unknown): string {
  const parsed = typeof value === "string" && PLAIN_NUMBER.test(value) ? Number(value) : value;
  if (typeof parsed !== "number" || !Number.isFinite(parsed)) throw new ValueError("is not a number");
  return String(round(parsed));
}

const inside = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;

/** A number with a unit: `1.5rem`, or DTCG's `{ value: 1.5, unit: "rem" }`. */
function quantity(value: unknown, pattern: RegExp, what: string): string {
  const text =
    typeof value === "object" && value !== null && "unit" in value && "value" in value
      ? `${String(value.value)}${String(value.unit)}`
      : String(value);
  const match = pattern.exec(text.trim());
  if (!match) throw new ValueError(`is not ${what}`);
  return `${round(Number(match[1]))}${match[2]!.toLowerCase()}`;
}

function fontFamily(value: unknown): string {
  if (typeof value !== "string" || !/^[\p{L}\p{N} ._-]+$/u.test(value))
    throw new ValueError("is not a font family's name");
  return GENERIC.has(value) ? value : `"${value}"`;
}

function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ValueError("is not an object");
  return value as Record<string, unknown>;
}
