// The languages that satori keeps apart, from any BCP 47 tag: `jpn`, `zh-Hant` and `zh-MO` are known too.

const LOCALES: Record<string, string> = {
  ar: "ar-AR",
  bn: "bn-IN",
  he: "he-IL",
  ja: "ja-JP",
  ko: "ko-KR",
  ml: "ml-IN",
  ta: "ta-IN",
  te: "te-IN",
  th: "th-TH",
};

/** satori's name of a language, or the tag as it is where it has none. */
export function toSatoriLocale(tag: string): string {
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(tag).maximize();
  } catch {
    return tag;
  }
  if (locale.language === "yue") return "zh-HK";
  if (locale.language !== "zh") return LOCALES[locale.language] ?? tag;
  if (locale.script === "Hans") return "zh-CN";
  return locale.region === "HK" || locale.region === "MO" ? "zh-HK" : "zh-TW";
}
