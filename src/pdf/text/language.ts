// Tags of languages, and the languages that shaping tells apart: few, whatever tags documents have, since HarfBuzz keeps
// what it made for each.

import { LRUCache } from "lru-cache";

/** Scripts and regions by which OpenType's language systems differ within a language (HarfBuzz's `hb-ot-tag-table`). */
const SCRIPTS = new Set(["Hans", "Hant", "Latg", "Syre", "Syrj", "Syrn"]);
const REGIONS = new Set(["CN", "HK", "MD", "MO", "SG", "TW"]);

/** Tags whose answers are remembered, and the characters that each may have. */
const KEPT = 200;
const LONGEST = 100;
const known = new LRUCache<string, string>({ max: KEPT });
const tags = new LRUCache<string, string>({ max: KEPT });
let names: Intl.DisplayNames | undefined;

/**
 * A tag in its canonical form, as HarfBuzz and the font library know it: `jpn` is `ja`. A locale takes 20 µs, and each
 * style of a document asks.
 *
 * @throws Error for what is no BCP 47 tag
 */
export function languageTag(tag: string): string {
  let found = tags.get(tag);
  if (found !== undefined) return found;
  try {
    found = new Intl.Locale(tag).toString();
  } catch {
    throw new Error(`"${tag}" is no language: use a tag such as en, de-CH or zh-Hans.`);
  }
  if (tag.length <= LONGEST) tags.set(tag, found);
  return found;
}

/**
 * A tag for HarfBuzz: the language, if it is one that Unicode's CLDR knows, and what else can make a difference.
 * Empty for others, which are then shaped as text of no language.
 *
 * @param tag a BCP 47 tag
 * @example
 * shapingLanguage("zh-Hant-HK-u-co-stroke"); // "zh-Hant-HK"
 * shapingLanguage("xq-DE"); // ""
 */
export function shapingLanguage(tag: string): string {
  let found = known.get(tag);
  if (found !== undefined) return found;
  found = reduce(tag);
  if (tag.length <= LONGEST) known.set(tag, found);
  return found;
}

function reduce(tag: string): string {
  names ??= new Intl.DisplayNames("en", { type: "language", fallback: "none" });
  const { language, script, region } = new Intl.Locale(tag);
  // `und` has none.
  if (!language || names.of(language) === undefined) return "";
  return [
    language,
    ...(script && SCRIPTS.has(script) ? [script] : []),
    ...(region && REGIONS.has(region) ? [region] : []),
  ].join("-");
}
