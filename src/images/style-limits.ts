// Lengths that no picture has: they would make the rasteriser work for seconds, or end the process.

import { HttpError } from "../error.ts";
import { splitByCommas } from "./css-lists.ts";

/** Pixels, ems, percents, degrees: whatever the unit. `9999px` for "round" and larger are in use. */
export const MAX_LENGTH = 20_000;
/** Pixels of blur: of shadows 500; of filters and of shadows inside of a box, which cost more, 100. */
export const MAX_BLUR = { shadow: 500, filter: 100 };

/** Characters of one style value or list of classes, pictures in it not counted: the engines read them in quadratic time. */
export const MAX_TEXT = 10_000;

/** Not lengths. */
const COUNTS =
  /^(?:zIndex|order|flex|flexGrow|flexShrink|opacity|fontWeight|lineClamp|WebkitLineClamp|animation.*|transition.*)$/;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi;

/**
 * @throws HttpError 422 naming the property, for a number that is not finite, a length beyond
 *   {@link MAX_LENGTH} or a blur beyond {@link MAX_BLUR}.
 */
export function checkStyle(style: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(style)) {
    if (typeof value === "number") {
      if (!Number.isFinite(value)) throw refuse(name, "is not a finite number");
      if (Math.abs(value) > MAX_LENGTH && !COUNTS.test(name)) throw tooLarge(name);
    } else if (typeof value === "string" && /\d{4}|\de/i.test(value)) checkLengths(name, value);
    if (typeof value === "string") {
      checkText(name, value);
      if (/shadow|filter/i.test(name)) checkBlur(name, value);
    }
  }
}

function checkLengths(name: string, value: string): void {
  // Colours and addresses are full of digits.
  if (COUNTS.test(name) || name.startsWith("--")) return;
  const lengths = value.replace(/url\([^)]*\)?|#[\da-f]+/gi, "");
  for (const [number] of lengths.matchAll(NUMBER))
    if (Math.abs(Number(number)) > MAX_LENGTH) throw tooLarge(name);
}

/** @throws HttpError 422 for more than {@link MAX_TEXT} characters. */
export function checkText(name: string, value: string): void {
  if (value.length <= MAX_TEXT) return;
  const { length } = value.replace(/url\(\s*["']?data:[^)]*/gi, "");
  if (length > MAX_TEXT) throw refuse(name, `has more than ${MAX_TEXT} characters`);
}

function checkBlur(name: string, value: string): void {
  const blurs = /shadow$/i.test(name)
    ? splitByCommas(value).map((shadow) => shadow.match(/-?[\d.]+(?:e\d+)?(?:px)?/g)?.[2] ?? "0")
    : Array.from(
        value.matchAll(/(?:blur|drop-shadow)\(([^)]*)/g),
        ([, inside = ""]) =>
          Array.from(inside.matchAll(/[\d.]+(px)?/g)).findLast(([, unit]) => unit)?.[0] ?? "0",
      );
  const most = /shadow$/i.test(name) && !value.includes("inset") ? MAX_BLUR.shadow : MAX_BLUR.filter;
  for (const blur of blurs)
    if (Number.parseFloat(blur) > most) throw refuse(name, `blurs over more than ${most} pixels`);
}

const tooLarge = (name: string) => refuse(name, `has a length of more than ${MAX_LENGTH}`);
const refuse = (name: string, what: string) =>
  new HttpError(422, { reason: `An element of the image cannot be drawn: its ${name} ${what}.` });
