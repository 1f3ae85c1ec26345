// Paths that are canonical as sent (most are), so that no URL has to be parsed.

import { types } from "node:util";

/** A server's request may have Node's message, with the target as it was sent. */
type Served = Request & { runtime?: { node?: { req?: { url?: string } } } };

/** Unreserved characters (RFC 3986 §2.3) in segments that are not empty and begin with no dot; no query. */
const PLAIN = /^(?:\/[\w~-][\w.~-]*)+$/;

/** The last path found plain: port, cache and app test the same one in turn. */
let known = "";

/** Whether a target is an unambiguous path without a query, by one regular expression and without a `URL`. */
export function isPlainPath(path: string): boolean {
  if (path === known) return true;
  if (!PLAIN.test(path)) return false;
  known = path;
  return true;
}

/** The target of a server's request as it was sent; undefined for every other. */
export function sentTarget(request: Served): string | undefined {
  // A server that mounts an app below a path shows it another URL, through a proxy around the request.
  return types.isProxy(request) ? undefined : request.runtime?.node?.req?.url;
}
