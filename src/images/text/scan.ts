// Which text a tree has, and in which family, weight, style and language: so that exactly the faces it
// needs are opened, and a missing glyph is known before the picture is drawn.

import { splitFamilies } from "./families.ts";
import type { HostElement, HostNode } from "../tree.ts";

/** How a piece of text is to be set. */
export interface TextStyle {
  /** Families in order of preference; empty for the default. */
  families: readonly string[];
  weight: number;
  italic: boolean;
  /** BCP 47. */
  language: string | undefined;
}

const BOLD = new Set(["h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "th"]);
const ITALIC = new Set(["em", "i", "cite", "dfn", "var", "address"]);
const MONO = new Set(["code", "kbd", "samp", "pre", "tt"]);
const TW_WEIGHTS: Record<string, number> = {
  thin: 100,
  extralight: 200,
  light: 300,
  normal: 400,
  medium: 500,
  semibold: 600,
  bold: 700,
  extrabold: 800,
  black: 900,
};

/** Calls `found` with every text and its style, in order. */
export function scanText(
  tree: HostNode,
  initial: TextStyle,
  found: (text: string, style: TextStyle) => void,
): void {
  walk(tree, initial);

  function walk(node: HostNode, style: TextStyle): void {
    if (node === undefined) return;
    if (typeof node === "string") found(node, style);
    else if (Array.isArray(node)) for (const child of node) walk(child, style);
    else if (node.type !== "style" && node.type !== "svg") {
      const own = styleOf(node, style);
      if (typeof node.props.value === "string") found(node.props.value, own);
      walk(node.props.children, own);
    }
  }
}

/** The size in a `font`, with or without a line height: what is before it are weight and style, and behind it families. */
const FONT_SIZE = /^[\d.]+(?:px|em|rem|pt|%|vw|vh)(?:\/\S+)?$/;

/** The style of an element's text, given its parent's. */
export function styleOf({ type, props }: HostElement, parent: TextStyle): TextStyle {
  let { families, weight, italic, language } = parent;
  if (BOLD.has(type)) weight = 700;
  if (ITALIC.has(type)) italic = true;
  if (MONO.has(type)) families = ["monospace"];
  if (typeof props.tw === "string") {
    for (const name of props.tw.split(/\s+/)) {
      const what = /^font-(\w+)$/.exec(name)?.[1];
      if (what === "mono") families = ["monospace"];
      else if (what && TW_WEIGHTS[what]) weight = TW_WEIGHTS[what];
      else if (name === "italic") italic = true;
      else if (name === "not-italic") italic = false;
    }
  }
  if (typeof props.lang === "string" && props.lang) language = props.lang;
  const { font, fontFamily, fontWeight, fontStyle } = props.style ?? {};
  if (typeof font === "string") {
    const words = font.trim().split(/\s+/);
    const size = words.findIndex((word) => FONT_SIZE.test(word));
    const before = size < 0 ? "" : words.slice(0, size).join(" ");
    const family = size < 0 ? "" : words.slice(size + 1).join(" ");
    if (family) families = splitFamilies(family);
    weight = toWeight(/\b(bold|bolder|lighter|\d{3})\b/.exec(before)?.[1] ?? 400, weight);
    italic = /\b(italic|oblique)\b/.test(before);
  }
  if (typeof fontFamily === "string") families = splitFamilies(fontFamily);
  else if (Array.isArray(fontFamily)) families = fontFamily.map(String);
  if (fontWeight !== undefined && fontWeight !== "inherit") weight = toWeight(fontWeight, weight);
  if (typeof fontStyle === "string") italic = /^(italic|oblique)/.test(fontStyle.trim());
  return { families, weight, italic, language };
}

function toWeight(value: unknown, inherited: number): number {
  if (value === "bold") return 700;
  if (value === "normal") return 400;
  if (value === "bolder") return inherited < 400 ? 400 : inherited < 600 ? 700 : 900;
  if (value === "lighter") return inherited < 600 ? 100 : inherited < 800 ? 400 : 700;
  const number = Number(value);
  return number >= 1 && number <= 1000 ? number : inherited;
}
