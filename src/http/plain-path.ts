// The path of a request as its client sent it, where there is but one way to read it.

import { types } from "node:util";

/** What a server's request may have beside a `Request`'s own: Node's message, with the target as it was sent. */
type Served = Request & { runtime?: { node?: { req?: { url?: string } } } };

/** Unreserved characters (RFC 3986 §2.3) in segments that are not empty and begin with no dot; no query. */
const PLAIN = /^(?:\/[\w~-][\w.~-]*)+$/;

/**
 * The path of a server's request if nothing in it could be read in two ways and nothing follows it: no
 * URL need be made to know it. Undefined for every other, which then takes the long way.
 */
export function plainPath(request: Served): string | undefined {
  const sent = request.runtime?.node?.req?.url;
  if (sent === undefined || !PLAIN.test(sent)) return undefined;
  // Who mounts an app below a path shows it another URL, through a proxy around what was sent.
  return types.isProxy(request) ? undefined : sent;
}
