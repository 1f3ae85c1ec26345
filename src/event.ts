// What a handler is given, made lazily: what nobody looks at costs nothing and cannot matter.

import { RequestCookies } from "./http/cookies.ts";
import type { Cookies, RouteEvent } from "./route.ts";

/** One request on its way through middleware and handler. */
export class Event implements RouteEvent {
  params: Record<string, string>;
  context: Record<string, unknown> = {};
  /**
   * True once something was read that holds the query string. An answer made without looking at it
   * is the same for every query, and caches are told so (`No-Vary-Search`).
   */
  searchRead = false;
  /** True once the query was handed out, to be looked at now or later. */
  queryGiven = false;
  /** Names in the query that were looked at one by one. */
  queryRead: Set<string> | undefined;
  /** Names that a declared query schema knows, where it tells them. */
  queryNames: readonly string[] | undefined;
  /** Path in canonical form, without the query. */
  readonly path: string;
  readonly #request: Request;
  readonly #search: string;
  readonly #origin: string;
  #url: URL | undefined;
  #query: Record<string, string> | undefined;
  #cookies: RequestCookies | undefined;

  constructor(
    request: Request,
    path: string,
    search: string,
    params: Record<string, string>,
    origin: string,
  ) {
    this.#request = request;
    this.path = path;
    this.#search = search;
    this.params = params;
    this.#origin = origin;
  }

  get request(): Request {
    this.searchRead = true;
    return this.#request;
  }

  get url(): URL {
    this.searchRead = true;
    return (this.#url ??= new URL(this.path + this.#search, this.#origin));
  }

  get query(): Record<string, string> {
    this.queryGiven = true;
    return (this.#query ??= this.#watched(this.sentQuery()));
  }

  /** Notes which names are looked at: the answer depends on those, and on no other. */
  #watched(query: Record<string, string>): Record<string, string> {
    const names = (this.queryRead = new Set<string>());
    const read = (name: string | symbol): void => {
      if (typeof name === "string") names.add(name);
    };
    const all = (): void => {
      this.searchRead = true;
    };
    return new Proxy(query, {
      get: (target, name) => (read(name), Reflect.get(target, name) as unknown),
      has: (target, name) => (read(name), Reflect.has(target, name)),
      ownKeys: (target) => (all(), Reflect.ownKeys(target)),
      getOwnPropertyDescriptor: (target, name) => (
        read(name),
        Reflect.getOwnPropertyDescriptor(target, name)
      ),
    });
  }

  /** The query as it was sent: the last value of each name. */
  sentQuery(): Record<string, string> {
    return Object.fromEntries(new URLSearchParams(this.#search));
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
    if (!names) this.searchRead = true;
  }

  /** Cookies if any code has asked for them. */
  get usedCookies(): RequestCookies | undefined {
    return this.#cookies;
  }
}
