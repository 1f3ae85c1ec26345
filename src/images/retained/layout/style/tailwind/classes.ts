// Tailwind classes -> declarations, as satori reads them (by twrnc 3.4, which knows a part of Tailwind).

import { isDeepStrictEqual } from "node:util";
import { ImageCache } from "../../../../caches.ts";
import type { Viewport } from "../lengths.ts";
import { Unsupported } from "../../unsupported.ts";
import { SCREENS, UTILITIES } from "./theme.ts";
import { readUtility, type Style, type Utility } from "./utilities.ts";

/** Lists of classes, of 2 Mi characters in all; a style has about as many bytes as its classes have characters. */
const known = new ImageCache<Style>({
  maxSize: 2 * 1024 * 1024,
  sizeCalculation: (_, classes) => classes.length + 100,
});

/**
 * The style of an element with classes, under its own declarations.
 * @throws Unsupported for classes that depend on what is not known here.
 */
export function styleOfClasses(classes: string, own: Style | undefined, viewport: Viewport): Style {
  const key = `${viewport.width} ${viewport.height} ${classes}`;
  let style = known.get(key);
  if (!style) {
    style = readClasses(classes, viewport, true);
    // twrnc orders prefixed classes by breakpoint only until it has cached them: refuse lists where that matters.
    if (/:/.test(classes) && !isDeepStrictEqual(style, readClasses(classes, viewport, false)))
      throw new Unsupported(`tw="${classes}"`);
    known.set(key, style);
  }
  const read: Style = { ...style };
  if (typeof read.lineHeight === "number") {
    const size = Number(read.fontSize) || (own ? own.fontSize || 16 : undefined);
    if (typeof size !== "number") throw new Unsupported(`tw="${classes}"`);
    read.lineHeight = read.lineHeight / size;
  }
  // Elements with classes have the basis that Tailwind gives all.
  return { boxSizing: "border-box", borderWidth: 0, borderStyle: "solid", ...read, ...own };
}

/** Plain classes come first, then those of wider pictures, and colours, which may be faded by others, last. */
function readClasses(classes: string, viewport: Viewport, inOrder: boolean): Style {
  const style: Style = {};
  const last: Utility[] = [];
  const ordered: { order: number; utility: Utility }[] = [];
  for (const name of new Set(classes.trim().split(/\s+/))) {
    const prefixes = name.split(":");
    const order = orderOf(prefixes.slice(0, -1), viewport);
    if (order === undefined) continue;
    const bare = prefixes.at(-1)!;
    const fixed = UTILITIES.get(bare);
    const utility = fixed ? { style: fixed } : readUtility(bare, viewport);
    if (!utility) continue;
    if (inOrder && order > -1) ordered.push({ order, utility });
    else if ("complete" in utility) last.push(utility);
    else Object.assign(style, utility.style);
  }
  ordered.sort((a, b) => a.order - b.order);
  for (const { utility } of ordered)
    if ("complete" in utility) last.push(utility);
    else Object.assign(style, utility.style);
  for (const utility of last) if ("complete" in utility) utility.complete(style);
  const { shadowColor, boxShadow } = style;
  if (typeof shadowColor === "string" && typeof boxShadow === "string")
    style.boxShadow = boxShadow.replace(/rgba?\([^)]+\)/, shadowColor);
  delete style.shadowColor;
  for (const property in style) if (property.startsWith("faded ")) delete style[property];
  return style;
}

/** Sort order of a class by its prefixes: −1 without any; undefined if a prefix doesn't match the picture. */
function orderOf(prefixes: readonly string[], { width, height }: Viewport): number | undefined {
  let order = -1;
  for (const prefix of prefixes) {
    const screen = Object.keys(SCREENS).indexOf(prefix);
    if (screen > -1) {
      if (width <= SCREENS[prefix]!) return undefined;
      order = Math.max(0, order) + screen;
    } else if (prefix === "portrait" || prefix === "landscape") {
      if (prefix !== (width > height ? "landscape" : "portrait")) return undefined;
      order = Math.max(0, order) + 1;
    } else if (/^(?:min|max)-[wh]-\[/.test(prefix)) throw new Unsupported(`tw="${prefix}:"`);
    else if (prefix !== "web") return undefined;
  }
  return order;
}
