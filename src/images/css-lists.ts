// Lists of CSS values, split outside of parentheses in one pass: a look ahead for the closing one at each separator is quadratic.

/** The members of a comma-separated list: `rgb(0, 0, 0) 1px, red` has two. */
export function splitByCommas(text: string): string[] {
  return split(text, (code) => code === 0x2c);
}

/** The words of a value, without empty ones: `1px solid rgb(0, 0, 0)` has three. */
export function splitByWhitespace(text: string): string[] {
  return split(text, isWhitespace).filter((word) => word !== "");
}

/** White space of CSS Syntax 3 §4.2, and the other ASCII characters of `\s`. */
const isWhitespace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

function split(text: string, separates: (code: number) => boolean): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x28) depth++;
    else if (code === 0x29) depth = Math.max(0, depth - 1);
    else if (depth === 0 && separates(code)) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
