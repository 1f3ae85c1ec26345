// A handler of Next.js as a handler of ours: NextRequest in, params as a promise, cookies() out.

import { ambientIfAny, runWithin, wantAmbient, type Ambient } from "../compat/ambient.ts";
import { stringifyCookie } from "../compat/next/cookies.ts";
import { stagedCookies } from "../compat/next/headers.ts";
import { dataOf } from "../compat/next/data-of-answer.ts";
import { answerOf } from "../compat/next/navigation.ts";
import { enterPhase, markAnswered, type Phase } from "../compat/next/phase.ts";
import { forwardingOf } from "../compat/next/response.ts";
import { viewOf, type NextRequest, type RequestSource, type Site } from "../compat/next/request.ts";
import { cacheControl, toSeconds, type CachePolicy } from "../http/cache-control.ts";
import { HttpError } from "../error.ts";
import { readsOf, untracked } from "../http/tracked-request.ts";
import type { Handler, RouteEvent } from "../routing/route.ts";
import { attempt, withHeaders } from "./answer.ts";
import { isResponse } from "../http/reply.ts";
import type { Segment } from "./next-segment.ts";

export type NextParams = Record<string, string | string[]>;
/** A handler of Next.js. It takes two arguments there; `event` is for handlers of ours, such as metadata files. */
export type NextHandler = (
  request: NextRequest,
  context: { params: Promise<NextParams> & NextParams },
  event: RouteEvent,
) => unknown;

/** Options that all handlers of a route share. */
export interface Wrapping {
  segment: Segment;
  /** The tag by which `revalidatePath()` knows the file. */
  tag: string;
  /** How the project lays out its addresses. */
  site: Site;
  /** Whether parameters come in a promise, as since Next.js 15; before it a plain object, which some validate. */
  promised: boolean;
  /** Called with a thrown value that stands for no response: a fault. */
  failed(thrown: unknown, event: RouteEvent): void;
  /** Framework's name of each parameter, by its name in the pattern. */
  names: Readonly<Record<string, string>>;
  /** Whether `generateStaticParams` knows these params; always true without one. */
  isKnown(params: NextParams): Promise<boolean> | boolean;
}

/** Wraps a handler of Next.js. */
export function wrap(
  run: NextHandler,
  { segment, tag, site, promised, failed, names, isKnown }: Wrapping,
): Handler {
  const { dynamic, cache, dynamicParams } = segment;
  if (segment.fetchCache !== undefined) wantAmbient();
  const answer = (event: RouteEvent, params: NextParams): unknown => {
    const visit = new Visit(event, segment, tag, site);
    if (dynamic === "force-dynamic") readsOf(event.request)?.forThisOneAlone();
    const request = viewOf(dynamic === "force-static" ? { ...impersonal(event), site } : visit);
    const given = promised ? later(params) : params;
    const value = runWithin(event, request, () => call(run, visit, request, given, failed));
    return cache
      ? attempt(
          () => value,
          (settled) => withPolicy(settled, visit, cache),
          rethrow,
        )
      : value;
  };
  return (event: RouteEvent) => {
    const params = toParams(event.params as NextParams, names);
    if (dynamicParams) return answer(event, params);
    return Promise.resolve(isKnown(params)).then((known) => {
      if (!known) throw new HttpError(404);
      return answer(event, params);
    });
  };
}

/** State of one request at a route: its declarations, and whether its handler has read headers or cookies. */
class Visit implements Phase, RequestSource {
  readonly event: RouteEvent;
  readonly dynamic: Phase["dynamic"];
  readonly fetchCache: Phase["fetchCache"];
  readonly tag: string;
  readonly site: Site;
  personal = false;
  answered = false;
  waiting: Phase["waiting"];

  constructor(event: RouteEvent, { dynamic, fetchCache }: Segment, tag: string, site: Site) {
    this.event = event;
    this.dynamic = dynamic;
    this.fetchCache = fetchCache;
    this.tag = tag;
    this.site = site;
  }

  request(): Request {
    return this.event.request;
  }

  onPersonal(): void {
    if (this.dynamic === "error")
      throw new Error(
        'This route has `dynamic = "error"`, so it must not depend on the request, and it read its headers.',
      );
    this.personal = true;
  }
}

const rethrow = (thrown: unknown): never => {
  throw thrown;
};

/**
 * Overrides the route's public cache policy if its handler has read headers or cookies, or was given data that is good
 * for less.
 */
function withPolicy(value: unknown, visit: Visit, policy: CachePolicy): unknown {
  if (!isResponse(value) || value.headers.has("cache-control")) return value;
  const seconds = dataOf(visit.event)?.revalidate ?? Infinity;
  const control = visit.personal
    ? "private, no-cache"
    : seconds < toSeconds(policy.sharedMaxAge ?? 0)
      ? cacheControl({ ...policy, sharedMaxAge: seconds })
      : undefined;
  if (control === undefined) return value;
  return withHeaders(value, (headers) => headers.set("cache-control", control));
}

function call(
  run: NextHandler,
  visit: Visit,
  request: NextRequest,
  params: NextParams | Promise<NextParams>,
  failed: Wrapping["failed"],
): unknown {
  const current = ambientIfAny();
  if (current) enterPhase(current, visit);
  return attempt(
    () => run(request, { params: params as ReturnType<typeof later<NextParams>> }, visit.event),
    (value) => finish(value, visit, current),
    (thrown) => {
      const value = isResponse(thrown) ? thrown : answerOf(thrown);
      if (value !== undefined) return finish(value, visit, current);
      markAnswered(visit);
      failed(thrown, visit.event);
      throw thrown;
    },
  );
}

function finish(value: unknown, visit: Visit, current: Ambient | undefined): unknown {
  if (isResponse(value) && forwardingOf(value))
    throw new Error(
      "NextResponse.next() and NextResponse.rewrite() are answers of a proxy, not of a route handler.",
    );
  if (!current) return value;
  markAnswered(visit);
  const cookies = stagedCookies(current);
  if (cookies.length === 0) return value;
  visit.personal = true;
  if (isResponse(value)) return withCookies(value, cookies.map(stringifyCookie));
  // An asset has no headers: its cookies go through the event.
  for (const { name, value: text, expires, sameSite = false, httpOnly = false, ...rest } of cookies)
    visit.event.cookies.set(name, text, {
      ...rest,
      sameSite,
      httpOnly,
      expires: expires === undefined ? undefined : new Date(expires),
    });
  return value;
}

/**
 * Adds cookies before the answer's own, which win in browsers since the last of one name does. The answer's own get
 * `Path=/` if they have no path, as in Next.js.
 */
function withCookies(response: Response, cookies: readonly string[]): Response {
  return withHeaders(response, (headers) => {
    const own = headers.getSetCookie();
    headers.delete("set-cookie");
    for (const cookie of [...cookies, ...own.map(withPath)]) headers.append("set-cookie", cookie);
  });
}

const withPath = (cookie: string): string =>
  /;\s*path=/i.test(cookie) ? cookie : cookie.replace(/^[^;]*/, "$&; Path=/");

/** A promise that can also be read at once, as Next.js allowed while code moved to the promise. */
export function later<T extends object>(value: T): Promise<T> & T {
  const promise = Promise.resolve(value);
  for (const name in value)
    if (!(name in promise)) Object.defineProperty(promise, name, { value: value[name], enumerable: true });
  return promise as Promise<T> & T;
}

/** Parameters by the framework's own names. */
export function toParams(given: NextParams, names: Readonly<Record<string, string>>): NextParams {
  const params: NextParams = {};
  for (const name in given) params[names[name] ?? name] = given[name]!;
  return params;
}

/** The request of a `force-static` route: the URL without its query, no headers, no cookies; a body that was sent. */
function impersonal(event: RouteEvent) {
  const { url, method, body } = untracked(event.request);
  const { origin, pathname } = new URL(url);
  const bare = new Request(origin + pathname, { method, body, duplex: "half" } as RequestInit);
  return { request: () => bare };
}
