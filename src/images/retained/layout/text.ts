// Text -> lines: white space, break opportunities and measuring, as satori's text layout does them.

import { createRequire } from "node:module";
import type { Measured } from "./engine.ts";
import { graphemesOf, type Typesetter } from "./faces.ts";
import type { TextStyle } from "./style.ts";
import { Unknown } from "./unknown.ts";
import { advanceOf, widthOf, type Word } from "./words.ts";

/** Text that is set together, from one space to the next. */
export interface Piece {
  text: string;
  /** From the container's left, in pixels; may be a fraction. */
  x: number;
  /** The baseline, from the container's top. */
  y: number;
}

/** A text of the template, ready to be measured and drawn. */
export interface TextBlock {
  measure(width: number, narrowest: boolean): Measured;
  /** Where the pieces are in a container of this width, inside a parent whose content is `innerWidth` wide. */
  pieces(width: number, innerWidth: number): Piece[];
}

export interface TextOptions {
  style: TextStyle;
  typesetter: Typesetter;
  /** The most lines, and the text ends in an ellipsis there. */
  lines: number;
  /** It fills the width of a block, so that a single line is aligned too. */
  fills: boolean;
}

/** A word at the size of its text. */
interface SizedWord {
  width: number;
  /** Width without the spaces at its end. */
  trimmed: number;
  height: number;
  baseline: number;
  parts: readonly { text: string; width: number }[];
}

interface Placed {
  x: number;
  top: number;
  width: number;
  line: number;
}

interface Flow {
  width: number;
  height: number;
  lineWidths: number[];
  baselines: number[];
  /**
   * The pieces, and where they are. A space that collapses has a place but no text, and satori pairs
   * the two lists by their order all the same.
   */
  texts: string[];
  placed: Placed[];
  last: number | undefined;
}

interface Breaker {
  nextBreak(): { position: number; required?: boolean } | null;
}
// The package has no types of its own.
const LineBreaker = createRequire(import.meta.url)("linebreak") as new (text: string) => Breaker;

const ELLIPSIS = "\u2026";
/** Scripts and marks that need bidi or that are drawn in another way. */
const ELSEWHERE =
  /[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufeff\u061c\t\n\u00ad\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]|\ufe0f|\u20e3/u;
const SEPARATORS = new Set([" ", "\u00a0", "\u1361", "\u{10100}", "\u{10101}", "\u1039", "\u1091", "\n"]);

/** Prepares a text. @throws Unknown for scripts that only satori sets. */
export function createText(content: string, options: TextOptions): TextBlock {
  const { style, typesetter, lines: limit, fills } = options;
  const { fontSize, whiteSpace, wordBreak, overflowWrap, textAlign, textWrap } = style;
  const text = clean(content, style);
  if (
    ELSEWHERE.test(text) ||
    /\p{Extended_Pictographic}|[\ud800-\udbff]/u.test(text.replace(/[©®™\d#*]/g, ""))
  )
    throw new Unknown(`the text ${JSON.stringify(text.slice(0, 20))}`, { passing: true });
  const collapses = whiteSpace === "normal" || whiteSpace === "nowrap" || whiteSpace === "pre-line";
  const wraps = whiteSpace !== "nowrap" && whiteSpace !== "pre";
  const anywhere = wordBreak === "break-all" || wordBreak === "break-word" || overflowWrap === "anywhere";
  const breaksWords = anywhere || overflowWrap === "break-word";
  const { parts: split, forced } = splitText(text, wordBreak);
  const known = new Map<string, SizedWord>();

  function wordOf(part: string): SizedWord {
    let word = known.get(part);
    if (!word) known.set(part, (word = sizeWord(typesetter.word(part), style)));
    return word;
  }

  const widthOfText = (part: string) => widthOf(advanceOf(part, typesetter), fontSize, style.letterSpacing);

  function flow(width: number, narrowest: boolean): Flow {
    const parts = split.slice();
    const breaks = forced.slice();
    const done: Flow = {
      width: 0,
      height: 0,
      lineWidths: [],
      baselines: [],
      texts: [],
      placed: [],
      last: undefined,
    };
    let line = 0;
    let lineWidth = 0;
    let lineHeight = 0;
    let baseline = 0;
    let hanging = 0; // spaces at the end of the word before
    const endLine = () => {
      done.lineWidths.push(lineWidth - hanging);
      done.baselines.push(baseline);
      line++;
      done.height += lineHeight;
    };
    for (let i = 0; i < parts.length;) {
      if (line >= limit) break;
      const part = parts[i]!;
      const force = breaks[i]!;
      const word = wordOf(part);
      let { width: advance } = word;
      const trailing = word.width - word.trimmed;
      if (force && lineHeight === 0) lineHeight = word.height;
      const wrap = i > 0 && wraps && lineWidth + advance > width + trailing;
      if ((narrowest ? anywhere : breaksWords) && advance > width && (!lineWidth || wrap || force)) {
        const letters = graphemesOf(part);
        if (letters.length > 1) {
          parts.splice(i, 1, ...letters);
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
        if (collapses && part === " ") advance = 0;
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
      }
      done.width = Math.max(done.width, lineWidth);
      let x = lineWidth - advance;
      if (advance === 0) done.placed.push({ x, top: done.height, width: 0, line });
      else
        for (const piece of word.parts) {
          done.texts.push(piece.text);
          done.placed.push({ x, top: done.height, width: piece.width, line });
          x += piece.width;
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
  }

  function balanced(width: number, narrowest: boolean): Flow {
    const whole = flow(width, narrowest);
    if (textWrap !== "balance") return whole;
    let low = whole.width / 2;
    let high = whole.width;
    while (low + 1 < high) {
      const middle = (low + high) / 2;
      if (flow(middle, narrowest).height > whole.height) low = middle;
      else high = middle;
    }
    return { ...flow(high, narrowest), width: whole.width, height: whole.height };
  }

  const measured = new Map<number, Measured>();
  return {
    measure(width, narrowest) {
      const key = narrowest ? -1 : width;
      let size = measured.get(key);
      if (!size) {
        const { width: used, height, baselines, last } = balanced(width, narrowest);
        size = { width: Math.ceil(used), height, first: baselines[0], last };
        measured.set(key, size);
      }
      return size;
    },
    pieces(width, innerWidth) {
      const { lineWidths, baselines, texts, placed } = balanced(width, false);
      const align = textAlign === "end" ? "right" : textAlign;
      const aligned = lineWidths.length > 1 || (fills && (align === "right" || align === "center"));
      const shift = (line: number, x: number) => {
        if (!aligned) return x;
        const rest = width - lineWidths[line]!;
        return Math.round(x + (align === "right" ? rest : align === "center" ? rest / 2 : 0));
      };
      const pieces: Piece[] = [];
      let buffered: Piece | undefined;
      for (let i = 0; i < texts.length; i++) {
        const { x, top, line, width: wide } = placed[i]!;
        let part = texts[i]!;
        const next = placed[i + 1];
        const left = shift(line, x);
        let ends = false;
        if (limit !== Infinity && line + 1 === limit) {
          const sign = widthOfText(ELLIPSIS);
          const cut = line < lineWidths.length - 1 || lineWidths[line]! > innerWidth;
          if (cut && (left + wide + sign > innerWidth || (next && next.line !== line))) {
            part = fitting(part.replace(/\s+$/, ""), left, x > 0, innerWidth - sign) + ELLIPSIS;
            ends = true;
          }
        }
        // What is set together stands on the baseline of its last part: a line of one space has none.
        const y = top + baselines[line]!;
        buffered = buffered ? { text: buffered.text + part, x: buffered.x, y } : { text: part, x: left, y };
        if (ends || SEPARATORS.has(part) || texts[i + 1] === undefined || !next || next.top !== top) {
          if (buffered.text.trim() !== "") pieces.push(buffered);
          buffered = undefined;
        }
        if (ends) break;
      }
      return pieces;
    },
  };

  /** The letters that fit before the ellipsis; the first of a line always stays. */
  function fitting(part: string, left: number, mayBeEmpty: boolean, limit: number): string {
    let kept = "";
    for (const letter of graphemesOf(part)) {
      const end = left + widthOfText(kept + letter);
      if ((kept || mayBeEmpty) && end > limit) break;
      kept += letter;
    }
    return kept;
  }
}

function clean(content: string, { textTransform, whiteSpace }: TextStyle): string {
  let text = content;
  if (textTransform === "uppercase") text = text.toLocaleUpperCase();
  else if (textTransform === "lowercase") text = text.toLocaleLowerCase();
  if (!["pre", "pre-wrap", "pre-line"].includes(whiteSpace)) text = text.replace(/\n/g, " ");
  if (["normal", "nowrap", "pre-line"].includes(whiteSpace))
    text = text.replace(/(?:[ ]|\t)+/g, " ").replace(/^[ ]|[ ]$/g, "");
  return text;
}

function splitText(text: string, wordBreak: string): { parts: string[]; forced: boolean[] } {
  if (wordBreak === "break-all") {
    const parts = graphemesOf(text);
    return { parts, forced: parts.map(() => false) };
  }
  const parts: string[] = [];
  const forced = [false];
  const breaker = new LineBreaker(text);
  let last = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    parts.push(text.slice(last, next.position));
    forced.push(next.required === true);
    last = next.position;
  }
  return { parts, forced };
}

function sizeWord(word: Word, { fontSize, letterSpacing, lineHeight }: TextStyle): SizedWord {
  const { whole, trimmed, pieces, face } = word;
  const { unitsPerEm, metrics } = face;
  const up = (metrics.ascent / unitsPerEm) * fontSize;
  const down = (metrics.descent / unitsPerEm) * fontSize;
  const height = lineHeight === undefined ? up - down : fontSize * lineHeight;
  const roundedUp = Math.round(up);
  return {
    width: widthOf(whole, fontSize, letterSpacing),
    trimmed: widthOf(trimmed, fontSize, letterSpacing),
    height,
    baseline: roundedUp + Math.floor((height - roundedUp - Math.round(-down)) / 2),
    parts: pieces.map(({ text, advance }) => ({ text, width: widthOf(advance, fontSize, letterSpacing) })),
  };
}
