// Characters as readers count them.

import { graphemesOf as segmented } from "../../../../fonts/shaping/graphemes.ts";

const SIMPLE = /^[\x20-\x7e\xa0-\u02ff]*$/;

/** True for a text in which every UTF-16 unit is a character. */
export const isSimple = (text: string): boolean => SIMPLE.test(text);

export function graphemesOf(text: string): string[] {
  if (isSimple(text)) return text.split("");
  return [...segmented(text)];
}
