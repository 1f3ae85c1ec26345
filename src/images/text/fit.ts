// `fit`: text as large as its box allows. The size is found before layout, so any engine draws it.

import { FontError } from "../../fonts/error.ts";
import { lineBreaks } from "../../fonts/shaping/breaks.ts";
import type { Fonts } from "../../fonts/fonts.ts";
import { measureText } from "./measure.ts";
import { styleOf, type TextStyle } from "./scan.ts";
import type { HostElement, HostNode } from "../tree.ts";

/**
 * The prop `fit` of an element that has only text in it.
 *
 * @example
 * <div fit={{ width: 520, min: 40, max: 120, lines: 2 }} style={{ fontWeight: 700 }}>{title}</div>
 */
export interface Fit {
  /**
   * Width of the text in pixels. Default: the style's `width` or `maxWidth`, where that is a number, without the
   * padding of a border box.
   */
  width?: number;
  /** Height of the box in pixels. Default: as high as the lines need. */
  height?: number;
  /** Smallest size in pixels. Default 12. */
  min?: number;
  /** Largest size in pixels. */
  max: number;
  /** Lines at most. Default 1. */
  lines?: number;
}

/** Text is a little narrower than its box, so that rounding never breaks a line. */
const SLACK = 0.995;

/**
 * The tree with a font size in place of each `fit`.
 *
 * @throws FontError when a `fit` names no width or is not on text.
 */
export function applyFit(tree: HostNode, initial: TextStyle, fonts: Fonts, defaultFamily?: string): HostNode {
  if (!hasFit(tree)) return tree;
  return walk(tree, initial);

  function walk(node: HostNode, parent: TextStyle): HostNode {
    if (typeof node !== "object") return node;
    if (Array.isArray(node)) return node.map((child) => walk(child, parent));
    const style = styleOf(node, parent);
    const { fit, ...props } = node.props;
    if (!isFit(fit)) return { type: node.type, props: { ...props, children: walk(props.children, style) } };
    const fontSize = sizeFor(node, fit, style);
    return { type: node.type, props: { ...props, style: { ...props.style, fontSize } } };
  }

  function sizeFor(node: HostElement, fit: Fit, style: TextStyle): number {
    const css = node.props.style ?? {};
    const box = numeric(css.width) ?? numeric(css.maxWidth);
    const width = fit.width ?? (box === undefined ? undefined : box - paddingIn(css));
    if (width === undefined) throw new FontError("`fit` needs a width: `fit={{ width: 520, max: 96 }}`.");
    const { min = 12, max, lines = 1, height = Infinity } = fit;
    const spacing =
      typeof css.letterSpacing === "string" ? (numeric(css.letterSpacing.replace(/em$/, "")) ?? 0) : 0;
    const lineHeight = numeric(css.lineHeight) ?? 1.25;
    const words = wordsOf(textOf(node.props.children)).map((word) => ({
      whole: measureText(word, style, fonts, spacing, defaultFamily),
      // A space at the end of a line hangs.
      last: measureText(word, style, fonts, spacing, defaultFamily, word.trimEnd().length),
    }));
    for (let size = Math.round(max); size > min; size--) {
      const count = linesAt(words, (width * SLACK) / size);
      if (count <= lines && count * lineHeight * size <= height) return size;
    }
    return min;
  }
}

/** The words of a text, cut where layout cuts them; line ends are spaces, as they are collapsed. */
function wordsOf(text: string): string[] {
  const plain = text.replace(/[\t\n]+/g, " ");
  let last = 0;
  return Array.from(lineBreaks(plain), ({ position }) => plain.slice(last, (last = position)));
}

/** Lines that words take in a width given in ems; infinite when one word alone is too wide. */
function linesAt(words: readonly { whole: number; last: number }[], width: number): number {
  let lines = 1;
  let at = 0;
  for (const { whole, last } of words) {
    if (last > width) return Infinity;
    if (last > 0 && at + last > width) {
      lines++;
      at = 0;
    }
    at += whole;
  }
  return lines;
}

function textOf(node: HostNode): string {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (node === undefined) return "";
  throw new FontError(`\`fit\` is for an element with text only, and this one has a <${node.type}> in it.`);
}

function hasFit(node: HostNode): boolean {
  if (typeof node !== "object") return false;
  if (Array.isArray(node)) return node.some(hasFit);
  return "fit" in node.props || hasFit(node.props.children);
}

/** Pixels of a border box that its padding takes across. */
function paddingIn({ boxSizing, padding, paddingLeft, paddingRight }: Record<string, unknown>): number {
  if (boxSizing === "content-box") return 0;
  const sides = String(padding ?? 0)
    .trim()
    .split(/\s+/);
  const right = paddingRight ?? sides[1] ?? sides[0];
  const left = paddingLeft ?? sides[3] ?? sides[1] ?? sides[0];
  return (numeric(left) ?? 0) + (numeric(right) ?? 0);
}

const isFit = (value: unknown): value is Fit =>
  typeof value === "object" && value !== null && "max" in value && typeof value.max === "number";

const numeric = (value: unknown): number | undefined => {
  const number = typeof value === "string" && value !== "" ? Number(value.replace(/px$/, "")) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
};
