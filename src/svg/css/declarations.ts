// Declarations of CSS: `fill: red; stroke: blue !important`.

import { SVG_LIMITS } from "../limits.ts";

export interface Declaration {
  name: string;
  value: string;
  important: boolean;
}

/**
 * Splits text where one of `marks` stands outside of strings and parentheses.
 * One pass: an unclosed string or parenthesis reaches to the end.
 */
export function splitOutside(text: string, marks: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, at + 1);
      at = end < 0 ? text.length : end;
    } else if (character === "(" || character === "[") depth++;
    else if (character === ")" || character === "]") depth = Math.max(0, depth - 1);
    else if (depth === 0 && marks.includes(character)) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** Without comments; one that is not closed reaches to the end. */
export function withoutComments(css: string): string {
  let out = "";
  for (let at = 0; ;) {
    const start = css.indexOf("/*", at);
    if (start < 0) return out + css.slice(at);
    out += `${css.slice(at, start)} `;
    const end = css.indexOf("*/", start + 2);
    if (end < 0) return out;
    at = end + 2;
  }
}

/**
 * The declarations of a rule or of a `style` attribute, shorthands taken apart. Those with escapes are left out:
 * they can hide what the policy looks for.
 */
export function parseDeclarations(source: string): Declaration[] {
  return splitOutside(withoutComments(source), ";").flatMap((declaration) => {
    const colon = declaration.indexOf(":");
    if (colon < 0 || declaration.includes("\\")) return [];
    const written = declaration.slice(0, colon).trim();
    // The names of custom properties alone are case-sensitive.
    const name = written.startsWith("--") ? written : written.toLowerCase();
    let value = declaration.slice(colon + 1).trim();
    const bang = value.lastIndexOf("!");
    const important =
      bang >= 0 &&
      value
        .slice(bang + 1)
        .trim()
        .toLowerCase() === "important";
    if (important) value = value.slice(0, bang).trimEnd();
    if (!PROPERTY.test(name) || NO_PROPERTIES.has(name)) return [];
    if (!value || value.length > (name === "d" ? SVG_LIMITS.maxMarkup : SVG_LIMITS.maxValue)) return [];
    return longhands(name, value).map(([each, part]) => ({ name: each, value: part, important }));
  });
}

const PROPERTY = /^(?:--[\w-]+|-?[a-z][\w-]*)$/;
/** Attributes that are no properties, and would do something. */
const NO_PROPERTIES = new Set(["class", "href", "id", "points", "style", "type"]);

function longhands(name: string, value: string): [string, string][] {
  if (name === "d") {
    const data = /^path\(\s*(?:"([^"]*)"|'([^']*)')\s*\)$/.exec(value);
    return data ? [["d", data[1] ?? data[2] ?? ""]] : [];
  }
  if (name === "marker") return ["start", "mid", "end"].map((place) => [`marker-${place}`, value]);
  if (name === "font") return parseFont(value);
  return [[name, value]];
}

const SIZE =
  /^((?:\d+\.?\d*|\.\d+)(?:px|pt|pc|em|rem|ex|%|mm|cm|in|q)?|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?:\/.*)?$/i;

/** `font: italic 700 12px/1.4 Inter, sans-serif` (CSS Fonts 4 §2.7); nothing where size or family is missing. */
function parseFont(value: string): [string, string][] {
  const words = value.split(/\s+/);
  const at = words.findIndex((word) => SIZE.test(word) && !/^\d+$/.test(word));
  const size = SIZE.exec(words[at] ?? "")?.[1];
  // The height of lines may have spaces around its slash.
  let next = at + 1;
  if (words[next] === "/") next += 2;
  else if (words[next]?.startsWith("/") || words[at]?.endsWith("/")) next++;
  const family = words.slice(next).join(" ");
  if (!size || !family) return [];
  const before = words.slice(0, at);
  const weight = before.find((word) => /^(?:bold|[1-9]\d{0,2}|1000)$/i.test(word));
  const slanted = before.find((word) => /^(?:italic|oblique)$/i.test(word));
  return [
    ["font-size", size],
    ["font-family", family],
    ["font-weight", weight ?? "normal"],
    ["font-style", slanted ? "italic" : "normal"],
  ];
}
