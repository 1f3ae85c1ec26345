// Text broken into lines: spans of styled text in, lines of placed parts out, one at a time.
import type { Direction } from "./bidi.ts";
import { isSimple, levelsOf } from "./bidi.ts";
import { breaksOf, type Hyphenate, PLAIN } from "./breaks.ts";
import type { Run, Stack } from "./stack.ts";
import type { Word } from "./word.ts";

/** How a span is drawn. The sizes are points. */
export interface TextStyle {
  stack: Stack;
  size: number;
  /** Six hexadecimal digits. */
  color: string;
  /** The distance of lines, as a factor of the size. */
  lineHeight: number;
  link?: string;
  underline?: boolean;
  strike?: boolean;
  /** Points above the base line. */
  rise?: number;
  letterSpacing?: number;
  hyphenate?: Hyphenate;
}

export interface Span {
  text: string;
  style: TextStyle;
}

/** A part of a line: text of one style and direction that stays together, and the space after it. */
export interface Part {
  text: string;
  style: TextStyle;
  runs: readonly Run[];
  width: number;
  /** Width of the spaces that follow, and how many there are. */
  space: number;
  spaces: number;
  level: number;
  spaceLevel: number;
  /** 0: the next part belongs to the same word; 1: the line may end here; 2: it must. */
  end: 0 | 1 | 2;
  /** What is added where the line ends here: a hyphen. */
  hyphen?: boolean;
}

export interface Line {
  parts: Part[];
  /** In place of `parts`, where all of the line is one font, one style and words between single spaces. */
  plain: PlainLine | undefined;
  /** Without the spaces at its end. */
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

const ASCII = /^[\x20-\x7e]*$/;
const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Words beyond this are laid out in pieces: no line holds them, and no event loop waits for them. */
const LONG_WORD = 256;
const NEWLINE = /\r\n|[\n\r\u2028\u2029\u0085\v\f]/;

/** The lines of a text in a column of this width. */
export function* layoutLines(spans: readonly Span[], width: number, options: LineOptions): Generator<Line> {
  for (const paragraph of splitAtNewlines(spans)) {
    const text = paragraph.length === 1 ? paragraph[0]!.text : paragraph.map((span) => span.text).join("");
    const first = paragraph[0]!.style;
    if (paragraph.length === 1 && isPlain(text, first, options)) {
      yield* plainLines(text, first, width);
      continue;
    }
    const simple = isSimple(text, options.direction);
    const bidi = simple ? undefined : levelsOf(text, options.direction);
    const rtl = bidi !== undefined && (bidi.base & 1) === 1;
    yield* breakLines(parts(paragraph, text, bidi?.levels), width, rtl, first);
  }
}

function isPlain(text: string, style: TextStyle, { direction }: LineOptions): boolean {
  if (style.hyphenate || style.letterSpacing || style.link || style.underline || style.strike) return false;
  return (
    direction !== "rtl" && PLAIN.test(text) && !text.includes("  ") && text !== "" && !text.startsWith(" ")
  );
}

/** The short way: the same lines as {@link breakLines} makes, with nothing in between. */
function* plainLines(text: string, style: TextStyle, width: number): Generator<Line> {
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
  for (let at = 0; at < text.length;) {
    let end = text.indexOf(" ", at);
    if (end < 0) end = text.length;
    const word = latin.word(text.slice(at, end));
    const length = word.advance * scale;
    if (length > limit) {
      // A word wider than the column needs cutting: the long way does that, from here on.
      if (words.length) yield line(false);
      yield* breakLines(
        parts([{ text: text.slice(at), style }], text.slice(at), undefined),
        width,
        false,
        style,
      );
      return;
    }
    if (words.length && wide + space + length > limit) {
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
    for (const part of parts(paragraph, text, levels)) {
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

/** Cuts a paragraph at every place where a line may end, a style ends or the direction turns. */
function* parts(spans: readonly Span[], text: string, levels: Uint8Array | undefined): Generator<Part> {
  const plain = !levels && PLAIN.test(text);
  const breaks = plain ? undefined : breaksOf(text);
  let nextBreak = breaks?.next().value ?? text.length;
  let offset = 0;
  for (const { text: piece, style } of spans) {
    const last = offset + piece.length;
    if (piece.length === 0) yield makePart("", 0, style, levels?.[offset] ?? 0, 1);
    let at = offset;
    while (at < last) {
      let end: number;
      if (breaks) {
        while (nextBreak <= at) nextBreak = breaks.next().value ?? text.length;
        end = Math.min(nextBreak, last);
      } else {
        const space = text.indexOf(" ", at);
        end = space < 0 || space >= last ? last : space + 1;
        while (end < last && text.charCodeAt(end) === 32) end++;
      }
      let breakable = end === text.length || (breaks ? nextBreak === end : text.charCodeAt(end - 1) === 32);
      if (levels) {
        const level = levels[at];
        let turn = at + 1;
        while (turn < end && levels[turn] === level) turn++;
        // The spaces at the end of a part go with it, whatever their level.
        if (text.slice(turn, end).trim() !== "") {
          end = turn;
          breakable = false;
        }
      }
      yield* wordParts(text.slice(at, end), style, levels?.[at] ?? 0, levels?.[end - 1] ?? 0, breakable);
      at = end;
    }
    offset = last;
  }
}

function* wordParts(
  text: string,
  style: TextStyle,
  level: number,
  spaceLevel: number,
  breakable: boolean,
): Generator<Part> {
  let length = text.length;
  while (length > 0 && text.charCodeAt(length - 1) === 32) length--;
  const spaces = text.length - length;
  if (length > LONG_WORD) {
    for (let at = 0; at < length;) {
      const next = Math.min(length, wholeCharacter(text, at + LONG_WORD));
      yield* wordParts(
        next === length ? text.slice(at) : text.slice(at, next),
        style,
        level,
        spaceLevel,
        next === length && breakable,
      );
      at = next;
    }
    return;
  }
  let word = spaces ? text.slice(0, length) : text;
  if (word.includes("\t")) word = word.replaceAll("\t", " ");
  const soft = word.includes("\u00ad");
  if (!soft && !style.hyphenate) {
    yield makePart(word, spaces, style, level, breakable ? 1 : 0, spaceLevel);
    return;
  }
  const ends = breakable && soft && word.endsWith("\u00ad");
  const pieces = soft ? word.split("\u00ad").filter(Boolean) : hyphenated(word, style.hyphenate!);
  for (let i = 0; i < pieces.length; i++) {
    const final = i === pieces.length - 1;
    const end = final && !breakable ? 0 : 1;
    const part = makePart(pieces[i]!, final ? spaces : 0, style, level, end, spaceLevel);
    if (!final || ends) part.hyphen = true;
    yield part;
  }
}

/** Not between the halves of a surrogate pair, and not before a mark. */
function wholeCharacter(text: string, at: number): number {
  let end = at;
  while (end < text.length && end < at + 64 && /^[\p{M}\p{Join_Control}\u{dc00}-\u{dfff}]/u.test(text[end]!))
    end++;
  return end;
}

function hyphenated(word: string, hyphenate: Hyphenate): readonly string[] {
  const pieces = word.length < 5 ? [word] : hyphenate(word);
  if (pieces.join("") !== word)
    throw new Error(`The hyphenate option changed "${word}" to "${pieces.join("")}": it may only split it.`);
  return pieces;
}

function makePart(
  text: string,
  spaces: number,
  style: TextStyle,
  level: number,
  end: 0 | 1,
  spaceLevel = level,
): Part {
  const { size, stack, letterSpacing = 0 } = style;
  const { runs, em } = stack.runs(text, (level & 1) === 1);
  return {
    text,
    style,
    runs,
    width: em * size + (letterSpacing ? letterSpacing * text.length : 0),
    space: spaces ? spaces * (stack.spaceEm * size + letterSpacing) : 0,
    spaces,
    level,
    spaceLevel,
    end,
  };
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
  for (const segment of ASCII.test(part.text) ? part.text : graphemes(part.text)) {
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

function* graphemes(text: string): Generator<string> {
  for (const { segment } of GRAPHEMES.segment(text)) yield segment;
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
