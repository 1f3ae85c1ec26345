// An element's style -> what layout, text and paint need of it, for the properties that are known here.

import { Borders } from "./borders.ts";
import {
  readLength,
  readNumber,
  readOneOf,
  readPixels,
  readSides,
  readSize,
  readWord,
  SIDES,
  unsupported,
  type Length,
  type Units,
  type Viewport,
} from "./lengths.ts";
import { presetOf } from "./presets.ts";
import { readFontSize, readTextDeclaration, type TextStyle } from "./text-style.ts";
import { Unsupported } from "../unsupported.ts";

/** One element, computed. */
export interface Computed {
  /** Lengths and keywords of layout, longhands only. */
  layout: Readonly<Record<string, Length>>;
  /** How its children are laid out. */
  display: "flex" | "block" | "flow-root" | "none";
  inline: boolean;
  position: string;
  zIndex: number | undefined;
  order: number;
  opacity: number;
  clipsOverflow: boolean;
  /** Borders and radii, where there are radii. */
  rounded: Readonly<Record<string, unknown>> | undefined;
  /** Declarations that paint the box itself; undefined if there are none. */
  paint: Readonly<Record<string, unknown>> | undefined;
  /** Its pixels depend on its position (dotted borders). */
  dependsOnPosition: boolean;
  text: TextStyle;
  /** Lines after which the text ends in an ellipsis; Infinity for no limit. */
  lines: number;
  /** An unsupported declaration, because of which satori draws the whole subtree. */
  effect: string | undefined;
  /** The effect establishes a stacking context. */
  establishesStackingContext: boolean;
  /** The effect makes the element a containing block of absolute boxes. */
  isContainingBlock: boolean;
}

const ITEMS = "stretch center start end self-start self-end flex-start flex-end baseline normal".split(" ");
const CONTENT = "stretch center start end flex-start flex-end space-between space-around space-evenly normal";
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  alignItems: ITEMS,
  alignSelf: [...ITEMS, "auto"],
  alignContent: CONTENT.split(" "),
  justifyContent: CONTENT.split(" "),
  flexDirection: ["row", "column", "row-reverse", "column-reverse"],
  flexWrap: ["nowrap", "wrap", "wrap-reverse"],
  boxSizing: ["border-box", "content-box"],
};
const NUMBERS = new Set(["flexGrow", "flexShrink"]);
const SIZES = new Set("width height minWidth minHeight maxWidth maxHeight".split(" "));
const LENGTHS = new Set(
  "rowGap columnGap flexBasis top right bottom left"
    .split(" ")
    .concat(SIDES.flatMap((side) => [`padding${side}`, `margin${side}`])),
);
const PAINTED =
  /^(?:background(?:Color|Image|Size|Position|Repeat)?|border(?:Top|Right|Bottom|Left)?(?:Color|Style|Width)?|border(?:Top|Bottom)?(?:Left|Right)?Radius|boxShadow|objectFit|objectPosition)$/;
/** Properties for which satori draws the whole subtree, as a fallback. */
const EFFECTS =
  /^(?:transform(?:Origin)?|translate|rotate|scale|filter|clipPath|(?:Webkit)?[mM]ask(?:Image|Size|Position|Repeat|Origin|Clip|Mode|Composite)?|(?:Webkit)?[bB]ackgroundClip|backgroundOrigin|outline(?:Width|Style|Color|Offset)?)$/;
/** Properties without effect on a still picture. satori ignores them too. */
const UNSEEN =
  /^(?:justifyItems|justifySelf|cursor|userSelect|pointerEvents|willChange|transition\w*|animation\w*|(?:Webkit|Moz)(?:FontSmoothing|OsxFontSmoothing)|textRendering|WebkitBoxOrient|WebkitLineClamp|lineClamp|textOverflow)$/;
const STACKING = /^(?:transform|translate|rotate|scale|filter|clipPath|\w*[mM]ask)/;
const CONTAINING = /^(?:transform|translate|rotate|scale|filter)$/;
const OUTSIDE = /\b(?:inherit|initial|unset|revert|calc|var|min|max|clamp|env)\b(?!-content)|!/;

/** Computes one element. @throws Unsupported naming the property that only satori knows. */
export function computeStyle(
  type: string,
  style: Readonly<Record<string, unknown>>,
  parent: TextStyle,
  viewport: Viewport,
  lang?: string,
): Computed {
  const preset = presetOf(type);
  if (!preset) throw new Unsupported(`<${type}>`);
  const all: Record<string, unknown> = { ...preset };
  for (const name in style) {
    delete all[name];
    if (style[name] !== undefined && style[name] !== null) all[name] = style[name];
  }
  const text = {
    ...parent,
    fontSize: readFontSize(all.fontSize, parent.fontSize, viewport),
    locale: lang ?? parent.locale,
  };
  if (type === "ul" || type === "ol") text.hasMarkers = true;
  const units = { ...viewport, em: text.fontSize };
  if (all.color !== undefined) text.color = readWord("color", all.color);
  if (/^currentcolor$/i.test(text.color)) text.color = parent.color;

  const layout: Record<string, Length> = {};
  const paint: Record<string, unknown> = {};
  const borders = new Borders();
  let position = "static";
  let zIndex: number | undefined;
  let order = 0;
  let opacity = 1;
  let overflow = "visible";
  let visible = false;
  let rounded = false;
  let effect: string | undefined;
  let establishesStackingContext = false;
  let isContainingBlock = false;

  for (const name in all) {
    const value = all[name];
    if (typeof value === "string" && OUTSIDE.test(value)) throw unsupported(name, value);
    if (name === "color" || name === "display" || UNSEEN.test(name)) continue;
    else if (SIZES.has(name)) layout[name] = readSize(name, value, units);
    else if (LENGTHS.has(name)) layout[name] = readSpace(name, value, units);
    else if (NUMBERS.has(name)) layout[name] = readNumber(name, value);
    else if (KEYWORDS[name]) layout[name] = readOneOf(name, value, KEYWORDS[name]);
    else if (PAINTED.test(name)) {
      paint[name] = value;
      if (name.endsWith("Radius")) rounded ||= value !== 0 && value !== "0";
      else if (!name.startsWith("object")) visible = true;
      if (name.startsWith("border") && !/Radius$|Color$/.test(name)) borders.read(name, value, units);
    } else if (EXPANDED[name]) Object.assign(layout, EXPANDED[name](name, value, units));
    else if (name === "aspectRatio") layout.aspectRatio = readRatio(value);
    else if (name === "position") position = readOneOf(name, value, ["static", "relative", "absolute"]);
    else if (name === "zIndex") zIndex = value === "auto" ? undefined : readNumber(name, value);
    else if (name === "order") order = readNumber(name, value);
    else if (name === "opacity") opacity = Math.min(1, Math.max(0, readNumber(name, value)));
    else if (name === "overflow") overflow = readOneOf(name, value, ["visible", "hidden"]);
    else if (EFFECTS.test(name)) {
      if (value === "none") continue;
      effect ??= `${name}: ${String(value).slice(0, 40)}`;
      establishesStackingContext ||= STACKING.test(name);
      isContainingBlock ||= CONTAINING.test(name);
    } else if (!readTextDeclaration(name, value, text, units)) throw unsupported(name, value);
  }
  borders.layOut(layout);
  const replaced = type === "img" || type === "svg";
  if (replaced) {
    // A picture is fitted into what its padding leaves of the box.
    for (const side of SIDES) {
      const padding = layout[`padding${side}`];
      if (padding) paint[`padding${side}`] = readPixels(`padding${side}`, padding, units);
    }
  }
  if (position === "static") for (const side of SIDES) delete layout[side.toLowerCase()];
  const { display, inline, lines } = readDisplay(all, overflow, text.whiteSpace);
  if (all.display === "list-item" && text.hasMarkers) throw unsupported("display", "list-item");
  return {
    layout: { boxSizing: "border-box", direction: text.direction, ...layout },
    display,
    inline,
    position,
    zIndex,
    order,
    opacity,
    clipsOverflow: overflow === "hidden",
    rounded: rounded
      ? Object.fromEntries(Object.entries(paint).filter(([name]) => name.startsWith("border")))
      : undefined,
    paint: visible || replaced ? paint : undefined,
    dependsOnPosition: borders.areDotted,
    text,
    lines,
    effect,
    establishesStackingContext,
    isContainingBlock,
  };
}

/** How an element takes part in the layout of its parent and lays out its children, and the lines it may have. */
function readDisplay(
  { display = "inline", lineClamp, WebkitLineClamp, WebkitBoxOrient, textOverflow }: Record<string, unknown>,
  overflow: string,
  whiteSpace: string,
): Pick<Computed, "display" | "inline" | "lines"> {
  const word = readOneOf("display", display, DISPLAYS);
  const clamped = word === "-webkit-box" && WebkitBoxOrient === "vertical" && Number(WebkitLineClamp) > 0;
  let lines = Infinity;
  if (word === "block" && lineClamp) lines = readNumber("lineClamp", lineClamp);
  else if (clamped) lines = readNumber("WebkitLineClamp", WebkitLineClamp);
  else if (textOverflow === "ellipsis" && overflow === "hidden" && /^(?:nowrap|pre)$/.test(whiteSpace))
    lines = 1;
  const inside = clamped
    ? "flow-root"
    : /flex|box/.test(word)
      ? "flex"
      : word === "inline" || word === "list-item"
        ? "block"
        : word;
  return { display: inside as "flex", inline: word.startsWith("inline"), lines };
}

const DISPLAYS = ["flex", "block", "inline", "none", "inline-flex", "flow-root", "-webkit-box", "list-item"];

function readSpace(name: string, value: unknown, units: Units): Length {
  // satori wants a unit here, and leaves out what has none.
  if (name === "flexBasis" && Number(value)) throw unsupported(name, value);
  return readLength(name, value, units);
}

function readRatio(value: unknown): number {
  if (typeof value === "number" && value > 0) return value;
  const [, width, height = "1"] = /^\s*([\d.]+)\s*(?:\/\s*([\d.]+)\s*)?$/.exec(String(value)) ?? [];
  const ratio = Number(width) / Number(height);
  if (!(ratio > 0 && Number.isFinite(ratio))) throw unsupported("aspectRatio", value);
  return ratio;
}

type Expand = (name: string, value: unknown, units: Units) => Record<string, Length>;

const expandSides: Expand = (name, value, units) => {
  const sides = readSides(name, value);
  return Object.fromEntries(
    SIDES.map((side, i) => {
      const longhand = name === "inset" ? side.toLowerCase() : name + side;
      return [longhand, readLength(longhand, sides[i], units)];
    }),
  );
};

const EXPANDED: Readonly<Record<string, Expand>> = {
  padding: expandSides,
  margin: expandSides,
  inset: expandSides,
  flex: expandFlex,
  gap(name, value, units) {
    const [row, column = row] = String(value).trim().split(/\s+/);
    return { rowGap: readLength(name, row, units), columnGap: readLength(name, column, units) };
  },
  placeContent: (name, value) => expandPlace("Content", name, value),
  placeItems: (name, value) => ({ alignItems: readOneOf(name, value, KEYWORDS.alignItems!) }),
};

function expandPlace(what: string, name: string, value: unknown): Record<string, Length> {
  const [align, justify = align] = String(value).trim().split(/\s+/);
  return {
    [`align${what}`]: readOneOf(name, align, KEYWORDS[`align${what}`]!),
    [`justify${what}`]: readOneOf(name, justify, KEYWORDS[`justify${what}`]!),
  };
}

function expandFlex(name: string, value: unknown, units: Units): Record<string, Length> {
  const text = String(value).trim();
  if (text === "none") return { flexGrow: 0, flexShrink: 0, flexBasis: "auto" };
  if (text === "auto") return { flexGrow: 1, flexShrink: 1, flexBasis: "auto" };
  const parts = text.split(/\s+/);
  const factors = parts.filter((part) => /^(?:\d*\.)?\d+$/.test(part));
  const bases = parts.filter((part) => !/^(?:\d*\.)?\d+$/.test(part));
  if (!factors.length || factors.length > 2 || bases.length > 1) {
    // "1 1 0" has three bare numbers: the last is the basis.
    if (factors.length === 3 && !bases.length && Number(factors[2]) === 0)
      return { flexGrow: Number(factors[0]), flexShrink: Number(factors[1]), flexBasis: 0 };
    throw unsupported(name, value);
  }
  return {
    flexGrow: Number(factors[0]),
    flexShrink: Number(factors[1] ?? 1),
    flexBasis: bases.length ? readLength(name, bases[0], units) : 0,
  };
}
