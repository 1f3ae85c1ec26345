// Feed readers show HTML far from its page: the relative URLs in it are made absolute.

import { trimEndOf } from "../../trim.ts";

const ATTRIBUTE = /(\s(?:href|src|poster|cite|data|srcset)\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/**
 * HTML with each URL of `href`, `src`, `srcset`, `poster`, `cite` and `data` resolved against `base`.
 * Absolute URLs, and values that are not URLs, stay as they are. Takes time in proportion to the text.
 */
export function absoluteHtml(html: string, base: string): string {
  let out = "";
  let at = 0;
  for (;;) {
    const start = html.indexOf("<", at);
    const end = start < 0 ? -1 : tagEnd(html, start);
    if (end < 0) return out + html.slice(at);
    const tag = html.slice(start, end);
    out += html.slice(at, start) + (tag.includes("=") ? absoluteTag(tag, base) : tag);
    at = end;
  }
}

/** After the `>` of the tag that begins at `start`; -1 when there is none. Quoted values may hold `>`. */
function tagEnd(html: string, start: number): number {
  let quote = "";
  for (let i = start + 1; i < html.length; i++) {
    const character = html[i]!;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === ">") return i + 1;
    else if ((character === '"' || character === "'") && html[i - 1] === "=") quote = character;
  }
  return -1;
}

function absoluteTag(tag: string, base: string): string {
  return tag.replaceAll(ATTRIBUTE, (_, name: string, double?: string, single?: string, bare?: string) => {
    const quote = single === undefined ? '"' : "'";
    const value = double ?? single ?? bare ?? "";
    const resolved = /srcset/i.test(name) ? absoluteSrcset(value, base) : resolve(value, base);
    return name + quote + resolved + quote;
  });
}

/** The candidates of HTML §4.8.4.2.2: a URL up to white space, its commas at the end apart, then what is before a comma. */
function absoluteSrcset(value: string, base: string): string {
  return value.replaceAll(/([^\s,]\S*)([^,]*)/g, (_, word: string, size: string) => {
    const url = trimEndOf(word, ",");
    // A comma right behind the URL ends the candidate: what follows is the next one.
    if (url.length < word.length)
      return resolve(url, base) + word.slice(url.length) + absoluteSrcset(size, base);
    return resolve(url, base) + size;
  });
}

function resolve(url: string, base: string): string {
  const plain = url.trim();
  if (plain === "" || /^[a-z][a-z0-9+.-]*:/i.test(plain) || !URL.canParse(plain, base)) return url;
  return new URL(plain, base).href.replaceAll('"', "%22").replaceAll("'", "%27");
}
