// Inherited text properties, and the declarations that set them.

import {
  readLength,
  readNumber,
  readOneOf,
  readPixels,
  readWord,
  unsupported,
  type Units,
  type Viewport,
} from "./lengths.ts";
import { splitByWhitespace } from "../../../css-lists.ts";

/** Text properties; all of them are inherited. */
export interface TextStyle {
  color: string;
  fontSize: number;
  fontFamily: readonly string[];
  fontWeight: number;
  fontStyle: string;
  /** `none` where a bold or italic that no face has is not made of another. */
  fontSynthesis: string;
  /** A factor of the font size, or undefined for the font's own height. */
  lineHeight: number | undefined;
  letterSpacing: number;
  textAlign: string;
  textTransform: string;
  textWrap: string;
  whiteSpace: string;
  wordBreak: string;
  overflowWrap: string;
  direction: string;
  visibility: string;
  /** Distance of tab stops, in spaces. */
  tabSize: number;
  decoration: Decoration;
  /** Items of lists have markers, which satori draws. */
  hasMarkers: boolean;
  /** The language of the text, in satori's words. */
  locale: string | undefined;
  /** Declarations of text shadows, strokes and the like, unparsed. */
  effects: Readonly<Record<string, unknown>>;
}

/** `text-decoration` and its longhands. */
export interface Decoration {
  lines: readonly string[];
  style: string;
  color: string | undefined;
  thickness: number | undefined;
  offset: number | undefined;
  skipInk: boolean;
}

const PLAIN: Decoration = {
  lines: [],
  style: "solid",
  color: undefined,
  thickness: undefined,
  offset: undefined,
  skipInk: true,
};

export const ROOT_TEXT: TextStyle = {
  color: "black",
  fontSize: 16,
  fontFamily: ["serif"],
  fontWeight: 400,
  fontStyle: "normal",
  fontSynthesis: "weight style",
  lineHeight: undefined,
  letterSpacing: 0,
  textAlign: "start",
  textTransform: "none",
  textWrap: "wrap",
  whiteSpace: "normal",
  wordBreak: "normal",
  overflowWrap: "normal",
  direction: "ltr",
  visibility: "visible",
  tabSize: 8,
  decoration: PLAIN,
  hasMarkers: true,
  locale: undefined,
  effects: {},
};

const WORDS: Readonly<Record<string, readonly string[]>> = {
  fontSynthesis: ["none", "weight style"],
  textAlign: ["left", "right", "center", "start", "end", "justify"],
  textTransform: ["none", "uppercase", "lowercase", "capitalize"],
  textWrap: ["wrap", "balance"],
  whiteSpace: ["normal", "nowrap", "pre-wrap", "pre-line", "pre"],
  wordBreak: ["normal", "break-word", "break-all", "keep-all"],
  overflowWrap: ["normal", "break-word", "anywhere"],
  wordWrap: ["normal", "break-word", "anywhere"],
  direction: ["ltr", "rtl"],
  visibility: ["visible", "hidden"],
};

/** Declarations that only change how text is painted. */
const EFFECTS = /^(?:textShadow|WebkitTextStroke(?:Width|Color)?|WebkitTextFillColor|paintOrder)$/;

/** Applies a declaration; false for one that is not of text. `fontSize` must be computed already, for ems. */
export function readTextDeclaration(name: string, value: unknown, text: TextStyle, units: Units): boolean {
  const words = WORDS[name];
  if (words)
    text[name === "wordWrap" ? "overflowWrap" : (name as "textAlign")] = readOneOf(name, value, words);
  else if (name === "color") text.color = readWord(name, value);
  else if (name === "fontFamily") text.fontFamily = readFamilies(value);
  else if (name === "fontWeight") text.fontWeight = readWeight(value);
  else if (name === "fontStyle") text.fontStyle = readWord(name, value);
  else if (name === "lineHeight") text.lineHeight = readLineHeight(value, units);
  else if (name === "letterSpacing")
    text.letterSpacing = value === "normal" ? 0 : readPixels(name, value, units);
  else if (name === "listStyle" || name === "listStyleType")
    text.hasMarkers = !/^\s*none\s*$/.test(String(value));
  else if (name === "tabSize") text.tabSize = readNumber(name, value);
  else if (/^text(?:Decoration|Underline)/.test(name))
    text.decoration = readDecoration(name, value, text, units);
  else if (EFFECTS.test(name)) text.effects = { ...text.effects, [name]: inPixels(value, units) };
  else return name === "fontSize";
  return true;
}

const NAMED_SIZES: Readonly<Record<string, number>> = {
  "xx-small": 9,
  "x-small": 10,
  small: 13,
  medium: 16,
  large: 18,
  "x-large": 24,
  "xx-large": 32,
  "xxx-large": 48,
};

export function readFontSize(value: unknown, inherited: number, viewport: Viewport): number {
  if (value === undefined || value === null) return inherited;
  if (value === "larger") return inherited * 1.2;
  if (value === "smaller") return inherited / 1.2;
  const size = NAMED_SIZES[String(value)] ?? readLength("fontSize", value, { ...viewport, em: inherited });
  if (typeof size === "number" && size > 0) return size;
  if (typeof size === "string" && size.endsWith("%")) return (Number(size.slice(0, -1)) / 100) * inherited;
  throw unsupported("fontSize", value);
}

function readWeight(value: unknown): number {
  return value === "bold" ? 700 : value === "normal" ? 400 : readNumber("fontWeight", value);
}

function readFamilies(value: unknown): string[] {
  const names = (Array.isArray(value) ? value : String(value).split(",")).map((name) =>
    String(name)
      .trim()
      .replace(/^(["'])(.*)\1$/, "$2")
      .toLowerCase(),
  );
  return names.filter((name) => name !== "");
}

function readLineHeight(value: unknown, units: Units): number | undefined {
  if (value === "normal") return undefined;
  if (typeof value === "number" || /^\s*[\d.]+\s*$/.test(String(value)))
    return readNumber("lineHeight", value);
  const length = readLength("lineHeight", value, units);
  if (typeof length === "string" && length.endsWith("%")) return Number(length.slice(0, -1)) / 100;
  if (typeof length === "string") throw unsupported("lineHeight", value);
  return length / units.em;
}

const LINES = ["underline", "overline", "line-through"];
const STYLES = ["solid", "double", "dotted", "dashed", "wavy"];

/** Reads a `text-decoration` property. `color` must be computed already: it is the default of the lines. */
function readDecoration(
  name: string,
  value: unknown,
  { decoration: before, color: current }: TextStyle,
  units: Units,
): Decoration {
  const colorOf = (part: string) => (/^currentcolor$/i.test(part) ? current : part);
  const length = (part: string): number | undefined => {
    if (part === "auto" || part === "from-font") return undefined;
    const read = readLength(name, part, units);
    return typeof read === "number" ? read : (Number(read.slice(0, -1)) / 100) * units.em;
  };
  const text = String(value).trim();
  switch (name) {
    case "textDecorationLine": {
      const lines = text.split(/\s+/);
      if (lines.join() === "none") return { ...before, lines: [] };
      return { ...before, lines: lines.map((line) => readOneOf(name, line, LINES)) };
    }
    case "textDecorationStyle":
      return { ...before, style: readOneOf(name, value, STYLES) };
    case "textDecorationColor":
      return { ...before, color: colorOf(text) };
    case "textDecorationThickness":
      return { ...before, thickness: length(text) };
    case "textUnderlineOffset":
      return { ...before, offset: length(text) };
    case "textDecorationSkipInk":
      return { ...before, skipInk: readOneOf(name, value, ["auto", "none", "all"]) !== "none" };
    case "textDecoration": {
      const { offset, skipInk } = before;
      const read = { ...PLAIN, offset, skipInk, color: current, lines: [] as string[] };
      for (const part of splitByWhitespace(text)) {
        if (part === "none") continue;
        else if (LINES.includes(part)) read.lines.push(part);
        else if (STYLES.includes(part)) read.style = part;
        else if (/^(?:auto|from-font|[-+.\d]+[a-z%]*)$/.test(part)) read.thickness = length(part);
        else read.color = colorOf(part);
      }
      return read;
    }
    default:
      throw unsupported(name, value);
  }
}

/** Replaces relative lengths by pixels: a descendant with another font size inherits the computed value. */
function inPixels(value: unknown, units: Units): unknown {
  if (typeof value !== "string") return value;
  return value.replace(
    /(?<![\w.])-?(?:\d+(?:\.\d*)?|\.\d+)(?:r?em|v[wh])\b/g,
    (length) => `${readPixels("length", length, units)}px`,
  );
}
