// Hop-by-hop header fields: they describe one connection and are not forwarded (RFC 9110 §7.6.1).

import type { Reply } from "./raw-reply.ts";

/** The fields of RFC 9110 §7.6.1, and older ones (RFC 2616 §13.5.1; `Proxy-Connection`). */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authentication-info",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Removes them from an answer, and the fields that its `Connection` names: a handler may return one of `fetch()`, whose
 * hop-by-hop fields describe its own connection.
 */
export function endToEnd(reply: Reply): Reply {
  const { flat } = reply.headers;
  for (let i = 0; i < flat.length; i += 2)
    if (HOP_BY_HOP.has(flat[i]!)) return { ...reply, headers: reply.headers.without(ofConnection(reply)) };
  return reply;
}

function ofConnection({ headers }: Reply): ReadonlySet<string> {
  const named =
    headers
      .get("connection")
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  return new Set([...HOP_BY_HOP, ...named]);
}
