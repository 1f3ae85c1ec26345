// Custom properties (CSS Custom Properties 1): `--tint: red`, `var(--tint, blue)`.

import { SVG_LIMITS } from "../limits.ts";

/** The custom properties of an element; those of the elements around it are the prototype. */
export type Variables = Record<string, string>;

export const NO_VARIABLES: Variables = Object.create(null) as Variables;

/** How deep a fallback may have fallbacks of its own. */
const MAX_NESTED = 16;

/** A value with its `var()` replaced; undefined where one leads nowhere, or to more than a value may be. */
export function substitute(value: string, variables: Variables, depth = 0): string | undefined {
  let out = "";
  let at = 0;
  for (;;) {
    const start = value.indexOf("var(", at);
    if (start < 0) {
      out += value.slice(at);
      return out.length > SVG_LIMITS.maxValue ? undefined : out;
    }
    if (depth >= MAX_NESTED) return undefined;
    const end = closing(value, start + 4);
    if (end < 0) return undefined;
    const inner = value.slice(start + 4, end);
    const comma = inner.indexOf(",");
    const name = (comma < 0 ? inner : inner.slice(0, comma)).trim();
    // Other names than of custom properties must not reach the object's own members, such as `constructor`.
    const own = name.startsWith("--") ? variables[name] : undefined;
    const found =
      own ?? (comma < 0 ? undefined : substitute(inner.slice(comma + 1).trim(), variables, depth + 1));
    if (found === undefined) return undefined;
    out += value.slice(at, start) + found;
    if (out.length > SVG_LIMITS.maxValue) return undefined;
    at = end + 1;
  }
}

/** The parenthesis that closes what was opened before `from`; -1 if none does. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  return -1;
}
