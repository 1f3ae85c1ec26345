// Cuts styled text into the parts that lines are filled with: at break opportunities, changes of style and of direction.
import { breaksOf, type Hyphenate, PLAIN } from "../../fonts/shaping/breaks.ts";
import type { Run, Stack } from "./stack.ts";

/** Characters after which a word is cut into several parts: it fits no line, and would block the event loop. */
const LONG_WORD = 256;

/** How a span is drawn. The sizes are points. */
export interface TextStyle {
  stack: Stack;
  size: number;
  /** Six hexadecimal digits. */
  color: string;
  /** The distance of lines, as a factor of the size. */
  lineHeight: number;
  link?: string;
  /** BCP 47, where it is another one than that of the text around it. */
  lang?: string;
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
  /** A hyphen is added if the line ends here. */
  hyphen?: boolean;
}

/** Cuts a paragraph at every place where a line may end, a style ends or the direction turns. */
export function* partsOf(
  spans: readonly Span[],
  text: string,
  levels: Uint8Array | undefined,
): Generator<Part> {
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
  const length = withoutSpaces(text);
  let at = 0;
  // A piece that ends in marks is longer than the limit, and is not cut again.
  do {
    const next = length > LONG_WORD ? Math.min(length, wholeCharacter(text, at + LONG_WORD)) : length;
    if (next === length) yield* shortParts(text.slice(at), style, level, spaceLevel, breakable);
    else yield* shortParts(text.slice(at, next), style, level, spaceLevel, false);
    at = next;
  } while (at < length);
}

function withoutSpaces(text: string): number {
  let length = text.length;
  while (length > 0 && text.charCodeAt(length - 1) === 32) length--;
  return length;
}

function* shortParts(
  text: string,
  style: TextStyle,
  level: number,
  spaceLevel: number,
  breakable: boolean,
): Generator<Part> {
  const length = withoutSpaces(text);
  const spaces = text.length - length;
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

export function makePart(
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
