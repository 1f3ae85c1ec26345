// A route: the one form in which conventions hand files to the rest of the server.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { CachePolicy } from "../http/cache-control.ts";
import type { Cookies } from "../http/cookies.ts";

/** A request in, a response out: what apps, pools and caches are. */
export type Fetch = (request: Request) => Response | Promise<Response>;

export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "QUERY", "OPTIONS"] as const;
/** The methods that a route may export a handler for. */
export type Method = (typeof METHODS)[number];

/** Path parameters, percent-decoded; a catch-all is an array of segments. */
export type Params = Record<string, string | string[] | undefined>;

/** The argument of a handler. */
export interface RouteEvent<P = Record<string, string>, Q = Record<string, string>> {
  request: Request;
  /** The request's URL with the configured origin (never the client's `Host`). */
  url: URL;
  /** Path parameters, percent-decoded segment by segment. A catch-all (`[...rest]`) is an array. */
  params: P;
  /** Query parameters: the last value of each name, or what the route's `query` schema made. */
  query: Q;
  /** Values that middleware set with `next({ context })`. */
  context: Record<string, unknown>;
  cookies: Cookies;
  /** Aborts when the client has gone or the deadline has passed. */
  signal: AbortSignal;
  /** Work that goes on after the answer; the server's graceful stop waits for it. */
  waitUntil(work: Promise<unknown>): void;
}

/**
 * Answers a request: an Asset, a Response, a string, bytes, a stream, an (async) iterable of
 * strings or bytes, or plain data (JSON).
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a handler's own event type may be narrower
export type Handler = (event: RouteEvent<any, any>) => unknown;

/** Options of a middleware's `next()`. */
export interface NextOptions {
  /** Added to the handler's context. */
  context?: Record<string, unknown>;
  /** Another route, which answers in place of the one that was found. */
  to?: { route: Route; params: Record<string, string> };
  /** Errors thrown inside are already an answer here, so that middleware can add fields to the 500. */
  answersFaults?: boolean;
}

/**
 * Runs around a handler. `next()` gives the Response of what is inside; `next({ context })` adds
 * to the handler's context. Not calling `next` answers in the handler's place.
 */
export type Middleware = (event: RouteEvent, next: (options?: NextOptions) => Promise<Response>) => unknown;

/** A handler with the middleware of its own. */
export interface MethodHandler {
  handler: Handler;
  middleware: readonly Middleware[];
}

/** The pattern of what runs for a path that is nobody's: a guard that a framework puts around every path. */
export const ELSEWHERE = "*";

/** One URL pattern and what answers it. */
export interface Route {
  /** rou3 pattern, such as `/reports/:id.pdf`; or {@link ELSEWHERE}. */
  pattern: string;
  /** The file that it came from, relative to the project. */
  file: string;
  methods: Partial<Record<Method, MethodHandler>>;
  /** Answers methods that are not in `methods` (TanStack's `ANY`). */
  any?: MethodHandler;
  /** Around every method: outermost first. */
  middleware: readonly Middleware[];
  /** Found without regard to the case of letters in its text. Default: with regard to it. */
  anyCase?: true;
  /** Parameters that are catch-alls: arrays of segments. */
  catchAll?: string;
  /**
   * Answers methods other than GET and HEAD at the path with a slash after it too, as if it were not there.
   * Default: 308 to the path without, for every method.
   */
  servesSlash?: boolean;
  /** Its path ends in a slash, unless it has an extension: 308 from the one without. */
  endsInSlash?: boolean;
  /** A file: where another route has the same address, that answers. */
  yields?: true;
  /** False: answers go out as they are, uncompressed. */
  compress?: false;
  /** Content type by the pattern's extension; `undefined` when a parameter decides or there is none. */
  type?: string;
  cache?: CachePolicy;
  /** Seconds for which an answer may take to begin; 504 beyond. Default: the configuration's `maxDuration`. */
  maxDuration?: number;
  /** Answers signed URLs alone: its middleware begins with the check. */
  signed?: true;
  /** Told of what a body throws after its handler has answered: a framework's hook for faults. */
  bodyFailed?(error: unknown, event: RouteEvent): void;
  paramsSchema?: StandardSchemaV1;
  querySchema?: StandardSchemaV1;
  /** Parameters of pages worth showing, warming and exporting. */
  examples?:
    | readonly Record<string, string | string[]>[]
    | (() => Promise<readonly Record<string, string | string[]>[]>);
}
