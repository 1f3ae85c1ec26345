// Text broken into lines: spans of styled text in, lines of placed parts out, one at a time.
import type { Direction } from "../../fonts/shaping/bidi.ts";
import { isSimple, levelsOf } from "../../fonts/shaping/bidi.ts";
import { PLAIN } from "../../fonts/shaping/breaks.ts";
import { graphemesOf } from "../../fonts/shaping/graphemes.ts";
import { makePart, type Part, partsOf, type Span, type TextStyle } from "./parts.ts";
import type { Word } from "./word.ts";

export interface Line {
  parts: Part[];
  /** Used instead of `parts` for a line of one font and one style with single spaces: the fast path. */
  plain: PlainLine | undefined;
  /** Width without trailing spaces. */
  width: number;
  ascent: number;
  descent: number;
  height: number;
  /** True for the last line of a paragraph, which is not justified. */
  last: boolean;
  rtl: boolean;
}

export interface PlainLine {
  style: TextStyle;
  words: Word[];
}

export interface LineOptions {
  direction: Direction;
}

/** Shorter text is first tried as a single line, before break opportunities are computed. */
const ONE_LINE = 200;
const ASCII = /^[\x20-\x7e]*$/;
const NEWLINE = /\r\n|[\n\r\u2028\u2029\u0085\v\f]/;

/** The lines of a text in a column of this width. */
export function* layoutLines(spans: readonly Span[], width: number, options: LineOptions): Generator<Line> {
  for (const paragraph of splitAtNewlines(spans)) {
    const text = paragraph.length === 1 ? paragraph[0]!.text : paragraph.map((span) => span.text).join("");
    const first = paragraph[0]!.style;
    if (paragraph.length === 1 && isPlain(text, first, options)) {
      const spaced = PLAIN.test(text);
      if (spaced || text.length < ONE_LINE) {
        yield* plainLines(text, first, width, spaced);
        continue;
      }
    }
    const simple = isSimple(text, options.direction);
    const bidi = simple ? undefined : levelsOf(text, options.direction);
    const rtl = bidi !== undefined && (bidi.base & 1) === 1;
    yield* breakLines(partsOf(paragraph, text, bidi?.levels), width, rtl, first);
  }
}

/** True for undecorated Latin words between single spaces: the condition of the fast path. */
function isPlain(text: string, style: TextStyle, { direction }: LineOptions): boolean {
  const { hyphenate, letterSpacing, link, lang, underline, strike, stack } = style;
  if (hyphenate || letterSpacing || link || lang || underline || strike) return false;
  if (direction !== "auto" && !isSimple(text, direction)) return false;
  return text !== "" && !text.startsWith(" ") && !text.includes("  ") && stack.isPlain(text);
}

/**
 * The fast path: gives the same lines as {@link breakLines}, without an object per word.
 * @param spaced whether a line may end at each space and nowhere else; other text is tried as one line
 */
function* plainLines(text: string, style: TextStyle, width: number, spaced: boolean): Generator<Line> {
  const { stack, size, lineHeight, rise = 0 } = style;
  const { latin, primary, spaceEm } = stack;
  const { ascent, descent } = primary.metrics;
  const scale = size / primary.upem;
  const space = spaceEm * size;
  const limit = width + 0.001;
  const height = size * lineHeight;
  let words: Word[] = [];
  let wide = 0;
  const line = (last: boolean): Line => ({
    parts: [],
    plain: { style, words },
    width: wide,
    ascent: ascent * size + rise,
    descent: -descent * size - rise,
    height,
    last,
    rtl: false,
  });
  const longWay = (from: number) => {
    const rest = text.slice(from);
    return breakLines(partsOf([{ text: rest, style }], rest, undefined), width, false, style);
  };
  for (let at = 0; at < text.length;) {
    let end = text.indexOf(" ", at);
    if (end < 0) end = text.length;
    const word = latin.word(text.slice(at, end));
    const length = word.advance * scale;
    const full = (words.length ? wide + space : 0) + length > limit;
    if (full && !spaced) {
      yield* longWay(0);
      return;
    }
    if (length > limit) {
      // A word wider than the column must be cut: continue by the general path.
      if (words.length) yield line(false);
      yield* longWay(at);
      return;
    }
    if (words.length && full) {
      yield line(false);
      words = [];
      wide = 0;
    }
    wide += words.length ? space + length : length;
    words.push(word);
    at = end + 1;
  }
  yield line(true);
}

/** The width of a text on one line, and that of its widest unbreakable part. */
export function measure(spans: readonly Span[], options: LineOptions): { min: number; max: number } {
  let min = 0;
  let max = 0;
  for (const paragraph of splitAtNewlines(spans)) {
    const text = paragraph.map((span) => span.text).join("");
    const levels = isSimple(text, options.direction) ? undefined : levelsOf(text, options.direction).levels;
    let line = 0;
    let space = 0;
    let word = 0;
    for (const part of partsOf(paragraph, text, levels)) {
      line += space + part.width;
      word += part.width;
      space = part.space;
      min = Math.max(min, word);
      if (part.end) word = 0;
    }
    max = Math.max(max, line);
  }
  return { min, max };
}

function splitAtNewlines(spans: readonly Span[]): Span[][] {
  if (!spans.some((span) => NEWLINE.test(span.text))) return spans.length ? [[...spans]] : [];
  const paragraphs: Span[][] = [[]];
  for (const { text, style } of spans) {
    text.split(NEWLINE).forEach((piece, i) => {
      if (i) paragraphs.push([]);
      paragraphs.at(-1)!.push({ text: piece, style });
    });
  }
  return paragraphs;
}

/** Fills lines from the left: as many parts as fit, ended where a line may end. */
function* breakLines(parts: Iterable<Part>, width: number, rtl: boolean, style: TextStyle): Generator<Line> {
  let line: Part[] = [];
  /** Width of `line` up to where it may end (`fits` parts), and of all of it with its spaces. */
  let fits = 0;
  let total = 0;
  for (const part of parts) {
    line.push(part);
    const hyphen = part.hyphen ? hyphenWidth(part.style) : 0;
    if (total + part.width + hyphen > width + 0.001) {
      if (fits > 0) {
        const rest = line.splice(fits);
        yield makeLine(line, rtl, false, style);
        line = rest;
        total = 0;
        for (let i = 0; i < line.length - 1; i++) total += line[i]!.width + line[i]!.space;
        fits = 0;
      }
      if (total + part.width > width + 0.001) {
        // One word that is wider than the column: cut between graphemes.
        line.pop();
        const pieces = [...cut(part, width - total, width)];
        for (const piece of pieces.slice(0, -1)) {
          line.push(piece);
          yield makeLine(line, rtl, false, style);
          line = [];
        }
        const last = pieces.at(-1)!;
        line.push(last);
        total = last.width + last.space;
        fits = part.end ? line.length : 0;
        continue;
      }
    }
    total += part.width + part.space;
    if (part.end) fits = line.length;
  }
  yield makeLine(line, rtl, true, style);
}

/** Cuts a part into pieces of at most `width`; the first has only `first` left. */
function* cut(part: Part, first: number, width: number): Generator<Part> {
  const { style, level } = part;
  const rtl = (level & 1) === 1;
  const { primary } = style.stack;
  let piece = "";
  let length = 0;
  let room = first;
  for (const segment of ASCII.test(part.text) ? part.text : graphemesOf(part.text)) {
    const known = segment.length === 1 ? primary.nominal(segment.charCodeAt(0)) : 0;
    const em = known ? primary.advance(known) / primary.upem : style.stack.runs(segment, rtl).em;
    const step = em * style.size + (style.letterSpacing ?? 0) * segment.length;
    if (length + step > room && (piece || room < width)) {
      yield makePart(piece, 0, style, level, 1);
      piece = "";
      length = 0;
      room = width;
    }
    piece += segment;
    length += step;
  }
  const last = makePart(piece, part.spaces, style, level, 1, part.spaceLevel);
  yield { ...last, end: part.end, hyphen: part.hyphen };
}

/** The width of the hyphen that a broken word gets. */
const hyphenWidth = (style: TextStyle): number => style.stack.runs("-", false).em * style.size;

function makeLine(parts: Part[], rtl: boolean, last: boolean, style: TextStyle): Line {
  const end = parts.at(-1);
  if (end?.hyphen && !last) {
    const { text, spaces } = end;
    parts[parts.length - 1] = makePart(`${text}-`, spaces, end.style, end.level, 1);
  }
  let width = 0;
  let ascent = 0;
  let descent = 0;
  let height = 0;
  let before: TextStyle | undefined;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    width += i === parts.length - 1 ? part.width : part.width + part.space;
    if (part.style === before) continue;
    before = part.style;
    const { stack, size, lineHeight, rise = 0 } = before;
    const { metrics } = stack.primary;
    ascent = Math.max(ascent, metrics.ascent * size + rise);
    descent = Math.max(descent, -metrics.descent * size - rise);
    height = Math.max(height, size * lineHeight);
  }
  if (!before) {
    const { metrics } = style.stack.primary;
    ascent = metrics.ascent * style.size;
    descent = -metrics.descent * style.size;
    height = style.size * style.lineHeight;
  }
  return { parts, plain: undefined, width, ascent, descent, height, last, rtl };
}
