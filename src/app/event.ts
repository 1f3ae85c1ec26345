// The argument of a handler. Its parts are made when they are first read: unread parts cost nothing, and no answer depends on them.

import { type Cookies, RequestCookies } from "../http/cookies.ts";
import { randomDraws } from "../http/random-draws.ts";
import { Reads } from "../http/reads.ts";
import { TrackedRequest } from "../http/tracked-request.ts";
import { TrackedURL } from "../http/tracked-url.ts";
import type { RouteEvent } from "../routing/route.ts";

/** One request on its way through guards, middleware and handler. */
export class Event implements RouteEvent {
  params: Record<string, string>;
  context: Record<string, unknown> = {};
  /** The parts of the request that were read: they tell caches for which requests the answer holds. */
  readonly reads = new Reads();
  /** True once the query was handed out, to be looked at now or later. */
  queryGiven = false;
  /** Names that a declared query schema knows, where it tells them. */
  queryNames: readonly string[] | undefined;
  /** Path in canonical form, without the query. */
  readonly path: string;
  /** The `Cache-Control` that was made of the route's policy, in place of one of its handler's. */
  policyField: string | undefined;
  /** The `No-Vary-Search` that was made of what was read. */
  searchField: string | undefined;
  /** Random numbers drawn before. */
  readonly draws = randomDraws();
  /** `reads.count` when an answer's headers were last made by it. */
  toldReads = 0;
  /** True once no middleware can tell an answer's head anew. */
  isTold = false;
  readonly #request: Request;
  readonly #search: string;
  /** Scheme and authority of its URL. */
  readonly origin: string;
  #tracked: TrackedRequest | undefined;
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
    this.origin = origin;
  }

  get request(): TrackedRequest {
    return (this.#tracked ??= new TrackedRequest(this.#request, this.reads));
  }

  get url(): URL {
    return (this.#url ??= new TrackedURL(this.path + this.#search, this.origin, this.reads));
  }

  get query(): Record<string, string> {
    this.queryGiven = true;
    return (this.#query ??= this.#watched(this.sentQuery()));
  }

  /** Whether something was handed out by which more of the request may be read later. */
  get given(): boolean {
    return this.#tracked !== undefined || this.#cookies !== undefined || this.#url !== undefined;
  }

  /** Notes which names are looked at: the answer depends on those, and on no other. */
  #watched(query: Record<string, string>): Record<string, string> {
    const { reads } = this;
    const read = (name: string | symbol): void => {
      if (typeof name === "string") reads.queryName(name);
    };
    return new Proxy(query, {
      get: (target, name) => (read(name), Reflect.get(target, name) as unknown),
      has: (target, name) => (read(name), Reflect.has(target, name)),
      ownKeys: (target) => (reads.wholeQuery(), Reflect.ownKeys(target)),
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

  /** The parts of the query that were read, as they were sent: `?page=2`, or nothing. */
  readQuery(): string {
    const { search, names } = this.reads;
    if (search && !this.queryNames) return this.#search;
    const read = [...new URLSearchParams(this.#search)].filter(
      ([name]) => names?.has(name) || this.queryNames?.includes(name),
    );
    return read.length > 0 ? `?${new URLSearchParams(read)}` : "";
  }

  get cookies(): Cookies {
    return (this.#cookies ??= new RequestCookies(this.#request, this.reads));
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  waitUntil(work: Promise<unknown>): void {
    const request = this.#request as Request & { waitUntil?(work: Promise<unknown>): void };
    if (request.waitUntil) request.waitUntil(work);
    // An unhandled rejection would end the process, and the answer has been sent: it is only logged.
    else work.catch((error: unknown) => console.error(error));
  }

  /** Puts the validated query in place of the raw one; its names are all that the answer depends on. */
  useQuery(query: unknown, names: readonly string[] | undefined): void {
    this.#query = query as Record<string, string>;
    this.queryNames = names;
    if (!names) this.reads.wholeQuery();
  }

  /** Cookies if any code has asked for them. */
  get usedCookies(): RequestCookies | undefined {
    return this.#cookies;
  }
}
