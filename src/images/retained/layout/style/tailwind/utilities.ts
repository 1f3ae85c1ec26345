// One class -> declarations: families of classes, each a prefix and a value.

import type { Viewport } from "../lengths.ts";
import { colorNamed, FAMILIES, FONT_SIZES, LEADINGS, MAX_WIDTHS, RADII, STEPS, TRACKINGS } from "./theme.ts";

export type Style = Record<string, unknown>;

/** Declarations, or what completes those of all other classes. */
export type Utility = { style: Readonly<Style> } | { complete(style: Style): void };

type Value = number | string;

const declare = (property: string, value: Value | undefined): Utility | undefined =>
  value === undefined ? undefined : { style: { [property]: value } };

/** Reads a class that has a value (`p-4`); undefined for one that satori ignores. */
export function readUtility(name: string, viewport: Viewport): Utility | undefined {
  const isNegative = name.startsWith("-");
  let rest = isNegative ? name.slice(1) : name;
  const sign = isNegative ? -1 : 1;
  const take = (prefix: string) => {
    if (!rest.startsWith(prefix)) return false;
    rest = rest.slice(prefix.length);
    return true;
  };
  const length = (value: string) => readValue(value, undefined, sign);

  const space = /^([mp])([tbrlxy]?)-/.exec(rest);
  if (space) {
    rest = rest.slice(space[0].length);
    const found = readSpace(space[1] === "m" ? "margin" : "padding", space[2]!, rest, sign);
    if (found) return found;
  }
  for (const [prefix, property] of SIZES)
    if (take(prefix)) {
      const found = declare(property, readSize(property, rest, viewport));
      if (found) return found;
    }
  if (take("leading-")) {
    const found = readLeading(rest);
    if (found) return found;
  }
  if (take("text-")) {
    const found = readFontSize(rest, viewport) ?? readColor("color", "color", rest);
    if (found) return found;
    if (take("opacity-")) return readFade("color", rest);
  }
  if (take("font-") && FAMILIES[rest]) return declare("fontFamily", FAMILIES[rest]);
  if (take("aspect-")) {
    const [, across, down = "1"] = /^([\d.]+)(?:\/([\d.]+))?$/.exec(rest) ?? [];
    if (across) return declare("aspectRatio", Number(across) / Number(down));
  }
  if (take("bg-")) {
    const found = readColor("backgroundColor", "background", rest);
    if (found) return found;
    if (take("opacity-")) return readFade("background", rest);
  }
  if (take("border")) {
    const found = readBorder(rest);
    if (found) return found;
    if (take("-opacity-")) return readFade("border", rest);
  }
  if (take("rounded")) {
    const found = readRadius(rest);
    if (found) return found;
  }
  for (const side of ["bottom", "top", "left", "right", "inset"])
    if (take(`${side}-`)) {
      const axis = side === "inset" ? (/^[xy]-/.exec(rest)?.[0] ?? "") : "";
      rest = rest.slice(axis.length);
      const part = INSETS[rest];
      const value = part === undefined ? length(rest) : negated(part, sign);
      if (value !== undefined)
        return { style: Object.fromEntries(INSET_SIDES[`${side}${axis}`]!.map((one) => [one, value])) };
    }
  if (take("flex-")) {
    if (take("grow")) return readFactor("flexGrow", rest);
    if (take("shrink")) return readFactor("flexShrink", rest);
    if (rest === "1") return { style: { flexGrow: 1, flexShrink: 1, flexBasis: "0%" } };
    if (/^\d+(?:\.\d+)?$/.test(rest)) return { style: { flexGrow: Number(rest), flexBasis: "0%" } };
  }
  if (take("grow")) return readFactor("flexGrow", rest);
  if (take("shrink")) return readFactor("flexShrink", rest);
  if (take("shadow-")) {
    const found = readColor("shadowColor", "shadow", rest);
    if (found) return found;
  }
  if (take("opacity-") && /^[\d.]+$/.test(rest)) return declare("opacity", Number(rest) / 100);
  if (take("tracking-")) {
    const ems = TRACKINGS[rest];
    if (ems === undefined) return declare("letterSpacing", length(rest));
    return {
      complete(style) {
        if (typeof style.fontSize === "number")
          style.letterSpacing = Math.round((sign * ems * style.fontSize + Number.EPSILON) * 100) / 100;
      },
    };
  }
  if (take("z-") && /^\d+$/.test(rest)) return declare("zIndex", Number(rest));
  return undefined;
}

/** A number with or without a unit: pixels, or a percentage. Without one it is a step of four pixels. */
function readValue(text: string, viewport?: Viewport, sign = 1): Value | undefined {
  if (text === "px") return 1;
  const bare = text.startsWith("[") ? text.slice(1, -1) : text;
  const fraction = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(bare);
  if (fraction) return negated(`${(Number(fraction[1]) / Number(fraction[2])) * 100}%`, sign);
  return readNumber(bare, viewport, sign, 4);
}

/** Parts of the picture's size are for some properties alone. */
function readNumber(
  text: string,
  viewport: Viewport | undefined,
  sign: number,
  unit: number,
): Value | undefined {
  const [, digits, name = ""] = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+))(px|rem|%|vw|vh)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (name === "%") return `${sign < 0 ? "-" : ""}${number}%`;
  if (name === "vw" || name === "vh")
    return viewport && (number * (name === "vw" ? viewport.width : viewport.height)) / 100;
  return number * (name === "rem" ? 16 : name === "px" ? 1 : unit) * sign;
}

const negated = (value: string, sign: number) => (sign < 0 ? `-${value}` : value);

const SIDES: Readonly<Record<string, readonly string[]>> = {
  "": ["Top", "Right", "Bottom", "Left"],
  t: ["Top"],
  r: ["Right"],
  b: ["Bottom"],
  l: ["Left"],
  x: ["Right", "Left"],
  y: ["Top", "Bottom"],
};

function readSpace(property: string, sides: string, text: string, sign: number): Utility | undefined {
  // A step without a name loses its sign.
  const kept = STEPS.has(text) || text.startsWith("[") ? sign : 1;
  let value: Value | undefined;
  if (text === "auto") value = property === "margin" ? "auto" : undefined;
  else if (text === "px") value = kept;
  else if (text.startsWith("[")) value = readNumber(text.slice(1, -1), undefined, kept, 1);
  else value = readValue(text, undefined, kept);
  if (
    value === undefined ||
    (!STEPS.has(text) && text[0] !== "[" && value !== "auto" && typeof value !== "number")
  )
    return undefined;
  return { style: Object.fromEntries(SIDES[sides]!.map((side) => [`${property}${side}`, value])) };
}

const SIZES = [
  ["h-", "height"],
  ["w-", "width"],
  ["min-w-", "minWidth"],
  ["min-h-", "minHeight"],
  ["max-w-", "maxWidth"],
  ["max-h-", "maxHeight"],
] as const;

function readSize(property: string, text: string, viewport: Viewport): Value | undefined {
  if (text === "full") return "100%";
  if (text === "screen") return property.endsWith("idth") ? viewport.width : viewport.height;
  if (property === "maxWidth" && MAX_WIDTHS[text] !== undefined)
    return readNumber(MAX_WIDTHS[text], viewport, 1, 1);
  if (property === "width" || property === "height") {
    const part = FRACTIONS[text];
    if (part !== undefined && (property === "width" || !text.endsWith("/12"))) return part;
  }
  return readValue(text, viewport);
}

const FRACTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  [2, 3, 4, 5, 6, 12].flatMap((down) =>
    Array.from({ length: down - 1 }, (_, i) => [
      `${i + 1}/${down}`,
      `${Number(((100 * (i + 1)) / down).toFixed(6))}%`,
    ]),
  ),
);

const INSETS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(FRACTIONS).filter(([name]) => /[234]$/.test(name) && !name.endsWith("12")),
  ),
  full: "100%",
};

const INSET_SIDES: Readonly<Record<string, readonly string[]>> = {
  top: ["top"],
  bottom: ["bottom"],
  left: ["left"],
  right: ["right"],
  inset: ["top", "left", "right", "bottom"],
  "insetx-": ["left", "right"],
  "insety-": ["top", "bottom"],
};

function readFontSize(text: string, viewport: Viewport): Utility | undefined {
  const named = FONT_SIZES[text];
  if (named) return { style: { fontSize: named[0], lineHeight: named[1] } };
  return declare("fontSize", readValue(text, viewport));
}

function readLeading(text: string): Utility | undefined {
  const value = LEADINGS[text] ?? (text.startsWith("[") ? text.slice(1, -1) : text);
  if (!/^[\d.]+$/.test(value)) return declare("lineHeight", readNumber(value, undefined, 1, 1));
  return {
    complete(style) {
      if (typeof style.fontSize === "number") style.lineHeight = style.fontSize * Number(value);
    },
  };
}

/** A colour, which another class may fade; `kind` is what both are of. */
function readColor(property: string, kind: string, text: string): Utility | undefined {
  const [name = "", opacity] = text.split("/", 2);
  const color = /^\[(?:#|rgb)/.test(name) ? name.slice(1, -1) : name === "" ? undefined : colorNamed(name);
  if (!color) return undefined;
  if (opacity && !Number.isNaN(Number(opacity))) return declare(property, fade(color, Number(opacity) / 100));
  return {
    complete(style) {
      const faded = style[`faded ${kind}`];
      style[property] = typeof faded === "number" ? fade(color, faded) : color;
    },
  };
}

function readFade(kind: string, text: string): Utility | undefined {
  const percent = Number.parseInt(text, 10);
  return Number.isNaN(percent) ? undefined : declare(`faded ${kind}`, percent / 100);
}

function fade(color: string, opacity: number): string {
  let written = color;
  if (color.startsWith("#")) {
    const digits = color.length === 4 ? color.slice(1).replace(/./g, "$&$&") : color.slice(1);
    const parts = /^([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(digits)?.slice(1) ?? ["0", "0", "0"];
    written = `rgba(${parts.map((part) => Number.parseInt(part, 16)).join(", ")}, 1)`;
  } else if (color.startsWith("rgb(")) written = color.replace(/^rgb\(/, "rgba(").replace(/\)$/, ", 1)");
  return written.replace(/, ?(?:\d*\.)?\d+\)$/, `, ${opacity})`);
}

function readBorder(text: string): Utility | undefined {
  const side = /^-([tbrl])(?=-|$)/.exec(text)?.[1];
  const name = side ? SIDES[side]![0]! : "";
  const rest = (side ? text.slice(2) : text).replace(/^-/, "");
  if (/^\d*$/.test(rest))
    return rest === "" || /^[0248]$/.test(rest)
      ? declare(`border${name}Width`, Number(rest || 1))
      : undefined;
  if (/^(?:dashed|solid|dotted)$/.test(rest)) return declare("borderStyle", rest);
  const color = readColor(`border${name}Color`, "border", rest);
  if (color) return color;
  const width = readValue(rest.slice(1, -1));
  return typeof width === "number" ? declare(`border${name}Width`, width) : undefined;
}

const CORNERS: Readonly<Record<string, readonly string[]>> = {
  "": [""],
  t: ["TopLeft", "TopRight"],
  b: ["BottomLeft", "BottomRight"],
  l: ["BottomLeft", "TopLeft"],
  r: ["BottomRight", "TopRight"],
  tl: ["TopLeft"],
  tr: ["TopRight"],
  bl: ["BottomLeft"],
  br: ["BottomRight"],
};

function readRadius(text: string): Utility | undefined {
  const corner = /^-(t|b|r|l|tr|tl|br|bl)(?=-|$)/.exec(text)?.[1] ?? "";
  const rest = (corner ? text.slice(1 + corner.length) : text).replace(/^-/, "");
  const radius = RADII[rest] ?? readValue(rest);
  if (typeof radius !== "number") return undefined;
  return { style: Object.fromEntries(CORNERS[corner]!.map((one) => [`border${one}Radius`, radius])) };
}

function readFactor(property: string, text: string): Utility | undefined {
  const factor = text.replace(/^-/, "");
  return factor === ""
    ? declare(property, 1)
    : Number.isNaN(Number(factor))
      ? undefined
      : declare(property, Number(factor));
}
