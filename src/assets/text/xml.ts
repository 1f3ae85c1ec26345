// Characters that XML 1.0 allows, and two repairs to the output of the feed generator.

/** Everything outside XML 1.0's `Char` (§2.2). Lone surrogates are made well-formed before this. */
const ILLEGAL = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g;

/** A code point that no text may hold (a Unicode noncharacter), so it can stand guard in one. */
const GUARD = "\ufdd0";

/** Characters that `legalText` changes, but for surrogates. Hardly any text has one. */
const SUSPICIOUS = /[\0-\x08\v-\x1f\ufdd0\ufffe\uffff]/;

/**
 * Text that XML 1.0 can carry: without control characters, lone surrogates and carriage returns
 * (which a parser would turn into line feeds, §2.11).
 */
export function legalText(text: string): string {
  if (!SUSPICIOUS.test(text) && text.isWellFormed()) return text;
  return text.toWellFormed().replaceAll(/\r\n?/g, "\n").replaceAll(ILLEGAL, "").replaceAll(GUARD, "");
}

const XML_ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** Text for an element or an attribute: line breaks survive in both (§3.3.3). */
export function xmlText(text: string): string {
  return legalText(text).replaceAll(/[&<>"'\n\t]/g, (character) => XML_ESCAPES[character]!);
}

/**
 * Guards `&apos;` in the author's text: the generator turns every one in the finished document into
 * an apostrophe, which ends an attribute in somebody's HTML. `finishXml` takes the guard out.
 */
export function guardText(text: string): string {
  return legalText(text).replaceAll("&apos;", `&${GUARD}apos;`);
}

/** Every string in data, replaced. Dates and other instances stay as they are. */
export function mapText<T>(value: T, map: (text: string) => string): T {
  if (typeof value === "string") return map(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapText(item as unknown, map)) as T;
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const mapped: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) mapped[name] = mapText(item as unknown, map);
  return mapped as T;
}

/**
 * The generator pretty-prints, and so puts line breaks around CDATA sections, where they are part of
 * the text: an Atom id with an `&` is no IRI any more. This takes them out, and the guards with them.
 */
export function finishXml(xml: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const open = xml.indexOf("<![CDATA[", at);
    if (open < 0) break;
    const end = xml.indexOf("]]>", open);
    const close = end < 0 ? xml.length : end + 3;
    const between = xml.slice(at, open);
    out += (at === 0 ? between : between.trimStart()).trimEnd() + xml.slice(open, close);
    at = close;
  }
  const rest = xml.slice(at);
  return (out + (at === 0 ? rest : rest.trimStart())).replaceAll(GUARD, "");
}
