// Line breaking: words -> lines of a given width, with the positions of pieces, line heights and baselines.

import { breaksWords, collapses, splitText, tabAdvance, wraps } from "./breaking.ts";
import { graphemesOf } from "./graphemes.ts";
import type { TextStyle } from "../style/text-style.ts";

/** A word at the size of its text. */
export interface SizedWord {
  width: number;
  /** Width without the spaces at its end. */
  trimmed: number;
  height: number;
  baseline: number;
  parts: readonly SizedPiece[];
}

export interface SizedPiece {
  text: string;
  width: number;
  image: boolean;
}

/** Position of a piece before `text-align`. */
export interface Placed {
  x: number;
  top: number;
  width: number;
  line: number;
  /** Which word of its line it belongs to. */
  word: number;
  image: boolean;
}

/** A text in lines of some width. */
export interface Flow {
  width: number;
  height: number;
  lineWidths: number[];
  /** Words per line, for `text-align: justify`. */
  lineWords: number[];
  baselines: number[];
  /**
   * The pieces, and their positions. A collapsed space has a position but no text, and satori pairs
   * the two lists by their order all the same.
   */
  texts: string[];
  placed: Placed[];
  last: number | undefined;
}

export interface FlowOptions {
  style: TextStyle;
  /** Maximum number of lines. */
  limit: number;
  wordOf(word: string): SizedWord;
  widthOfText(text: string): number;
}

/** Lays a text out in a width; `narrowest` measures its min-content size. */
export type FlowText = (width: number, narrowest: boolean) => Flow;

export function createFlow(text: string, { style, limit, wordOf, widthOfText }: FlowOptions): FlowText {
  const { whiteSpace, textAlign, wordBreak } = style;
  const { words: split, forced } = splitText(text, wordBreak);
  const mayWrap = wraps(whiteSpace);
  const spacesCollapse = collapses(whiteSpace);
  const broken = breaksWords(style);
  const hasTabs = text.includes("\t");
  const space = hasTabs ? widthOfText(" ") : 0;
  const advanceOfTabs = (x: number, tabs: string) => tabAdvance(x, tabs.length, style.tabSize * space, space);

  /** A word's width at a place in its line, which tabs depend on. */
  function widthAt(word: string, x: number): number {
    if (!hasTabs || !word.includes("\t")) return wordOf(word).width;
    let end = x;
    for (const part of word.split(/(\t+)/))
      if (part) end += part[0] === "\t" ? advanceOfTabs(end, part) : widthOfText(part);
    return end - x;
  }

  return function flow(width, narrowest) {
    const words = split.slice();
    const breaks = forced.slice();
    const done: Flow = {
      width: 0,
      height: 0,
      lineWidths: [],
      lineWords: [0],
      baselines: [],
      texts: [],
      placed: [],
      last: undefined,
    };
    let line = 0;
    let inLine = -1;
    let lineWidth = 0;
    let lineHeight = 0;
    let baseline = 0;
    let hanging = 0; // spaces at the end of the word before
    const endLine = () => {
      done.lineWidths.push(lineWidth - hanging);
      done.baselines.push(baseline);
      done.lineWords.push(1);
      done.height += lineHeight;
      line++;
      inLine = -1;
    };
    for (let i = 0; i < words.length;) {
      if (line >= limit) break;
      const text = words[i]!;
      const force = breaks[i] === true;
      const word = wordOf(text);
      let advance = widthAt(text, lineWidth);
      const trailing = advance - word.trimmed;
      if (force && lineHeight === 0) lineHeight = word.height;
      const wrap = i > 0 && mayWrap && lineWidth + advance > width + trailing;
      const breaksWord = narrowest ? broken.narrowest : broken.always;
      if (breaksWord && advance > width && (!lineWidth || wrap || force)) {
        const letters = graphemesOf(text);
        if (letters.length > 1) {
          words.splice(i, 1, ...letters);
          breaks.splice(i, 1, force, ...letters.slice(1).map(() => false));
          if (lineWidth > 0) {
            endLine();
            lineWidth = lineHeight = baseline = 0;
          }
          hanging = trailing;
          continue;
        }
      }
      if (force || wrap) {
        if (spacesCollapse && text === " ") advance = 0;
        else advance = widthAt(text, 0);
        endLine();
        lineWidth = advance;
        lineHeight = advance ? Math.round(word.height) : 0;
        baseline = advance ? Math.round(word.baseline) : 0;
        if (!force) done.width = Math.max(done.width, width);
      } else {
        lineWidth += advance;
        const height = Math.round(word.height);
        if (height > lineHeight) {
          lineHeight = height;
          baseline = Math.round(word.baseline);
        }
        if (textAlign === "justify") done.lineWords[line]!++;
      }
      if (textAlign === "justify") inLine++;
      done.width = Math.max(done.width, lineWidth);
      const top = done.height;
      let x = lineWidth - advance;
      if (advance === 0) done.placed.push({ x, top, width: 0, line, word: inLine, image: false });
      else
        for (const piece of word.parts) {
          const wide = piece.text[0] === "\t" ? advanceOfTabs(x, piece.text) : piece.width;
          done.texts.push(piece.text);
          done.placed.push({ x, top, width: wide, line, word: inLine, image: piece.image });
          x += wide;
        }
      i++;
      hanging = trailing;
    }
    if (lineWidth) {
      if (line < limit) done.height += lineHeight;
      line++;
      done.lineWidths.push(lineWidth);
      done.baselines.push(baseline);
      done.last = done.height - lineHeight + baseline;
    } else {
      done.last = line ? done.height : undefined;
    }
    return done;
  };
}
