// Cache-Control (RFC 9111 §5.2) as values: parsed once per distinct text, never throwing.

import { remember } from "../remember.ts";

/** A parsed `Cache-Control` field. Times are in seconds; a malformed one counts as 0. */
export interface Directives {
  readonly public: boolean;
  readonly private: boolean;
  readonly noStore: boolean;
  readonly noCache: boolean;
  readonly mustRevalidate: boolean;
  readonly proxyRevalidate: boolean;
  readonly mustUnderstand: boolean;
  readonly onlyIfCached: boolean;
  /** Extension (RFC 9111 §5.2.3) of our own: may be given to all who asked before it was made. */
  readonly collapse: boolean;
  readonly maxAge: number | undefined;
  readonly sMaxage: number | undefined;
  readonly staleWhileRevalidate: number | undefined;
  readonly staleIfError: number | undefined;
  readonly minFresh: number | undefined;
  /** `Infinity` when the directive has no value. */
  readonly maxStale: number | undefined;
  /** Fields that `no-cache="…"` and `private="…"` name: stored without them. */
  readonly omit: readonly string[];
}

/** Delta-seconds above this are taken as this (RFC 9111 §1.2.2). */
export const MAX_SECONDS = 2_147_483_648;

const MEMBER = /([!#$%&'*+.^_`|~\w-]+)(?:=("(?:[^"\\]|\\.)*"|[^\s,"]*))?[^,]*/gy;
const SKIP = /[\s,]*/gy;

/** The members of a comma-separated directive list, names in lower case, the last `=` part unquoted. */
function* members(text: string): Generator<[name: string, value: string | undefined]> {
  let at = 0;
  while (at < text.length) {
    SKIP.lastIndex = at;
    SKIP.exec(text);
    MEMBER.lastIndex = SKIP.lastIndex;
    const found = MEMBER.exec(text);
    if (!found) {
      // Not a token: nothing before the next comma can be read.
      const comma = text.indexOf(",", SKIP.lastIndex);
      if (comma < 0) return;
      at = comma + 1;
      continue;
    }
    at = MEMBER.lastIndex;
    const value = found[2];
    yield [
      (found[1] as string).toLowerCase(),
      value?.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value,
    ];
  }
}

/** Seconds; anything but a non-negative integer is 0, so that a mistake never makes an answer fresh. */
export function toSeconds(value: string | undefined): number {
  return value !== undefined && /^\d+$/.test(value) ? Math.min(Number(value), MAX_SECONDS) : 0;
}

/** Said twice, the shorter time holds: the safe reading of RFC 9111 §4.2.1. */
const shorter = (before: number | undefined, now: number) =>
  before === undefined ? now : Math.min(before, now);

const fieldNames = (value: string) =>
  value
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);

export function parseCacheControl(text: string): Directives {
  const found = {
    public: false,
    private: false,
    noStore: false,
    noCache: false,
    mustRevalidate: false,
    proxyRevalidate: false,
    mustUnderstand: false,
    onlyIfCached: false,
    collapse: false,
    maxAge: undefined as number | undefined,
    sMaxage: undefined as number | undefined,
    staleWhileRevalidate: undefined as number | undefined,
    staleIfError: undefined as number | undefined,
    minFresh: undefined as number | undefined,
    maxStale: undefined as number | undefined,
    omit: [] as string[],
  };
  for (const [name, value] of members(text)) {
    switch (name) {
      case "public":
        found.public = true;
        break;
      case "private":
        if (value) found.omit.push(...fieldNames(value));
        else found.private = true;
        break;
      case "no-store":
        found.noStore = true;
        break;
      case "no-cache":
        if (value) found.omit.push(...fieldNames(value));
        else found.noCache = true;
        break;
      case "must-revalidate":
        found.mustRevalidate = true;
        break;
      case "proxy-revalidate":
        found.proxyRevalidate = true;
        break;
      case "must-understand":
        found.mustUnderstand = true;
        break;
      case "only-if-cached":
        found.onlyIfCached = true;
        break;
      case "collapse":
        found.collapse = true;
        break;
      case "max-age":
        found.maxAge = shorter(found.maxAge, toSeconds(value));
        break;
      case "s-maxage":
        found.sMaxage = shorter(found.sMaxage, toSeconds(value));
        break;
      case "stale-while-revalidate":
        found.staleWhileRevalidate = shorter(found.staleWhileRevalidate, toSeconds(value));
        break;
      case "stale-if-error":
        found.staleIfError = shorter(found.staleIfError, toSeconds(value));
        break;
      case "min-fresh":
        found.minFresh = toSeconds(value);
        break;
      case "max-stale":
        found.maxStale = value === undefined ? Infinity : toSeconds(value);
        break;
    }
  }
  return found;
}

/** The same, remembered: a site has few distinct `Cache-Control` values. */
export const cacheControl: (text: string) => Directives = remember(1000, parseCacheControl);
