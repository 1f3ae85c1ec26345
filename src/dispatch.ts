// One request through one route: method, middleware, handler, answer.

import { HttpError, isHttpError } from "./error.ts";
import type { Event } from "./event.ts";
import { problem } from "./http/problem.ts";
import { toResponse } from "./http/reply.ts";
import { bodyFault, watchBody } from "./http/request-body.ts";
import { ServerTiming } from "./http/server-timing.ts";
import { isResponse, respond, type Answering } from "./respond.ts";
import {
  METHODS,
  type Handler,
  type Method,
  type MethodHandler,
  type Middleware,
  type Route,
} from "./route.ts";
import { schemaKeys, validate } from "./schema.ts";

/**
 * Runs the handler of the request's method inside the route's middleware.
 *
 * @throws whatever the handler or a middleware throws.
 */
export function dispatch(route: Route, event: Event, request: Request, app: Answering): Promise<Response> {
  const chosen = choose(route, request.method);
  watchBody(request);
  const layers =
    chosen.middleware.length > 0 ? [...route.middleware, ...chosen.middleware] : route.middleware;
  return around(layers, 0, event, chosen.handler, route, request, app);
}

/** Each middleware is given a `next` that runs all that is inside it. */
async function around(
  layers: readonly Middleware[],
  index: number,
  event: Event,
  handler: Handler,
  route: Route,
  request: Request,
  app: Answering,
): Promise<Response> {
  const timing = new ServerTiming();
  const middleware = layers[index];
  if (!middleware) {
    await useSchemas(route, event);
    const end = timing.start("load");
    const value = await answerOf(() => handler(event));
    end();
    return respond(value, event, route, request, app, timing);
  }
  let inside: Promise<Response> | undefined;
  const next: Parameters<Middleware>[1] = (options) => {
    if (inside) throw new Error(`A middleware of ${route.file} called next() twice.`);
    if (options?.context) event.context = { ...event.context, ...options.context };
    inside = around(layers, index + 1, event, handler, route, request, app);
    // A middleware that throws without waiting for it leaves nobody to catch what happens inside.
    inside.catch(() => {});
    return inside;
  };
  const value = await answerOf(() => middleware(event, next));
  const answer = value === undefined && inside ? await inside : value;
  if (answer === undefined)
    throw new Error(`A middleware of ${route.file} returned nothing: return next(), or an answer.`);
  // What came from inside is finished; a Response of the middleware's own is not.
  return inside && answer === (await inside.catch(() => undefined))
    ? (answer as Response)
    : respond(answer, event, route, request, app, timing);
}

/** What code answers, whether it returns or throws it: a thrown Response is the response. */
async function answerOf(code: () => unknown): Promise<unknown> {
  try {
    return await code();
  } catch (error) {
    if (isResponse(error)) return error;
    const told = isHttpError(error) ? error : bodyFault(error);
    if (told) return toResponse(problem(told));
    throw error;
  }
}

async function useSchemas(route: Route, event: Event): Promise<void> {
  if (route.paramsSchema)
    event.params = (await validate(route.paramsSchema, event.params, 404)) as Record<string, string>;
  if (!route.querySchema) return;
  const names = schemaKeys(route.querySchema);
  const sent = Object.entries(event.sentQuery());
  // What the route does not know cannot change its answer: trackers' parameters neither fail nor fill a cache.
  const known = Object.fromEntries(names ? sent.filter(([name]) => names.includes(name)) : sent);
  event.useQuery(await validate(route.querySchema, known, 400), names);
}

/** What answers a method, by RFC 9110 §9: HEAD by GET, OPTIONS and 405 by what is there. */
function choose(route: Route, method: string): MethodHandler {
  const { methods } = route;
  const known = (METHODS as readonly string[]).includes(method);
  const own = known ? methods[method as Method] : undefined;
  if (own) return own;
  if (method === "HEAD" && methods.GET) return methods.GET;
  if (known && route.any) return route.any;
  const allow = allowed(route);
  if (method === "OPTIONS") return answering(() => new Response(null, { status: 204, headers: { allow } }));
  return answering(() => {
    const status = known || method === "TRACE" || method === "CONNECT" ? 405 : 501;
    throw new HttpError(status, {
      reason: status === 405 ? `Use ${allow}.` : "That method is not known here.",
      headers: { allow },
    });
  });
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
