// Conditional requests: those that the client sends to us and those that we send to the origin.

import { httpDate } from "../../http/http-date.ts";
import { hasField } from "../../http/sent.ts";
import { parseVary } from "./vary.ts";

/** Entity tags of a list (RFC 9110 §13.1.2), without their weakness: `If-None-Match` compares weakly. */
function opaqueTags(list: string): string[] {
  return list.match(/"[^"]*"|[^\s,"]+/g)?.filter((tag) => tag !== "W/" && tag !== "w/") ?? [];
}

const opaque = (etag: string) => (/^W\//i.test(etag) ? etag.slice(2) : etag);

/**
 * Whether the client's own copy is still the right one (RFC 9111 §4.3.2), so that a 304 will do.
 *
 * @param stored the stored answer's fields
 */
export function isUnmodified(asked: Request, stored: Headers): boolean {
  if (!hasField(asked, "if-none-match") && !hasField(asked, "if-modified-since")) return false;
  const request = asked.headers;
  const tags = request.get("if-none-match");
  if (tags !== null) {
    if (tags.trim() === "*") return true;
    const etag = stored.get("etag");
    return etag !== null && opaqueTags(tags).includes(opaque(etag));
  }
  const since = httpDate(request.get("if-modified-since"));
  if (since === undefined || variesByReader(stored)) return false;
  const changed = httpDate(stored.get("last-modified") ?? stored.get("date"));
  return changed !== undefined && changed <= since;
}

/** Whether an answer differs by who asks, and not by form alone: its date says nothing of what another was given. */
function variesByReader(stored: Headers): boolean {
  const names = parseVary(stored.get("vary") ?? "");
  return names === "*" || names.some((name) => name !== "accept" && name !== "accept-encoding");
}

/** The date by which parts of an answer may be put together. */
export function dateOf(stored: Headers): string | null {
  return variesByReader(stored) ? null : stored.get("last-modified");
}

/** True when a client asks whether its own copy is still right. */
export function isConditional(request: Headers): boolean {
  return request.has("if-none-match") || request.has("if-modified-since");
}

const OF_THE_CLIENT = [
  "if-none-match",
  "if-modified-since",
  "if-match",
  "if-unmodified-since",
  "if-range",
  "range",
];

/** Takes away what concerns the client's own copy: the origin is asked on behalf of everyone. */
export function withoutConditions(headers: Headers): void {
  for (const name of OF_THE_CLIENT) headers.delete(name);
}

/** Asks the origin whether a stored answer is still right (RFC 9111 §4.3.1). False without a validator. */
export function addConditions(headers: Headers, stored: Headers): boolean {
  const etag = stored.get("etag");
  const modified = stored.get("last-modified");
  if (etag !== null) headers.set("if-none-match", etag);
  if (modified !== null) headers.set("if-modified-since", modified);
  return etag !== null || modified !== null;
}
