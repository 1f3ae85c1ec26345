// One request through one route: method, middleware, handler, answer.

import { isAsset } from "../asset.ts";
import { turnTime } from "../process/turn-clock.ts";
import { makeAbortable } from "./max-duration.ts";
import { Walk } from "./walk.ts";
import { HttpError, isHttpError } from "../error.ts";
import type { Event } from "./event.ts";
import { afterOutcome } from "../http/outcome.ts";
import { problem } from "../http/problem.ts";
import { isResponse, toResponse } from "../http/reply.ts";
import { bodyFault, watchBody } from "../http/request-body.ts";
import { ServerTiming } from "../http/server-timing.ts";
import { failed, isSafe, respond, tellAgain } from "./respond.ts";
import type { Answering } from "./answering.ts";
import {
  METHODS,
  type Handler,
  type Method,
  type MethodHandler,
  type Middleware,
  type NextOptions,
  type Route,
} from "../routing/route.ts";
import { schemaKeys, validate } from "../routing/schema.ts";

/**
 * Milliseconds below which `load` is not reported in Server-Timing, but for assets. The clock is read once a turn of the
 * event loop, so a synchronous handler's time is not known.
 */
const NOTABLE_MS = 2;

/**
 * Runs the handler of the request's method inside the route's middleware. Returns a plain value when nothing is
 * asynchronous: each promise more costs about as much as writing a header field (measured).
 *
 * @throws HttpError where no handler answers the method.
 */
export function dispatch(
  route: Route,
  event: Event,
  request: Request,
  app: Answering,
): Response | Promise<Response> {
  // No middleware could copy the request.
  if (FORBIDDEN.has(request.method)) throw notAllowed(405, allowed(route));
  const abort = makeAbortable(request);
  const { handler, middleware } = choose(route, request.method);
  watchBody(request);
  if (middleware.length === 0 && route.middleware.length === 0 && !route.paramsSchema && !route.querySchema) {
    event.isTold = true;
    const walk = new Walk(route, event, request, app, abort, handler, false);
    const answered = handle(walk);
    return answered instanceof Promise && !walk.waits ? waitFor(walk, answered) : answered;
  }
  const layers = middleware.length > 0 ? [...route.middleware, ...middleware] : route.middleware;
  const walk = new Walk(route, event, request, app, abort, handler, true);
  return waitFor(
    walk,
    around(walk, layers, 0)
      .then((response) => tellAgain(response, event, walk.route, request, app))
      .catch((error: unknown) => failed(error, event, walk.route, request, app)),
  );
}

/** The answer, or a 504 at the deadline. It resolves after all listeners for its outcome have run. */
function waitFor(walk: Walk, answered: Promise<Response>): Promise<Response> {
  const told = isSafe(walk.request) ? answered : afterOutcome(answered, walk.event.reads);
  return walk.wait(told, same, rethrow);
}

const same = (response: Response): Response => response;
const rethrow = (error: unknown): never => {
  throw error;
};

/** Turns a fault into an answer, or, inside a middleware, into a fault of that. */
function fail({ wrapped, app, request, event, route }: Walk, error: unknown): Response {
  if (wrapped) throw error;
  return failed(error, event, route, request, app);
}

/** The innermost step: the handler, and its value as a Response. */
function handle(walk: Walk): Response | Promise<Response> {
  walk.from = turnTime();
  let value: unknown;
  try {
    value = walk.handler(walk.event);
  } catch (error) {
    return recover(walk, error);
  }
  const isPromise = value instanceof Promise;
  if (!isPromise && !isThenable(value)) return answer(walk, value);
  const loading = isPromise ? (value as Promise<unknown>) : Promise.resolve(value);
  const goOn = (loaded: unknown) => answer(walk, loaded);
  const catchIt = (error: unknown) => recover(walk, error);
  // With middleware or listeners for the outcome, the deadline is set around them instead, by `waitFor`.
  return walk.wrapped || !isSafe(walk.request)
    ? loading.then(goOn, catchIt)
    : walk.wait(loading, goOn, catchIt);
}

/** Goes on with a thrown answer; any other error is a fault. */
function recover(walk: Walk, error: unknown): Response | Promise<Response> {
  let told: Response;
  try {
    told = toAnswer(error);
  } catch (fault) {
    return fail(walk, fault);
  }
  return answer(walk, told);
}

function answer(walk: Walk, value: unknown): Response | Promise<Response> {
  const { route, event, request, app } = walk;
  const timing = new ServerTiming();
  try {
    const made = isAsset(value);
    // Reading the clock takes half as long as a small answer, and a negligible part of the time of an asset.
    const ms = (made ? Date.now() : turnTime()) - walk.from;
    // Negative after the clock was set back.
    if (ms >= NOTABLE_MS || (made && ms >= 0)) timing.add("load", ms);
    const response = respond(value, event, route, request, app, timing);
    return response instanceof Promise ? response.catch((error: unknown) => fail(walk, error)) : response;
  } catch (error) {
    return fail(walk, error);
  }
}

async function handleDeclared(walk: Walk): Promise<Response> {
  const refused = await answerOf(() => useSchemas(walk.event, walk.route));
  return refused
    ? respond(refused, walk.event, walk.route, walk.request, walk.app, new ServerTiming())
    : handle(walk);
}

/** Each middleware is given a `next` that runs all that is inside it. */
async function around(walk: Walk, layers: readonly Middleware[], index: number): Promise<Response> {
  const { route, event, request, app } = walk;
  const middleware = layers[index];
  if (!middleware) return handleDeclared(walk);
  let inside: Promise<Response> | undefined;
  const next: Parameters<Middleware>[1] = (options) => {
    if (inside) throw new Error(`A middleware of ${route.file} called next() twice.`);
    if (options?.context) event.context = { ...event.context, ...options.context };
    inside = options?.to ? goTo(options.to, walk) : around(walk, layers, index + 1);
    if (options?.answersFaults)
      inside = inside.catch((error: unknown) => failed(error, event, walk.route, request, app));
    // A middleware that throws without waiting for it leaves nobody to catch what happens inside.
    inside.catch(() => {});
    return inside;
  };
  const value = await answerOf(() => middleware(event, next));
  const inner = await (inside as Promise<Response> | undefined)?.catch(() => undefined);
  if (value === undefined && inside) return inside;
  if (value === undefined)
    throw new Error(`A middleware of ${route.file} returned nothing: return next(), or an answer.`);
  // An answer from inside is complete; a Response that the middleware made is not.
  return value === inner && inner
    ? inner
    : respond(value, event, walk.route, request, app, new ServerTiming());
}

/** Another route in place of the one that was found, for the same request. */
async function goTo({ route, params }: NonNullable<NextOptions["to"]>, walk: Walk): Promise<Response> {
  const { handler, middleware } = choose(route, walk.request.method);
  walk.event.params = params;
  // After a rewrite the middleware answers for the new route, so the cache policy is that route's, not the requested one's.
  Object.assign(walk, { route, handler });
  return around(walk, [...route.middleware, ...middleware], 0);
}

/** The answer of code that returns it or throws it: a thrown Response is the response. */
async function answerOf(code: () => unknown): Promise<unknown> {
  try {
    return await code();
  } catch (error) {
    return toAnswer(error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** @throws the error itself, unless it is an answer. */
function toAnswer(error: unknown): Response {
  if (isResponse(error)) return error;
  const told = isHttpError(error) ? error : bodyFault(error);
  if (told) return toResponse(problem(told));
  throw error;
}

async function useSchemas(event: Event, route: Route): Promise<void> {
  if (route.paramsSchema)
    event.params = (await validate(route.paramsSchema, event.params, 404)) as Record<string, string>;
  if (!route.querySchema) return;
  const names = schemaKeys(route.querySchema);
  const sent = Object.entries(event.sentQuery());
  // Parameters that the route does not declare cannot change its answer: those of trackers neither fail nor fill a cache.
  const known = Object.fromEntries(names ? sent.filter(([name]) => names.includes(name)) : sent);
  event.useQuery(await validate(route.querySchema, known, 400), names);
}

/** The handler of a method (RFC 9110 §9): GET answers HEAD; OPTIONS and 405 list the methods that are there. */
function choose(route: Route, method: string): MethodHandler {
  const { methods } = route;
  if (method === "GET" && methods.GET) return methods.GET;
  const known = (METHODS as readonly string[]).includes(method);
  const own = known ? methods[method as Method] : undefined;
  if (own) return own;
  if (method === "HEAD" && methods.GET) return methods.GET;
  if (known && route.any) return route.any;
  const allow = allowed(route);
  if (method === "OPTIONS") return answering(() => new Response(null, { status: 204, headers: { allow } }));
  return answering(() => {
    throw notAllowed(known ? 405 : 501, allow);
  });
}

/** Methods that no `Request` can have (Fetch §2.2.1): a server's own says them, and its copies are errors. */
const FORBIDDEN: ReadonlySet<string> = new Set(["TRACE", "CONNECT", "TRACK"]);

function notAllowed(status: 405 | 501, allow: string): HttpError {
  const reason = status === 405 ? `Use ${allow}.` : "That method is not known here.";
  return new HttpError(status, { reason, headers: { allow } });
}

function answering(handler: Handler): MethodHandler {
  return { handler, middleware: [] };
}

/** The value of `Allow` (RFC 9110 §10.2.1): GET brings HEAD, and OPTIONS is always answered. */
export function allowed(route: Route): string {
  const there = (method: Method): boolean =>
    method === "OPTIONS" ||
    route.any !== undefined ||
    route.methods[method] !== undefined ||
    (method === "HEAD" && route.methods.GET !== undefined);
  return METHODS.filter(there).join(", ");
}
