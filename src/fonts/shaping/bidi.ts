// The Unicode bidirectional algorithm (UAX #9), for texts that need it.
import { createRequire } from "node:module";
import type createBidi from "bidi-js";

const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Loaded by the first text that needs it. */
let bidi: Bidi | undefined;

type Bidi = ReturnType<typeof createBidi>;

/**
 * `auto`: by the first letter of each paragraph. `auto-rtl`, for documents in a right-to-left language: the same, but
 * text without letters is right-to-left.
 */
export type Direction = "auto" | "auto-rtl" | "ltr" | "rtl";

/** Scripts that are written from the right. */
const RTL_SCRIPTS = new Set(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"]);
const LETTER = /\p{L}/u;

/** True for a language (BCP 47) that is written from the right. */
export const isRtlLanguage = (lang: string): boolean =>
  RTL_SCRIPTS.has(new Intl.Locale(lang).maximize().script ?? "");

/** The base direction, if it does not depend on the first letter of the text. */
const settled = (text: string, direction: Direction): "ltr" | "rtl" | undefined => {
  if (direction === "auto-rtl") return LETTER.test(text) ? undefined : "rtl";
  return direction === "auto" ? undefined : direction;
};

/** True for text that needs no bidi algorithm: left-to-right, without right-to-left characters. */
export const isSimple = (text: string, direction: Direction): boolean =>
  settled(text, direction) !== "rtl" && !RIGHT_TO_LEFT.test(text);

/** True if the base direction is right-to-left. */
export function isRtl(text: string, direction: Direction): boolean {
  const first = LETTER.exec(text)?.[0] ?? "";
  const known = settled(text, direction);
  return known === undefined ? RIGHT_TO_LEFT.test(first) : known === "rtl";
}

/** Units of a long paragraph that are resolved at once, and those around them that are looked at: bidi-js takes quadratic time. */
const WINDOW = 500;
const CONTEXT = 250;

/**
 * The embedding level of each UTF-16 unit of one paragraph, and the paragraph's own. In a paragraph of more than
 * {@link WINDOW} units what is further than {@link CONTEXT} away has no influence, but on the direction of all.
 */
export function levelsOf(text: string, direction: Direction): { levels: Uint8Array; base: number } {
  bidi ??= (createRequire(import.meta.url)("bidi-js") as typeof createBidi)();
  const known = settled(text, direction);
  if (text.length > WINDOW)
    return levelsOfLong(text, known ?? (isRtl(text, direction) ? "rtl" : "ltr"), bidi);
  const found = bidi.getEmbeddingLevels(text, known);
  return { levels: found.levels, base: found.paragraphs[0]?.level ?? (known === "rtl" ? 1 : 0) };
}

function levelsOfLong(text: string, direction: "ltr" | "rtl", { getEmbeddingLevels }: Bidi) {
  const levels = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += WINDOW) {
    const from = Math.max(0, at - CONTEXT);
    const part = getEmbeddingLevels(text.slice(from, at + WINDOW + CONTEXT), direction).levels;
    levels.set(part.subarray(at - from, at - from + Math.min(WINDOW, text.length - at)), at);
  }
  return { levels, base: direction === "rtl" ? 1 : 0 };
}

/** Rule L2: the order in which the parts of a line are drawn, from the left. */
export function visualOrder<T extends { level: number }>(parts: readonly T[]): T[] {
  const order = [...parts];
  let highest = 0;
  let lowestOdd = 255;
  for (const { level } of parts) {
    highest = Math.max(highest, level);
    if (level & 1) lowestOdd = Math.min(lowestOdd, level);
  }
  for (let level = highest; level >= lowestOdd; level--) {
    for (let i = 0; i < order.length; i++) {
      if (order[i]!.level < level) continue;
      let end = i;
      while (end + 1 < order.length && order[end + 1]!.level >= level) end++;
      order.splice(i, end - i + 1, ...order.slice(i, end + 1).toReversed());
      i = end;
    }
  }
  return order;
}
