// One spelling of each path (RFC 3986 §6.2.2), so that a router, its guards and a cache cannot read one in two ways.

import { HttpError } from "../error.ts";

/** Escapes, and characters that must be written as escapes. Most paths have none. */
const UNUSUAL = /[%\0-\x20"#<>^`{}\x7f-\uffff]/;

/** An escape, or characters that the URL standard writes as escapes. A backslash is refused, not written in another way. */
const SPELLED = /%[\da-f]{2}|[\0-\x20"#<>^`{}\x7f-\uffff]+/gi;

/**
 * Characters that mean themselves in a segment: `pchar` of RFC 3986 §3.3, and what browsers leave as it is.
 * Sub-delimiters are among them because parameters are decoded: a guard that compares the path with
 * `/users/@root` must see that when `params.name` is `@root`. A slash, a percent sign and `?` are not.
 */
const LITERAL = /[\w.~!$&'()*+,;=:@[\]|-]/;

const MALFORMED = /%(?![\da-f]{2})/i;

/**
 * The canonical form of a path: escapes of characters that need none are decoded, once (`%2561` stays),
 * those that stay have capital digits, and what must be escaped is. Applied twice, it changes nothing more.
 * A path with a malformed escape has no canonical form and stays as it is, for `refusePath` to refuse.
 *
 * @param path of a URL, without its query
 * @example
 * canonicalPath("/%61dmin/caf%c3%a9"); // "/admin/caf%C3%A9"
 */
export function canonicalPath(path: string): string {
  if (!UNUSUAL.test(path) || MALFORMED.test(path)) return path;
  return path.replace(SPELLED, (spelled) => {
    if (spelled[0] !== "%") return encodeURIComponent(spelled.toWellFormed());
    const character = String.fromCharCode(Number.parseInt(spelled.slice(1), 16));
    return LITERAL.test(character) ? character : spelled.toUpperCase();
  });
}

/** Sequences for which a canonical path must be looked at more closely. */
const SUSPECT = /[\0\\]|%[^2-7]|%(?![\da-f]{2})|\/\/|\/\./i;

/**
 * The error for a path that is refused before routing, because servers parse it differently; undefined for any other.
 *
 * @param path in canonical form
 */
export function refusePath(path: string): HttpError | undefined {
  if (!SUSPECT.test(path)) return undefined;
  if (/[\0\\]|%00/.test(path))
    return new HttpError(400, { reason: "The path has a character that is not allowed." });
  if (/\/\.{1,2}(?:\/|$)/.test(path)) return new HttpError(400, { reason: "The path has a dot segment." });
  if (!isDecodable(path)) return new HttpError(400, { reason: "The path has a malformed percent escape." });
  return path.includes("//") ? new HttpError(404) : undefined;
}

/** Whether all escapes are well-formed and decode to UTF-8 (RFC 3629 §3: no overlong forms). */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
