// The position of the decimal mark in a formatted number, of any locale: `1.234,56 €`, `(12.5 %)`, `٣٫٢٥`.

import { isRtl } from "../../fonts/shaping/bidi.ts";

/** Marks between digits; the first three can be of decimals. */
const MARKS = ".,٫٬'’\u00a0\u202f";
const DECIMAL = 3;
/** Letters, by which a text is more than a number. */
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
const BEYOND_ASCII = /[^\0-\x7f]/;

const marks = new Map<string, string>();
/** Languages whose marks are remembered. */
const KEPT = 200;

/** The decimal mark of a language, `.` where it is not known. */
export function markOf(language: string): string {
  let mark = marks.get(language);
  if (mark === undefined) {
    const parts = new Intl.NumberFormat(language, { minimumFractionDigits: 1 }).formatToParts(0);
    mark = parts.find(({ type }) => type === "decimal")?.value ?? ".";
    if (marks.size < KEPT) marks.set(language, mark);
  }
  return mark;
}

/**
 * The index of a number's decimal mark, or of what follows its last digit where it has none.
 *
 * The last mark is the decimal one if it is the only one of its kind. Where it is the only mark at all, `1.234` can be
 * read in two ways: then it is by the language, and in others only if other than three digits follow.
 */
export function pointOf(text: string, mark: string): number {
  const end = lastDigit(text) + 1;
  if (end === 0) return text.length;
  let last = -1;
  let count = 0;
  let same = 0;
  for (let at = end - 1; at >= 0; at--) {
    if (isDigit(text, at)) continue;
    if (!MARKS.includes(text[at]!) || !isDigit(text, at - 1)) break;
    if (last < 0) last = at;
    count++;
    if (text[at] === text[last]) same++;
  }
  if (last < 0 || same > 1 || MARKS.indexOf(text[last]!) >= DECIMAL) return end;
  return count > 1 || text[last] === mark || end - last - 1 !== 3 ? last : end;
}

/** The text from the decimal mark on; in right-to-left text only to the last digit. */
export function tailOf(text: string, mark: string): string {
  const point = pointOf(text, mark);
  return BEYOND_ASCII.test(text) && isRtl(text, "auto")
    ? text.slice(point, lastDigit(text) + 1)
    : text.slice(point);
}

/** True for a number without words, whose sign must stay in front of it also in text from the right. */
export function isNumeric(text: string): boolean {
  let digits = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 128) return DIGIT.test(text) && !LETTER.test(text);
    // Setting bit 5 turns capitals into small letters.
    if ((code | 32) >= 97 && (code | 32) <= 122) return false;
    if (code >= 48 && code <= 57) digits = true;
  }
  return digits;
}

function lastDigit(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && !isDigit(text, at)) at--;
  return at;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? code >= 48 && code <= 57 : DIGIT.test(text[at] ?? "");
}
