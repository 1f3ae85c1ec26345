// Middleware of TanStack Start as middleware of ours.

import { ambientIfAny, runWithin } from "../compat/ambient.ts";
import { isNotFound, isRedirect, type RedirectOptions } from "../compat/tanstack/router.ts";
import { applyStaged } from "../compat/tanstack/server.ts";
import type { MiddlewareResult, StartMiddleware } from "../compat/tanstack/middleware.ts";
import { HttpError } from "../error.ts";
import type { Middleware, RouteEvent } from "../routing/route.ts";
import { isResponse } from "../http/reply.ts";

/** The response that a thrown value stands for, or undefined for a fault. */
export function thrownAnswer(thrown: unknown): Response | undefined {
  if (isResponse(thrown)) return thrown;
  if (isNotFound(thrown)) throw new HttpError(404, { headers: thrown.headers });
  return undefined;
}

/** The path as TanStack Router shows it: decoded, except for escapes whose decoding changes the meaning. */
export function pathnameOf({ url: { pathname } }: RouteEvent): string {
  return pathname.replace(/(?:%(?!25|5c|7f|[01])[\da-f]{2})+/gi, (escapes) => {
    try {
      return decodeURI(escapes);
    } catch {
      return escapes;
    }
  });
}

/** An answer, and for a redirect to a path of the app, that path below the base of all URLs. */
export function toBase(answer: unknown, base: string): unknown {
  if (base === "" || !isResponse(answer) || !isRedirect(answer)) return answer;
  const { to, href } = (answer as Response & { options: RedirectOptions }).options;
  if (to === undefined || href !== undefined) return answer;
  const headers = new Headers(answer.headers);
  headers.set("location", base + (headers.get("location") ?? ""));
  return new Response(null, { status: answer.status, headers });
}

/**
 * Middleware of theirs as ours; undefined for one of the client alone.
 *
 * @param toParams gives parameters their names of TanStack's
 * @param base before each URL
 */
export function toMiddleware(
  one: StartMiddleware,
  toParams: (event: RouteEvent) => Record<string, string>,
  base: string,
): Middleware | undefined {
  const { server } = one.options;
  if (!server) return undefined;
  return (event, next) =>
    runWithin(event, event.request, async () => {
      const shown = { request: event.request, pathname: pathnameOf(event), params: toParams(event) };
      let inside: MiddlewareResult | undefined;
      const proceed = async (options?: { context?: Record<string, unknown> }): Promise<MiddlewareResult> => {
        const response = await next({ context: options?.context });
        return (inside = { ...shown, context: event.context, response });
      };
      try {
        const value = await server({
          ...shown,
          context: event.context,
          handlerType: "router",
          next: proceed,
        });
        return staged(toBase(isResponse(value) ? value : answerOf(value, inside), base));
      } catch (thrown) {
        const answer = thrownAnswer(thrown);
        if (!answer) throw thrown;
        return staged(toBase(answer, base));
      }
    });
}

/** Adds the headers that this middleware has set to the answer. */
function staged(answer: unknown): unknown {
  const current = ambientIfAny();
  return current && isResponse(answer) ? applyStaged(current, answer) : answer;
}

function answerOf(value: unknown, inside: MiddlewareResult | undefined): unknown {
  if (typeof value === "object" && value !== null && "response" in value && isResponse(value.response))
    return value.response;
  // A middleware that awaited `next()` and returned nothing keeps the inner answer.
  return value ?? inside?.response;
}
