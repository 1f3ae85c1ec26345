// Right-to-left text: satori's Unicode Bidirectional Algorithm (UAX #9), which works on whole pieces of a line.

import { graphemesOf } from "./graphemes.ts";

type Class = "L" | "R" | "EN" | "AN" | "N";

const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const RTL_TEXT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u200f\u061c\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ARABIC_NUMBER = /[\u0660-\u0669\u066b\u066c\u08e2]/;

/** True for text that is reordered even among text that runs from the left. */
export function hasRtl(text: string): boolean {
  return RTL_TEXT.test(text);
}

/** The bidi class of a piece: of its first strong character, else of its numbers, else neutral. */
function classOf(text: string): Class {
  let number: Class | undefined;
  for (const character of text) {
    if (character === "\u200e") return "L";
    if (character === "\u200f" || character === "\u061c") return "R";
    if (/\p{L}/u.test(character)) return RTL.test(character) ? "R" : "L";
    if (ARABIC_NUMBER.test(character)) number ??= "AN";
    else if (/\p{Nd}/u.test(character)) number ??= "EN";
  }
  return number ?? "N";
}

/** A piece, cut where its direction changes; neutral characters stay with what is before them. */
export function splitByDirection(text: string): string[] {
  if (!hasRtl(text)) return [text];
  const parts: string[] = [];
  let part = "";
  let partClass: Class = "N";
  for (const grapheme of graphemesOf(text)) {
    const own = classOf(grapheme);
    if (own !== "N") {
      if (partClass !== "N" && own !== partClass) {
        parts.push(part);
        part = "";
      }
      partClass = own;
    }
    part += grapheme;
  }
  if (part) parts.push(part);
  return parts;
}

/** The embedding levels of the pieces of a text: odd ones run from the right. */
export function levelsOf(pieces: readonly string[], base: 0 | 1): number[] {
  const types = pieces.map(classOf);
  const own: Class = base === 1 ? "R" : "L";
  let strong = own;
  types.forEach((type, i) => {
    if (type === "L" || type === "R") strong = type;
    else if (type === "EN" && strong === "L") types[i] = "L";
  });
  const directionOf = (type: Class): Class => (type === "L" ? "L" : "R");
  for (let i = 0; i < types.length;) {
    if (types[i] !== "N") {
      i++;
      continue;
    }
    let end = i;
    while (end < types.length && types[end] === "N") end++;
    const before = i > 0 ? directionOf(types[i - 1]!) : own;
    const after = end < types.length ? directionOf(types[end]!) : own;
    types.fill(before === after ? before : own, i, end);
    i = end;
  }
  return types.map((type) => (base === 1 ? (type === "R" ? 1 : 2) : type === "L" ? 0 : type === "R" ? 1 : 2));
}

/** Left edges of a line's pieces in visual order: runs of each level are mirrored, highest level first (UAX #9, L2). */
export function reorder(
  pieces: readonly { x: number; width: number }[],
  levels: readonly number[],
  lineWidth: number,
): number[] {
  const lefts = pieces.map(({ x }) => x);
  for (let level = Math.max(0, ...levels); level >= 1; level--)
    for (let start = 0; start < pieces.length;) {
      if (levels[start]! < level) {
        start++;
        continue;
      }
      let end = start;
      let left = Infinity;
      let right = -Infinity;
      for (; end < pieces.length && levels[end]! >= level; end++) {
        left = Math.min(left, lefts[end]!);
        right = Math.max(right, lefts[end]! + pieces[end]!.width);
      }
      right = Math.min(right, lineWidth);
      for (let i = start; i < end; i++) lefts[i] = left + right - lefts[i]! - pieces[i]!.width;
      start = end;
    }
  return lefts;
}
