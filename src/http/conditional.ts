// Conditional requests: RFC 9110 §13.

import { httpDate } from "./http-date.ts";
import { askedField, mayAskForLess } from "./sent.ts";

/** Result of a request's preconditions. */
export type Precondition = "proceed" | "not-modified" | "failed";

export interface Validators {
  /** The entity tag with its quotes, such as `"abc"` or `W/"abc"`. */
  etag?: string | null;
  lastModified?: string | null;
}

/** Content codings that a representation may have a variant in. */
const CODINGS = ["br", "gzip", "zstd"];

/** The entity tags of a list, with quotes; `*` alone stays `*` (RFC 9110 §8.8.3). */
export function parseEntityTags(list: string): string[] {
  if (list.trim() === "*") return ["*"];
  return list.match(/(?:W\/)?"[\x21\x23-\x7E\x80-\xFF]*"/g) ?? [];
}

/** The same tag for a content coding: `"abc"` and `"abc-br"` are variants of one another. */
export function codedTag(etag: string, coding: string): string {
  return `${etag.slice(0, -1)}-${coding}"`;
}

/**
 * The tag in `If-None-Match` that says the client's copy is current, or undefined. Weak comparison
 * (RFC 9110 §8.8.3.2). A tag of any content coding of the same representation counts: the client
 * has that variant.
 */
export function matchingTag(ifNoneMatch: string, etag: string): string | undefined {
  if (ifNoneMatch === etag) return etag;
  const variants = new Map([[opaque(etag), etag]]);
  for (const coding of CODINGS) variants.set(opaque(codedTag(etag, coding)), codedTag(etag, coding));
  for (const tag of parseEntityTags(ifNoneMatch)) {
    const variant = tag === "*" ? etag : variants.get(opaque(tag));
    if (variant) return variant;
  }
  return undefined;
}

function opaque(tag: string): string {
  return tag.startsWith("W/") ? tag.slice(2) : tag;
}

/** Evaluates the preconditions of a request on an existing representation, in the order of RFC 9110 §13.2.2. */
export function evaluate(request: Request, { etag, lastModified }: Validators): Precondition {
  if (!mayAskForLess(request)) return "proceed";
  // Without `Last-Modified`, the client's dates are ignored.
  const modified = httpDate(lastModified);
  const ifMatch = askedField(request, "if-match");
  if (ifMatch !== null) {
    const tags = parseEntityTags(ifMatch);
    const strong = etag !== null && etag !== undefined && !etag.startsWith("W/");
    if (tags[0] !== "*" && !(strong && tags.includes(etag))) return "failed";
  } else if (modified !== undefined) {
    const since = httpDate(askedField(request, "if-unmodified-since"));
    if (since !== undefined && modified > since) return "failed";
  }
  const safe = request.method === "GET" || request.method === "HEAD";
  const ifNoneMatch = askedField(request, "if-none-match");
  if (ifNoneMatch !== null) {
    const matched = etag ? matchingTag(ifNoneMatch, etag) !== undefined : ifNoneMatch.trim() === "*";
    if (matched) return safe ? "not-modified" : "failed";
  } else if (safe && modified !== undefined) {
    const since = httpDate(askedField(request, "if-modified-since"));
    if (since !== undefined && modified <= since) return "not-modified";
  }
  return "proceed";
}
