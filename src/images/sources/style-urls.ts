// Positions of the `url(…)` of a style (CSS Syntax 3 §4.3.6): found in one pass over the text.

/** One `url(…)`, from its `u` to behind its parenthesis. */
export interface StyleUrl {
  start: number;
  end: number;
  /** Between the parentheses, without white space and quotes around it. */
  target: string;
}

/**
 * The `url(…)` of a CSS text, in order.
 *
 * @returns undefined where one of them does not close: what reads the text after us could take it for another
 */
export function styleUrls(css: string): StyleUrl[] | undefined {
  const found: StyleUrl[] = [];
  for (let start = css.indexOf("url("); start >= 0; start = css.indexOf("url(", start)) {
    let at = start + 4;
    while (isWhitespace(css.charCodeAt(at))) at++;
    const quote = css[at];
    const quoted = quote === '"' || quote === "'";
    let stop = quoted ? css.indexOf(quote, at + 1) : css.indexOf(")", at);
    if (stop < 0) return undefined;
    const target = css.slice(quoted ? at + 1 : at, stop).trim();
    if (quoted) {
      stop++;
      while (isWhitespace(css.charCodeAt(stop))) stop++;
      if (css[stop] !== ")") return undefined;
    } else if (/["']/.test(target)) return undefined;
    found.push({ start, end: stop + 1, target });
    start = stop + 1;
  }
  return found;
}

const isWhitespace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);
