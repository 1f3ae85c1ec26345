// The script of a character, as HarfBuzz wants to be told (ISO 15924).
const SCRIPTS = [
  "Latn Latin",
  "Grek Greek",
  "Cyrl Cyrillic",
  "Arab Arabic",
  "Hebr Hebrew",
  "Deva Devanagari",
  "Thai Thai",
  "Hani Han",
  "Hira Hiragana",
  "Kana Katakana",
  "Hang Hangul",
  "Beng Bengali",
  "Guru Gurmukhi",
  "Gujr Gujarati",
  "Orya Oriya",
  "Taml Tamil",
  "Telu Telugu",
  "Knda Kannada",
  "Mlym Malayalam",
  "Sinh Sinhala",
  "Laoo Lao",
  "Khmr Khmer",
  "Mymr Myanmar",
  "Tibt Tibetan",
  "Geor Georgian",
  "Armn Armenian",
  "Ethi Ethiopic",
  "Syrc Syriac",
  "Thaa Thaana",
  "Nkoo Nko",
  "Mong Mongolian",
  "Cher Cherokee",
  "Cans Canadian_Aboriginal",
  "Adlm Adlam",
].map((entry) => {
  const [tag, property] = entry.split(" ") as [string, string];
  return [tag, new RegExp(`\\p{Script=${property}}`, "u")] as const;
});

const known = new Map<number, string>();

/** The tag of a code point's script; empty for what belongs to none (digits, punctuation, marks). */
export function scriptOf(code: number): string {
  let tag = known.get(code);
  if (tag === undefined) {
    const character = String.fromCodePoint(code);
    tag = SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0] ?? "";
    if (known.size > 50_000) known.clear();
    known.set(code, tag);
  }
  return tag;
}
