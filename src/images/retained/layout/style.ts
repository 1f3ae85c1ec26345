// An element's style -> what layout, text and paint need of it, for the properties that are known here.

import { readTextShadows, type TextShadow } from "./text-shadow.ts";
import { Unknown } from "./unknown.ts";

/** A length in pixels, a percentage ("50%") or "auto". */
export type Length = number | string;

/** What text inherits. */
export interface TextStyle {
  color: string;
  fontSize: number;
  fontFamily: readonly string[];
  fontWeight: number;
  fontStyle: string;
  /** A factor of the font size, or undefined for the font's own height. */
  lineHeight: number | undefined;
  letterSpacing: number;
  textAlign: string;
  textTransform: string;
  textWrap: string;
  whiteSpace: string;
  wordBreak: string;
  overflowWrap: string;
  shadows: readonly TextShadow[];
}

/** One element, computed. */
export interface Computed {
  /** Lengths and keywords of layout, longhands only. */
  layout: Readonly<Record<string, Length>>;
  /** `flex`, `block` or `none`: how its children are laid out. */
  display: "flex" | "block" | "none";
  inline: boolean;
  position: string;
  zIndex: number | undefined;
  opacity: number;
  clips: boolean;
  /** Borders and radii, where there are radii. */
  rounded: Readonly<Record<string, unknown>> | undefined;
  /** What satori is given to paint the box, or undefined where there is nothing to paint. */
  paint: Readonly<Record<string, unknown>> | undefined;
  text: TextStyle;
  lineClamp: number | undefined;
  /** One line that ends in an ellipsis. */
  ellipsis: boolean;
}

export interface Viewport {
  width: number;
  height: number;
}

export const ROOT_TEXT: TextStyle = {
  color: "black",
  fontSize: 16,
  fontFamily: ["serif"],
  fontWeight: 400,
  fontStyle: "normal",
  lineHeight: undefined,
  letterSpacing: 0,
  textAlign: "start",
  textTransform: "none",
  textWrap: "wrap",
  whiteSpace: "normal",
  wordBreak: "normal",
  overflowWrap: "normal",
  shadows: [],
};

const BLOCKS =
  "address article aside details figcaption footer form header hgroup main nav search section summary div";
const HEADINGS: Record<string, [size: string | undefined, margin: string]> = {
  h1: ["2em", "0.67em"],
  h2: ["1.5em", "0.83em"],
  h3: ["1.17em", "1em"],
  h4: [undefined, "1.33em"],
  h5: ["0.83em", "1.67em"],
  h6: ["0.67em", "2.33em"],
};

/** What satori gives an element before its own style; undefined for elements that are not known. */
const PRESETS = new Map<string, Record<string, unknown>>([
  ...BLOCKS.split(" ").map((type): [string, Record<string, unknown>] => [type, { display: "block" }]),
  ["p", { display: "block", marginTop: "1em", marginBottom: "1em" }],
  ...Object.entries(HEADINGS).map(([type, [fontSize, margin]]): [string, Record<string, unknown>] => [
    type,
    {
      display: "block",
      ...(fontSize && { fontSize }),
      marginTop: margin,
      marginBottom: margin,
      fontWeight: 700,
    },
  ]),
  ...["span", "a", "label", "time", "cite", "img", "svg"].map((type): [string, Record<string, unknown>] => [
    type,
    {},
  ]),
  ["strong", { fontWeight: 700 }],
  ["b", { fontWeight: 700 }],
  ["em", { fontStyle: "italic" }],
  ["i", { fontStyle: "italic" }],
]);

const SIDES = ["Top", "Right", "Bottom", "Left"] as const;
const LENGTHS = new Set(
  "width height minWidth minHeight maxWidth maxHeight rowGap columnGap flexBasis top right bottom left"
    .split(" ")
    .concat(SIDES.flatMap((side) => [`padding${side}`, `margin${side}`])),
);
const ITEMS = "stretch center start end self-start self-end flex-start flex-end baseline normal";
const CONTENT = "stretch center start end flex-start flex-end space-between space-around space-evenly normal";
const KEYWORDS: Record<string, ReadonlySet<string>> = Object.fromEntries(
  Object.entries({
    alignItems: ITEMS,
    alignSelf: `${ITEMS} auto`,
    alignContent: CONTENT,
    justifyContent: CONTENT,
    flexDirection: "row column row-reverse column-reverse",
    flexWrap: "nowrap wrap wrap-reverse",
    boxSizing: "border-box content-box",
  }).map(([name, words]) => [name, new Set(words.split(" "))]),
);
const NUMBERS = new Set(["flexGrow", "flexShrink", "aspectRatio"]);
const PAINTED =
  /^(?:background(?:Color|Image|Size|Position|Repeat)?|border(?:Top|Right|Bottom|Left)?(?:Color|Style|Width)?|border(?:Top|Bottom)?(?:Left|Right)?Radius|boxShadow|objectFit|objectPosition)$/;
const BORDER_STYLES = new Set("none hidden dotted dashed solid double groove ridge inset outset".split(" "));

/** Computes one element. @throws Unknown naming the property that only satori knows. */
export function computeStyle(
  type: string,
  style: Readonly<Record<string, unknown>>,
  parent: TextStyle,
  viewport: Viewport,
): Computed {
  const preset = PRESETS.get(type);
  if (!preset) throw new Unknown(`<${type}>`);
  const all: Record<string, unknown> = { ...preset };
  for (const name in style) {
    delete all[name];
    if (style[name] !== undefined && style[name] !== null) all[name] = style[name];
  }
  const text = { ...parent };
  text.fontSize = fontSizeOf(all.fontSize, parent.fontSize, viewport);
  const toLength = (name: string, value: unknown): Length => readLength(name, value, text.fontSize, viewport);

  const layout: Record<string, Length> = {};
  const paint: Record<string, unknown> = {};
  const borders: Record<string, { width?: number; style?: string }> = {
    Top: {},
    Right: {},
    Bottom: {},
    Left: {},
  };
  let display = "inline";
  let position = "static";
  let zIndex: number | undefined;
  let opacity = 1;
  let overflow = "visible";
  let lineClamp: number | undefined;
  let textOverflow = "clip";
  let visible = false;
  let rounded = false;

  for (const name in all) {
    const value = all[name];
    if (
      typeof value === "string" &&
      /\b(?:inherit|initial|unset|revert|calc|var|min|max|clamp)\b|!/.test(value)
    )
      throw unknown(name, value);
    if (LENGTHS.has(name)) {
      // satori wants a unit here, and leaves out what has none.
      if (name === "flexBasis" && Number(value)) throw unknown(name, value);
      layout[name] = toLength(name, value);
    } else if (NUMBERS.has(name)) layout[name] = numberOf(name, value);
    else if (KEYWORDS[name]) {
      if (!KEYWORDS[name].has(String(value))) throw unknown(name, value);
      layout[name] = String(value);
    } else if (PAINTED.test(name)) {
      paint[name] = value;
      if (name.endsWith("Radius")) rounded ||= value !== 0 && value !== "0";
      else if (!name.startsWith("object")) visible = true;
      if (name.startsWith("border") && !/Radius$|Color$/.test(name))
        readBorder(name, value, borders, toLength);
    } else if (name === "fontSize") continue;
    else if (name === "padding" || name === "margin" || name === "inset") {
      const sides = fourOf(name, value);
      SIDES.forEach((side, i) => {
        const longhand = name === "inset" ? side.toLowerCase() : name + side;
        layout[longhand] = toLength(longhand, sides[i]);
      });
    } else if (name === "gap") {
      const [row, column = row] = String(value).trim().split(/\s+/);
      layout.rowGap = toLength(name, row);
      layout.columnGap = toLength(name, column);
    } else if (name === "flex") Object.assign(layout, flexOf(value, toLength));
    else if (name === "display") display = wordOf(name, value);
    else if (name === "position") position = wordOf(name, value);
    else if (name === "zIndex") zIndex = numberOf(name, value);
    else if (name === "opacity") opacity = Math.min(1, Math.max(0, numberOf(name, value)));
    else if (name === "overflow") overflow = wordOf(name, value);
    else if (name === "lineClamp") lineClamp = numberOf(name, value);
    else if (name === "textOverflow") textOverflow = wordOf(name, value);
    else if (name === "color") text.color = wordOf(name, value);
    else if (name === "textShadow") text.shadows = readTextShadows(value);
    else if (name === "fontFamily") text.fontFamily = familiesOf(value);
    else if (name === "fontWeight") text.fontWeight = weightOf(value);
    else if (name === "fontStyle") text.fontStyle = wordOf(name, value);
    else if (name === "lineHeight") text.lineHeight = lineHeightOf(value, text.fontSize, toLength);
    else if (name === "letterSpacing")
      text.letterSpacing = value === "normal" ? 0 : pixelsOf(name, toLength(name, value));
    else if (TEXT_WORDS[name]?.includes(String(value))) text[name as "textAlign"] = String(value);
    else throw unknown(name, value);
  }
  if (!["flex", "block", "inline", "none"].includes(display)) throw unknown("display", display);
  if (!["static", "relative", "absolute"].includes(position)) throw unknown("position", position);
  if (!["visible", "hidden"].includes(overflow)) throw unknown("overflow", overflow);
  if (/^currentcolor$/i.test(text.color)) text.color = parent.color;
  for (const side of SIDES) {
    const { width = 3, style } = borders[side]!;
    if (!style || style === "none" || style === "hidden" || !width) continue;
    // resvg sets dots from one place to another differently.
    if (style === "dotted") throw unknown(`border${side}Style`, style);
    // Cut to whole pixels, but never to none.
    layout[`border${side}Width`] =
      width < 0 || Number.isInteger(width) ? width : Math.max(1, Math.floor(width));
  }
  const replaced = type === "img" || type === "svg";
  if (replaced) {
    // A picture is fitted into what its padding leaves of the box.
    for (const side of SIDES) {
      const padding = layout[`padding${side}`];
      if (padding) paint[`padding${side}`] = pixelsOf(`padding${side}`, padding);
    }
  }
  if (position === "static") for (const side of ["top", "right", "bottom", "left"]) delete layout[side];
  return {
    layout: { boxSizing: "content-box", ...layout },
    display: display === "inline" ? "block" : (display as "flex"),
    inline: display === "inline",
    position,
    zIndex,
    opacity,
    clips: overflow === "hidden",
    rounded: rounded
      ? Object.fromEntries(Object.entries(paint).filter(([name]) => name.startsWith("border")))
      : undefined,
    paint: visible || replaced ? paint : undefined,
    text,
    lineClamp: display === "block" ? lineClamp : undefined,
    ellipsis:
      textOverflow === "ellipsis" && overflow === "hidden" && /^(?:nowrap|pre)$/.test(text.whiteSpace),
  };
}

const TEXT_WORDS: Record<string, readonly string[]> = {
  textAlign: ["left", "right", "center", "start", "end"],
  textTransform: ["none", "uppercase", "lowercase"],
  textWrap: ["wrap", "balance"],
  whiteSpace: ["normal", "nowrap", "pre-wrap", "pre-line", "pre"],
  wordBreak: ["normal", "break-word", "break-all"],
  overflowWrap: ["normal", "break-word", "anywhere"],
};

function unknown(name: string, value: unknown): Unknown {
  return new Unknown(`${name}: ${JSON.stringify(value)}`);
}

function readLength(name: string, value: unknown, em: number, { width, height }: Viewport): Length {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = String(value).trim();
  if (text === "auto" || text === "none") {
    if (text === "none") throw unknown(name, value);
    return "auto";
  }
  const match = /^([-+]?(?:\d+\.?\d*|\.\d+))(px|em|rem|vw|vh|%)?$/.exec(text);
  const amount = Number(match?.[1]);
  if (!match || !Number.isFinite(amount)) throw unknown(name, value);
  switch (match[2]) {
    case "%":
      return `${amount}%`;
    case "em":
      return amount * em;
    case "rem":
      return amount * 16;
    case "vw":
      return Math.trunc((amount * width) / 100);
    case "vh":
      return Math.trunc((amount * height) / 100);
    default:
      return amount;
  }
}

function pixelsOf(name: string, value: Length): number {
  if (typeof value !== "number") throw unknown(name, value);
  return value;
}

function fontSizeOf(value: unknown, inherited: number, viewport: Viewport): number {
  if (value === undefined || value === null) return inherited;
  const size = readLength("fontSize", value, inherited, viewport);
  if (typeof size === "number" && size > 0) return size;
  if (typeof size === "string" && size.endsWith("%")) return (Number(size.slice(0, -1)) / 100) * inherited;
  throw unknown("fontSize", value);
}

function numberOf(name: string, value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw unknown(name, value);
  return number;
}

function wordOf(name: string, value: unknown): string {
  if (typeof value !== "string") throw unknown(name, value);
  return value.trim();
}

function weightOf(value: unknown): number {
  return value === "bold" ? 700 : value === "normal" ? 400 : numberOf("fontWeight", value);
}

function familiesOf(value: unknown): string[] {
  const names = (Array.isArray(value) ? value : String(value).split(",")).map((name) =>
    String(name)
      .trim()
      .replace(/^(["'])(.*)\1$/, "$2")
      .toLowerCase(),
  );
  return names.filter((name) => name !== "");
}

function lineHeightOf(
  value: unknown,
  fontSize: number,
  toLength: (name: string, value: unknown) => Length,
): number | undefined {
  if (value === "normal") return undefined;
  if (typeof value === "number" || /^\s*[\d.]+\s*$/.test(String(value))) return numberOf("lineHeight", value);
  const length = toLength("lineHeight", value);
  if (typeof length === "string" && length.endsWith("%")) return Number(length.slice(0, -1)) / 100;
  if (typeof length === "string") throw unknown("lineHeight", value);
  return length / fontSize;
}

function fourOf(name: string, value: unknown): unknown[] {
  if (typeof value === "number") return [value, value, value, value];
  const parts = String(value).trim().split(/\s+/);
  if (parts.length > 4) throw unknown(name, value);
  // satori leaves out a list with a bare number in it.
  if (parts.length > 1 && parts.some((part) => /^[-+.\d]*[1-9][.\d]*$/.test(part)))
    throw unknown(name, value);
  const [top, right = top, bottom = top, left = right] = parts;
  return [top, right, bottom, left];
}

function flexOf(value: unknown, toLength: (name: string, value: unknown) => Length): Record<string, Length> {
  const text = String(value).trim();
  if (text === "none") return { flexGrow: 0, flexShrink: 0, flexBasis: "auto" };
  if (text === "auto") return { flexGrow: 1, flexShrink: 1, flexBasis: "auto" };
  const parts = text.split(/\s+/);
  const factors = parts.filter((part) => /^\d*\.?\d+$/.test(part));
  const bases = parts.filter((part) => !/^\d*\.?\d+$/.test(part));
  if (!factors.length || factors.length > 2 || bases.length > 1) {
    // "1 1 0" has three bare numbers: the last is the basis.
    if (factors.length === 3 && !bases.length && Number(factors[2]) === 0)
      return { flexGrow: Number(factors[0]), flexShrink: Number(factors[1]), flexBasis: 0 };
    throw unknown("flex", value);
  }
  return {
    flexGrow: Number(factors[0]),
    flexShrink: Number(factors[1] ?? 1),
    flexBasis: bases.length ? toLength("flex", bases[0]) : 0,
  };
}

/** Widths and styles of borders: the part of them that layout must know. */
function readBorder(
  name: string,
  value: unknown,
  borders: Record<string, { width?: number; style?: string }>,
  toLength: (name: string, value: unknown) => Length,
): void {
  const match = /^border(Top|Right|Bottom|Left)?(Width|Style)?$/.exec(name);
  if (!match) throw unknown(name, value);
  const sides = match[1] ? [match[1]] : SIDES;
  const widthOf = (part: unknown): number =>
    part === "thin" ? 1 : part === "medium" ? 3 : part === "thick" ? 5 : pixelsOf(name, toLength(name, part));
  if (match[2]) {
    const values = match[1] ? [value, value, value, value] : fourOf(name, value);
    sides.forEach((side) => {
      const part = values[SIDES.indexOf(side as "Top")];
      if (match[2] === "Width") borders[side]!.width = widthOf(part);
      else borders[side]!.style = wordOf(name, part);
    });
    return;
  }
  let width: number | undefined;
  let style = "none";
  for (const part of String(value)
    .trim()
    .split(/\s+(?![^(]*\))/)) {
    if (BORDER_STYLES.has(part)) style = part;
    else if (/^(?:[\d.]+(?:px|em|rem)?|thin|medium|thick)$/.test(part)) width = widthOf(part);
  }
  for (const side of sides) borders[side] = { width: width ?? 3, style };
}
