// Storability and freshness of an answer: RFC 9111 §3 and §4.2, RFC 5861, RFC 9213.

import { httpDate } from "../../http/http-date.ts";
import { cacheControl, type Directives, MAX_SECONDS } from "./directives.ts";
import { TARGETED } from "../../http/cache-control.ts";
import { parseTargeted } from "./targeted.ts";
import { parseVary } from "./vary.ts";

/** The rules applied to one answer. Times are in seconds. */
export interface Policy {
  /** Fresh for this long from when the origin made it. */
  readonly lifetime: number;
  /** Every use must be validated first (`no-cache`). */
  readonly validate: boolean;
  /** Never used when stale, but as far as it says so itself: `must-revalidate`, `proxy-revalidate`, `s-maxage`, `no-cache`. */
  readonly strict: boolean;
  /** Stale use while a new copy is fetched (RFC 5861 §3). */
  readonly staleWhileRevalidate: number;
  /** Stale use when a new copy cannot be made (RFC 5861 §4). */
  readonly staleIfError: number;
  /** Says itself that it may be shared: `public`, `s-maxage`, `must-revalidate` (RFC 9111 §3.5). */
  readonly shared: boolean;
  /** May be given to all who waited for it, if they are equal in what it was made from. */
  readonly collapses: boolean;
}

/** Rules that are the cache's own choice. */
export interface PolicyOptions {
  /** Seconds for which an answer of status 400 and above may be reused. */
  maxErrorAge: number;
  /** Whether answers with `Set-Cookie` may be stored and shared. */
  shareCookies: boolean;
}

/** Statuses whose caching this cache understands (RFC 9110 §15): what `must-understand` asks for. */
const UNDERSTOOD = new Set([
  200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 410, 414, 451, 500, 501, 502, 503,
  504,
]);

const NOTHING = cacheControl("");

/** Targeted fields that this cache heeds: its own, then that of all shared caches near an origin (RFC 9213 §3.1). */
export const TARGETS = [TARGETED, "cdn-cache-control"] as const;

/** The directives for this cache: a targeted field stands in for `Cache-Control` and `Expires`. */
function directivesOf(headers: Headers): { directives: Directives; targeted: boolean } {
  for (const field of TARGETS) {
    const text = headers.get(field);
    const found = text === null ? undefined : parseTargeted(text);
    if (found) return { directives: found, targeted: true };
  }
  const text = headers.get("cache-control");
  return { directives: text === null ? NOTHING : cacheControl(text), targeted: false };
}

function lifetimeOf(headers: Headers, directives: Directives, targeted: boolean, received: number): number {
  if (directives.sMaxage !== undefined) return directives.sMaxage;
  if (directives.maxAge !== undefined) return directives.maxAge;
  const expires = headers.get("expires");
  // No heuristics (§4.2.2): an author who says nothing gets validation, which is always right.
  if (targeted || expires === null) return 0;
  const end = httpDate(expires);
  if (end === undefined) return 0;
  const date = httpDate(headers.get("date")) ?? received;
  return Math.min(Math.max(0, (end - date) / 1000), MAX_SECONDS);
}

/** @param received the clock when the answer's headers came, in milliseconds */
export function toPolicy(status: number, headers: Headers, received: number, options: PolicyOptions): Policy {
  const { directives, targeted } = directivesOf(headers);
  const lifetime = lifetimeOf(headers, directives, targeted, received);
  const forbidden = directives.mustRevalidate || directives.proxyRevalidate || directives.noCache;
  const error = status >= 400;
  // `s-maxage=60, stale-while-revalidate=600` is what everyone writes for a shared cache: the stale use
  // that is asked for by name holds, those that are not are forbidden as by proxy-revalidate (§5.2.2.10).
  const never = forbidden || error;
  return {
    lifetime: error ? Math.min(lifetime, options.maxErrorAge) : lifetime,
    validate: directives.noCache,
    strict: forbidden || directives.sMaxage !== undefined,
    staleWhileRevalidate: never ? 0 : (directives.staleWhileRevalidate ?? 0),
    staleIfError: never ? 0 : (directives.staleIfError ?? 0),
    collapses: mayCollapse(directives, lifetime),
    shared: directives.public || directives.sMaxage !== undefined || directives.mustRevalidate,
  };
}

/**
 * Whether those who wait for the same thing may be given one answer. By RFC 9111 §4 one that may be reused: it has a
 * lifetime, or a stale use, and does not ask for validation each time. An origin may also say so for one that does.
 */
function mayCollapse(directives: Directives, lifetime: number): boolean {
  if (directives.private || directives.noStore) return false;
  return (
    directives.collapse ||
    (!directives.noCache && (lifetime > 0 || (directives.staleWhileRevalidate ?? 0) > 0))
  );
}

/** Fields that a shared cache leaves out because a directive names them (RFC 9111 §5.2.2.4, §5.2.2.7). */
export function omittedFields(headers: Headers): readonly string[] {
  return directivesOf(headers).directives.omit;
}

/** Answers to a range or a condition, which are no part of the key: for the one who sent it. */
const OF_ONE_REQUEST = new Set([206, 304, 412, 416]);

/**
 * Whether an answer to a GET may be stored (RFC 9111 §3). What could never be used again (no
 * lifetime and no validator) is not.
 */
export function isStorable(
  request: Headers,
  status: number,
  headers: Headers,
  policy: Policy,
  options: PolicyOptions,
): boolean {
  if (status < 200 || OF_ONE_REQUEST.has(status)) return false;
  const { directives } = directivesOf(headers);
  if (directives.mustUnderstand ? !UNDERSTOOD.has(status) : directives.noStore) return false;
  if (directives.private) return false;
  const asked = request.get("cache-control");
  if (asked !== null && cacheControl(asked).noStore) return false;
  if (request.has("authorization") && !policy.shared) return false;
  if (!options.shareCookies && headers.has("set-cookie")) return false;
  if (parseVary(headers.get("vary") ?? "") === "*") return false;
  if (policy.lifetime > 0 || policy.staleWhileRevalidate > 0 || policy.staleIfError > 0) return true;
  const validator = headers.has("etag") || headers.has("last-modified");
  // An error without a lifetime of its own is asked for again each time.
  return status < 400 && validator;
}

/** The `Age` field's first member in seconds; one that is no number is ignored (RFC 9111 §5.1). */
export function parseAge(text: string | null): number {
  const found = text === null ? undefined : /^\s*(\d+)\s*(?=$|[,;])/.exec(text)?.[1];
  return found === undefined ? 0 : Math.min(Number(found), MAX_SECONDS);
}

/** Age in seconds when the answer came (RFC 9111 §4.2.3, corrected_initial_age). */
export function initialAge(headers: Headers, requested: number, received: number): number {
  const date = httpDate(headers.get("date"));
  const apparent = date === undefined ? 0 : Math.max(0, (received - date) / 1000);
  const delay = Math.max(0, received - requested) / 1000;
  return Math.max(apparent, parseAge(headers.get("age")) + delay);
}

/**
 * A stored answer from further than this in the future (milliseconds) was stored under a clock
 * that has since been put back: its age is unknown, so it must be validated.
 */
export const CLOCK_TOLERANCE = 5_000;

/** Age now, in seconds; `Infinity` when the clock cannot tell. */
export function currentAge(initial: number, received: number, now: number): number {
  const resident = now - received;
  if (resident < -CLOCK_TOLERANCE) return Infinity;
  return initial + Math.max(0, resident) / 1000;
}
