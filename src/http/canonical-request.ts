// A mounted app's request with its path in canonical form, so that all code that reads its URL sees the same one.

import { FastURL } from "srvx";

/** Properties of a server's request that a `Request` does not have, and that handlers may use. */
interface Served {
  runtime?: unknown;
  ip?: string;
  waitUntil?: (work: Promise<unknown>) => void;
}

/**
 * A copy of a request with another path. The port's requests need none: the port makes their path canonical.
 *
 * @param path in canonical form
 */
export function withPath(request: Request & Served, path: string): Request {
  const { protocol, host, search } = new FastURL(request.url);
  const { method, headers, signal } = request;
  const body = method === "GET" || method === "HEAD" ? null : request.body;
  const init: RequestInit & { duplex: "half" } = { method, headers, signal, body, duplex: "half" };
  const copy = new Request(`${protocol}//${host}${path}${search}`, init);
  const { runtime, ip } = request;
  return Object.assign(copy, { runtime, ip, waitUntil: request.waitUntil?.bind(request) });
}
