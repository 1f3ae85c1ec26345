// References from one part of an SVG to another, and to what is outside of it.

/** The id in `url(#id)`, `url("#id")` or `#id`. */
export const reference = (value: string | undefined): string | undefined =>
  /^(?:url\(\s*["']?)?#([^"')]+)/.exec(value?.trim() ?? "")?.[1];

/** The targets of all `url(…)` in a value, without quotes. One that is not closed reaches to the end. */
export function urlsIn(value: string): string[] {
  const found: string[] = [];
  const lower = value.toLowerCase();
  for (let at = lower.indexOf("url("); at >= 0; at = lower.indexOf("url(", at)) {
    const close = value.indexOf(")", at);
    const end = close < 0 ? value.length : close;
    found.push(
      value
        .slice(at + 4, end)
        .trim()
        .replace(/^["']|["']$/g, "")
        .trim(),
    );
    at = end;
  }
  return found;
}
