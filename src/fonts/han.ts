// Chinese, Japanese and Korean share code points that each draws in its own way: the language decides.

export type HanRegion = "SC" | "TC" | "HK" | "JP" | "KR";

/** Ideographs, kana, hangul, bopomofo, and the punctuation and full-width forms set with them. */
export function isEastAsian(code: number): boolean {
  return (
    code >= 0x1100 &&
    (code <= 0x11ff ||
      (code >= 0x2e80 && code <= 0x9fff) ||
      (code >= 0xa960 && code <= 0xa97f) ||
      (code >= 0xac00 && code <= 0xd7ff) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe30 && code <= 0xfe4f) ||
      (code >= 0xff00 && code <= 0xffef) ||
      (code >= 0x1b000 && code <= 0x1b16f) ||
      (code >= 0x20000 && code <= 0x3ffff))
  );
}

/** Which region's forms a family has, from its name: `Noto Sans JP`. */
export function regionOf(family: string): HanRegion | undefined {
  return /\b(SC|TC|HK|JP|KR)$/.exec(family)?.[1] as HanRegion | undefined;
}

/**
 * The regions to try in turn for a BCP 47 language. Without one the code point decides where it can
 * (kana are Japanese), then Simplified Chinese comes first.
 */
export function regionsFor(language: string | undefined, codePoint: number): readonly HanRegion[] {
  if (isKana(codePoint)) return regionsFor("ja", 0);
  const tag = language?.toLowerCase() ?? "";
  if (/^(ja|jpn)\b/.test(tag)) return ["JP", "SC", "TC", "HK", "KR"];
  if (/^(ko|kor)\b/.test(tag)) return ["KR", "JP", "TC", "HK", "SC"];
  if (/^(zh|zho|yue|cmn|nan)\b.*\b(hk|mo)\b|^yue\b/.test(tag)) return ["HK", "TC", "JP", "SC", "KR"];
  if (/^(zh|zho|cmn|nan)\b.*\b(hant|tw)\b|^nan\b/.test(tag)) return ["TC", "HK", "JP", "SC", "KR"];
  return ["SC", "TC", "HK", "JP", "KR"];
}

function isKana(code: number): boolean {
  return (
    (code >= 0x3041 && code <= 0x30ff) ||
    (code >= 0x31f0 && code <= 0x31ff) ||
    (code >= 0xff66 && code <= 0xff9f)
  );
}
