// What a handler is given, made lazily: what nobody looks at costs nothing and cannot matter.

import { RequestCookies } from "./http/cookies.ts";
import type { Cookies, RouteEvent } from "./route.ts";

/** Path of a request target's URL, as it was sent: no decoding, no query. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  if (start < 0) return "/";
  const query = url.indexOf("?", start);
  const fragment = url.indexOf("#", start);
  const end = query < 0 || (fragment >= 0 && fragment < query) ? fragment : query;
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

/** The query of a URL with its `?`, or `""`. */
export function searchOf(url: string): string {
  const start = url.indexOf("?");
  if (start < 0) return "";
  const end = url.indexOf("#", start);
  return end < 0 ? url.slice(start) : url.slice(start, end);
}

/** One request on its way through middleware and handler. */
export class Event implements RouteEvent {
  params: Record<string, string>;
  context: Record<string, unknown> = {};
  /**
   * True once something was read that holds the query string. An answer made without looking at it
   * is the same for every query, and caches are told so (`No-Vary-Search`).
   */
  searchRead = false;
  /** Names that a declared query schema knows, where it tells them. */
  queryNames: readonly string[] | undefined;
  readonly #request: Request;
  readonly #origin: string;
  #url: URL | undefined;
  #query: Record<string, string> | undefined;
  #cookies: RequestCookies | undefined;

  constructor(request: Request, params: Record<string, string>, origin: string) {
    this.#request = request;
    this.params = params;
    this.#origin = origin;
  }

  get request(): Request {
    this.searchRead = true;
    return this.#request;
  }

  get url(): URL {
    this.searchRead = true;
    return (this.#url ??= new URL(pathOf(this.#request.url) + searchOf(this.#request.url), this.#origin));
  }

  get query(): Record<string, string> {
    this.searchRead = true;
    return (this.#query ??= this.sentQuery());
  }

  /** The query as it was sent: the last value of each name. */
  sentQuery(): Record<string, string> {
    return Object.fromEntries(new URLSearchParams(searchOf(this.#request.url)));
  }

  get cookies(): Cookies {
    return (this.#cookies ??= new RequestCookies(this.#request.headers.get("cookie")));
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  waitUntil(work: Promise<unknown>): void {
    const request = this.#request as Request & { waitUntil?(work: Promise<unknown>): void };
    if (request.waitUntil) request.waitUntil(work);
    // A failure after the answer concerns nobody who waits, but must not end the process.
    else work.catch((error: unknown) => console.error(error));
  }

  /** Puts the validated query in place of the raw one; its names are all that the answer depends on. */
  useQuery(query: unknown, names: readonly string[] | undefined): void {
    this.#query = query as Record<string, string>;
    this.queryNames = names;
  }

  /** Cookies if any code has asked for them. */
  get usedCookies(): RequestCookies | undefined {
    return this.#cookies;
  }
}
