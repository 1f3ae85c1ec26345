// URLs and dates as the protocol takes them.

/** Longest URL that the protocol takes. */
const MAX_URL = 2_048;

/** The URL, absolute and percent-encoded. One that came with `&amp;` is unescaped first. */
export function absolute(text: string, base: string, what: string): string {
  const bare = typeof text === "string" ? text.replaceAll("&amp;", "&") : "";
  const url = typeof text === "string" && URL.canParse(bare, base) ? new URL(bare, base) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new TypeError(`${what}: ${JSON.stringify(text)} is neither a path nor an http(s) URL.`);
  if (url.href.length > MAX_URL) throw new TypeError(`${what}: its URL has more than ${MAX_URL} characters.`);
  return url.href;
}

/** W3C Datetime. A date without a time stays one. @param what names it in the error */
export function dateOf(value: Date | string, what: string): string {
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)))
    return value;
  const parsed = new Date(value ?? Number.NaN);
  if (Number.isNaN(parsed.getTime()))
    throw new TypeError(`${what}, ${JSON.stringify(value)}, is not a date.`);
  return parsed.toISOString();
}
