// Characters as readers count them.

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const SIMPLE = /^[\x20-\x7e\xa0-\u02ff]*$/;

/** True for a text in which every UTF-16 unit is a character. */
export const isSimple = (text: string): boolean => SIMPLE.test(text);

export function graphemesOf(text: string): string[] {
  if (isSimple(text)) return text.split("");
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
