// Source text -> words between break opportunities: CSS Text 3, as far as satori implements it.

import { lineBreaks } from "../../../../fonts/shaping/breaks.ts";
import { graphemesOf } from "./graphemes.ts";
import type { TextStyle } from "../style/text-style.ts";
import { piecesOf } from "./words.ts";

/** The text with its case and its white space as they are drawn. */
export function cleanText(
  content: string,
  { textTransform, whiteSpace }: TextStyle,
  locale?: string,
): string {
  let text = transformCase(content, textTransform, locale);
  if (!keepsBreaks(whiteSpace)) text = text.replace(/\n/g, " ");
  if (collapses(whiteSpace)) text = text.replace(/(?:[ ]|\t)+/g, " ").replace(/^[ ]|[ ]$/g, "");
  return text;
}

export function transformCase(text: string, textTransform: string, locale?: string): string {
  if (textTransform === "uppercase") return text.toLocaleUpperCase(locale);
  if (textTransform === "lowercase") return text.toLocaleLowerCase(locale);
  if (textTransform !== "capitalize") return text;
  return piecesOf(text)
    .map((word) => {
      const [first = "", ...rest] = graphemesOf(word);
      return first.toLocaleUpperCase(locale) + rest.join("");
    })
    .join("");
}

/** White space is collapsed. */
export const collapses = (whiteSpace: string): boolean => /^(?:normal|nowrap|pre-line)$/.test(whiteSpace);
/** Segment breaks are preserved. */
export const keepsBreaks = (whiteSpace: string): boolean => whiteSpace.startsWith("pre");
export const wraps = (whiteSpace: string): boolean => whiteSpace !== "nowrap" && whiteSpace !== "pre";

/** Whether overlong words are broken, and whether that counts for the min-content size too (CSS Text 3 §5.5). */
export function breaksWords({ wordBreak, overflowWrap }: TextStyle): { always: boolean; narrowest: boolean } {
  const narrowest = wordBreak.startsWith("break-") || overflowWrap === "anywhere";
  return { always: narrowest || overflowWrap === "break-word", narrowest };
}

/** Words, and which of them stand after a break that the text asks for. */
export function splitText(text: string, wordBreak: string): { words: string[]; forced: boolean[] } {
  if (wordBreak === "break-all") return { words: graphemesOf(text), forced: [] };
  if (wordBreak === "keep-all") return { words: piecesOf(text), forced: [] };
  const words: string[] = [];
  const forced = [false];
  let last = 0;
  for (const { position, required } of lineBreaks(text)) {
    words.push(text.slice(last, position));
    forced.push(required === true);
    last = position;
  }
  return { words, forced };
}

/** How far tabs reach that begin at `x`: to the next stop, or the one after it where that is nearer than half a space. */
export function tabAdvance(x: number, count: number, tabWidth: number, space: number): number {
  if (!(tabWidth > 0)) return 0;
  let advance = (Math.floor(x / tabWidth) + 1) * tabWidth - x;
  if (advance < space / 2) advance += tabWidth;
  return advance + (count - 1) * tabWidth;
}
