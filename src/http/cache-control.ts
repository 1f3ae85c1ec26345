// A route's cache policy as Cache-Control: RFC 9111 §5.2, RFC 5861.

/** A number of seconds, or text such as `30s`, `15m`, `1h`, `7d`, `1y`. */
export type Duration = number | string;

/** How long an answer may be reused: becomes `Cache-Control` (RFC 9111 §5.2, RFC 5861). */
export interface CachePolicy {
  /** Fresh for this long in every cache. Default 0: stored, but validated on each use. */
  maxAge?: Duration;
  /** Fresh for this long in shared caches only, in place of `maxAge`. */
  sharedMaxAge?: Duration;
  /** Served stale for this long while a new copy is fetched. */
  staleWhileRevalidate?: Duration;
  /** Served stale for this long when making a new copy fails. */
  staleIfError?: Duration;
  /** The bytes at this URL never change (put a version into the URL). */
  immutable?: boolean;
  /** Personal: kept by the client only. */
  private?: boolean;
  /** Never kept anywhere. */
  noStore?: boolean;
  /** Request headers that the answer depends on. */
  vary?: string[];
  /** Names to purge it by. */
  tags?: string[] | ((event: { params: Record<string, string> }) => string[]);
}

/**
 * `Cache-Control` for Offprint's own cache alone: a targeted field (RFC 9213 §2.1), which the cache takes off the
 * answer. It holds in place of all others.
 */
export const TARGETED = "offprint-cache-control";

/**
 * May be given to all who asked before it was made, though each later use must be validated: an asset's
 * bytes follow from its key. `no-cache` alone forbids that (RFC 9111 §5.2.2.4).
 */
export const FOR_ALL_WHO_WAIT = "no-cache, collapse";

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/**
 * Seconds of a duration: a number of seconds, or `30s`, `15m`, `1h`, `7d`, `2w`, `1y`.
 * @throws RangeError for anything else.
 */
export function toSeconds(duration: Duration): number {
  if (typeof duration === "number" && Number.isFinite(duration) && duration >= 0) return Math.floor(duration);
  const match = typeof duration === "string" ? /^\s*(\d+(?:\.\d+)?)\s*([smhdwy])\s*$/.exec(duration) : null;
  if (match) return Math.floor(Number(match[1]) * UNITS[match[2]!]!);
  throw new RangeError(
    `${JSON.stringify(duration)} is no duration: give seconds, or text such as "30s", "15m", "1h", "7d".`,
  );
}

/**
 * The `Cache-Control` of a policy. Without one: `no-cache`, which stores but validates on each
 * use, so that what is shown is always current and yet is never rendered twice.
 *
 * @example
 * cacheControl({ maxAge: "1h", staleWhileRevalidate: "1d" });
 * // public, max-age=3600, stale-while-revalidate=86400
 */
export function cacheControl(policy: CachePolicy | undefined): string {
  if (!policy) return "no-cache";
  const known = texts.get(policy);
  if (known !== undefined) return known;
  const text = write(policy);
  texts.set(policy, text);
  return text;
}

/**
 * The `Cache-Control` of the same policy for an answer that is one visitor's own: kept by their browser for
 * `maxAge`, by nobody else, and never used stale.
 */
export function privateControl(policy: CachePolicy | undefined): string {
  if (policy?.noStore) return "no-store";
  const maxAge = policy?.maxAge === undefined ? 0 : toSeconds(policy.maxAge);
  if (maxAge === 0) return "private, no-cache";
  return `private, max-age=${maxAge}${policy?.immutable ? ", immutable" : ""}`;
}

/** A route's policy never changes, and is asked for with every answer. */
const texts = new WeakMap<CachePolicy, string>();

function write(policy: CachePolicy): string {
  if (policy.noStore) return "no-store";
  const maxAge = policy.maxAge === undefined ? 0 : toSeconds(policy.maxAge);
  const shared = policy.sharedMaxAge === undefined || policy.private ? 0 : toSeconds(policy.sharedMaxAge);
  // `no-cache` would forbid the stale uses that the policy asks for.
  const reused =
    maxAge > 0 ||
    shared > 0 ||
    policy.staleWhileRevalidate !== undefined ||
    policy.staleIfError !== undefined;
  const directives: string[] = [];
  if (policy.private) directives.push("private");
  else if (reused) directives.push("public");
  directives.push(reused ? `max-age=${maxAge}` : "no-cache");
  if (shared) directives.push(`s-maxage=${shared}`);
  if (policy.staleWhileRevalidate !== undefined)
    directives.push(`stale-while-revalidate=${toSeconds(policy.staleWhileRevalidate)}`);
  if (policy.staleIfError !== undefined) directives.push(`stale-if-error=${toSeconds(policy.staleIfError)}`);
  if (policy.immutable) directives.push("immutable");
  return directives.join(", ");
}
