// For how long Next.js 16 keeps what a call of fetch() was given, by the call and by its route.

import type { FetchCache } from "./phase.ts";

/** The part of a call that decides it. */
export interface FetchOptions {
  cache?: string | undefined;
  revalidate?: unknown;
}

/** The part of a route that decides where a call does not. */
export interface FetchRoute {
  fetchCache?: FetchCache | undefined;
  isDynamic: boolean;
}

/**
 * Seconds for which an answer is kept: 0 for not at all, `Infinity` until it is revalidated.
 *
 * @param warn told of options that contradict each other, of which none counts
 * @throws Error for a `revalidate` that is no time, and for what `fetchCache` of the route forbids
 */
export function lifeOfFetch(
  { cache, revalidate }: FetchOptions,
  { fetchCache, isDynamic }: FetchRoute,
  url: string,
  warn: (message: string) => void,
): number {
  const mode = fetchCache === "auto" ? undefined : fetchCache;
  if (contradict(cache, revalidate)) {
    warn(
      `fetch for ${url}: \`cache: ${JSON.stringify(cache)}\` and \`revalidate: ${String(revalidate)}\`: say one of them.`,
    );
    cache = revalidate = undefined;
  }
  if (cache === "no-store" && mode === "only-cache")
    throw new Error(
      `cache: 'no-store' used on fetch for ${url} with 'export const fetchCache = 'only-cache'`,
    );
  const isRefused = mode === "force-no-store" || mode === "only-no-store";
  if (cache === "force-cache" && revalidate === undefined) revalidate = false;
  else if (cache === "no-cache" || cache === "no-store" || isRefused) revalidate = 0;
  else if (isDynamic && mode === undefined && cache === undefined && !revalidate) revalidate = 0;
  const seconds = toSeconds(revalidate, url);
  if (mode === "only-no-store" && (cache === "force-cache" || (seconds ?? 0) > 0))
    throw new Error(
      `cache: 'force-cache' used on fetch for ${url} with 'export const fetchCache = 'only-no-store'`,
    );
  if (mode === "force-cache" && !seconds) return Infinity;
  return seconds ?? (mode === "default-cache" || mode === "only-cache" ? Infinity : 0);
}

function contradict(cache: string | undefined, revalidate: unknown): boolean {
  if (cache === "force-cache") return revalidate === 0;
  return cache === "no-store" && (revalidate === false || (typeof revalidate === "number" && revalidate > 0));
}

function toSeconds(revalidate: unknown, url: string): number | undefined {
  if (revalidate === undefined || revalidate === false) return revalidate === false ? Infinity : undefined;
  if (typeof revalidate === "number" && revalidate >= 0) return revalidate;
  throw new Error(
    `Invalid revalidate value "${String(revalidate)}" on fetch for ${url}, must be a non-negative number or false`,
  );
}
