// Options of a cache, and its type.

import type { Fetch } from "../routing/route.ts";
import type { Purge } from "./purges/purge-log.ts";
import type { Store } from "./store.ts";

/** Options of `cache()`. */
export interface CacheOptions {
  /** The store of answers. Default `memory()`: 64 MiB. */
  store?: Store;
  /** The clock, in milliseconds. Default: that of the computer, looked at once in each turn of the event loop. */
  now?: () => number;
  /**
   * The one origin that is served, such as `https://example.com`. With it, a request's `Host` has no
   * part in the key: nobody can fill the cache, or another's answers, by sending another one.
   * Default: none, and each host has entries of its own.
   */
  origin?: string;
  /** Bytes of an answer that are kept for those who come later; longer ones are only passed on. Default 16 MiB. */
  maxEntryBytes?: number;
  /** Bytes kept of all answers that are arriving, together. Default 64 MiB. */
  maxArrivingBytes?: number;
  /** Seconds for which an answer of status 400 and above may be reused at most. Default 10. */
  maxErrorAge?: number;
  /** Seconds for which a stale answer may be served when the origin cannot be reached at all. Default 60. */
  maxStaleUnreachable?: number;
  /** Milliseconds that one slow reader may hold up the others of a long answer. Default 10,000. */
  readerStall?: number;
  /**
   * Store and share answers that set cookies, as RFC 9111 §7.3 allows. Default false: such an
   * answer is for the one who asked. Turn it on only for an origin whose cookies are the same for all.
   */
  shareCookies?: boolean;
  /**
   * Milliseconds after which a client may have a fresh answer validated again by `Cache-Control: no-cache`,
   * `max-age` or `min-fresh` (RFC 9111 §5.2.1): asking more often is answered from the store, so that a header
   * cannot make the origin work. 0 heeds every such request, `Infinity` none. Default 1,000.
   */
  reloadInterval?: number;
  /** The cache's name in `Cache-Status`. Default `offprint`. */
  name?: string;
}

/** A cache is a fetch that can be purged. */
export interface Cache extends Fetch {
  (request: Request): Response | Promise<Response>;
  /** Purges here, and for every process that shares the store. */
  purge(purge: Purge): void;
  /** Answers that are being fetched: for metrics. */
  readonly arriving: number;
  /** Ends the cache: waits until what is to be stored is stored. */
  close(): Promise<void>;
}
