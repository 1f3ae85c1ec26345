// The key that a URL is stored under. Host and unkeyed headers have no part in it when the origin is known.

import { canonicalPath } from "../../http/canonical-path.ts";
import { isPlainPath, sentTarget } from "../../http/plain-path.ts";
import { type SearchRule, significantQuery } from "./no-vary-search.ts";

/** A request's URL, taken apart without building a `URL`. */
export interface Target {
  /** The path in canonical form: what `revalidatePath` and rules for queries go by. */
  path: string;
  /** The query, without the `?`; empty when there is none. */
  query: string;
  /** `scheme://host`, or empty when the cache serves one configured origin. */
  origin: string;
}

/** The target of a request; a server's has its URL in parts already. */
export function targetOf(request: Request & { _url?: URL }, oneOrigin: boolean): Target {
  const sent = oneOrigin ? sentTarget(request) : undefined;
  if (sent !== undefined && isPlainPath(sent)) return { origin: "", path: sent, query: "" };
  const parts = request._url;
  if (!parts) return toTarget(request.url, oneOrigin);
  return {
    origin: oneOrigin ? "" : `${parts.protocol}//${parts.host}`,
    path: canonicalPath(parts.pathname),
    query: parts.search.slice(1),
  };
}

/** @param url an absolute URL, as `Request.url` gives it */
export function toTarget(url: string, oneOrigin: boolean): Target {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const hash = url.indexOf("#", start);
  const end = hash < 0 ? url.length : hash;
  const mark = url.indexOf("?", start);
  const hasQuery = mark >= 0 && mark < end;
  return {
    origin: oneOrigin ? "" : url.slice(0, start),
    path: canonicalPath(url.slice(start, hasQuery ? mark : end)),
    query: hasQuery ? url.slice(mark + 1, end) : "",
  };
}

/** The primary key (RFC 9111 §2): the URL, less the parts of its query that make no difference. */
export function toKey(target: Target, rule: SearchRule | undefined): string {
  const query = rule && target.query !== "" ? significantQuery(target.query, rule) : target.query;
  return query === "" ? target.origin + target.path : `${target.origin}${target.path}?${query}`;
}
