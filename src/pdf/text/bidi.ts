// The Unicode bidirectional algorithm (UAX #9), for texts that need it.
import { createRequire } from "node:module";
import type createBidi from "bidi-js";

const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Loaded by the first text that needs it. */
let bidi: ReturnType<typeof createBidi> | undefined;

export type Direction = "auto" | "ltr" | "rtl";

/** True when a text can be laid out from left to right without asking further. */
export const isSimple = (text: string, direction: Direction): boolean =>
  direction !== "rtl" && !RIGHT_TO_LEFT.test(text);

/** The embedding level of each UTF-16 unit of one paragraph, and the paragraph's own. */
export function levelsOf(text: string, direction: Direction): { levels: Uint8Array; base: number } {
  bidi ??= (createRequire(import.meta.url)("bidi-js") as typeof createBidi)();
  const found = bidi.getEmbeddingLevels(text, direction === "auto" ? undefined : direction);
  return { levels: found.levels, base: found.paragraphs[0]?.level ?? (direction === "rtl" ? 1 : 0) };
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
