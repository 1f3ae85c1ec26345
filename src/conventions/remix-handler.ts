// React Router's loaders, actions and middleware as handlers and middleware of a route.

import { isData } from "../compat/react-router.ts";
import { RouterContextProvider } from "../compat/router-context.ts";
import { isResponse } from "../http/reply.ts";
import type { Handler, MethodHandler, Middleware, Route, RouteEvent } from "../routing/route.ts";
import { attempt } from "./answer.ts";
import type { Report, SourceFile } from "./convention.ts";
import { contextOf } from "./load-context.ts";
import { maxDurationOf } from "./max-duration.ts";
import { Arguments } from "./remix-arguments.ts";
import type { Failed } from "./remix-entry.ts";
import type { Seen } from "./remix-instrumentations.ts";
import { relocate, type Mount } from "./remix-redirect.ts";
import type { Placed } from "./router-tree.ts";

const ACTION_METHODS = ["POST", "PUT", "PATCH", "DELETE"] as const;

export type DataFunction = (given: Arguments) => unknown;
export type RouterMiddleware = (given: Arguments, next: () => Promise<Response>) => unknown;

/** A route with its module. */
export interface Found extends Placed {
  source: SourceFile;
  exports: readonly string[];
}

/** A route's layouts. */
export interface Inside {
  /** Whether middleware runs around it, which shares its context. */
  guarded: boolean;
  /** Segments of the URL that each layout around it takes. */
  outer: readonly number[];
  mount: Mount;
  failed: Failed;
  /** Puts what entry.server has to see them run around its functions. */
  seen: Seen;
}

export async function loadMethods(
  route: Found,
  inside: Inside,
  report: Report,
): Promise<Pick<Route, "methods" | "any" | "maxDuration">> {
  let module: Record<string, unknown>;
  try {
    module = await route.source.load();
  } catch (error) {
    report.failed(route.source, error);
    return { methods: {}, any: { handler: () => Promise.reject(error), middleware: [] } };
  }
  const methods: Route["methods"] = {};
  for (const name of ["loader", "action"] as const) {
    const value = module[name];
    if (value === undefined) continue;
    if (typeof value !== "function") {
      report.mistake(route.source, `\`${name}\` must be a function.`);
      continue;
    }
    const handler: MethodHandler = {
      handler: toHandler(inside.seen(name, value as DataFunction), route, inside),
      middleware: [],
    };
    for (const method of name === "loader" ? (["GET"] as const) : ACTION_METHODS) methods[method] = handler;
    // React Router calls loaders for OPTIONS too. Only one that mentions it (such as for CORS) is meant to answer it.
    if (name === "loader" && /["'`]OPTIONS["'`]/.test(await route.source.text())) methods.OPTIONS = handler;
  }
  return { methods, maxDuration: maxDurationOf(module, (message) => report.mistake(route.source, message)) };
}

function toHandler(run: DataFunction, route: Found, { guarded, outer, mount, failed }: Inside): Handler {
  return (event: RouteEvent) => {
    const context = guarded ? contextOf(event) : new RouterContextProvider();
    const located = (answer: unknown) => relocate(answer, event, { outer, mount });
    const given = new Arguments(event, route, context);
    return attempt(
      () => run(given),
      (value) => located(toAnswer(value)),
      (thrown) => {
        failed(thrown, event, given);
        return located(recover(thrown));
      },
    );
  };
}

function recover(thrown: unknown): unknown {
  if (isResponse(thrown)) return thrown;
  if (isData(thrown)) return toAnswer(thrown);
  throw thrown;
}

export function toMiddleware(run: RouterMiddleware, route: Found, failed: Failed): Middleware {
  return async (event, next) => {
    let inside: Promise<Response> | undefined;
    const proceed = () => (inside = next().catch((error: unknown) => unexpected(error, event)));
    const once = async () => {
      if (inside) throw new Error("You may only call `next()` once per middleware");
      return proceed();
    };
    const given = new Arguments(event, route, contextOf(event));
    try {
      const value = await run(given, once);
      return value === undefined ? await (inside ?? proceed()) : toAnswer(value);
    } catch (thrown) {
      failed(thrown, event, given);
      return recover(thrown);
    }
  };
}

/** In React Router `next()` never rejects: a fault inside is a 500 that middleware can still add to. */
function unexpected(fault: unknown, event: RouteEvent): Response {
  // The fault is answered here, so only `waitUntil` can bring it to the log.
  event.waitUntil(Promise.reject(fault));
  return new Response("Unexpected Server Error", { status: 500, headers: { "content-type": "text/plain" } });
}

/** React Router's two own values: `null` is JSON, `data()` carries status and headers. */
function toAnswer(value: unknown): unknown {
  if (value === null) return Response.json(null);
  if (!isData(value)) return value;
  const init = value.init ?? {};
  const status = init.status ?? 200;
  if (status >= 300 && status < 400) return new Response(null, init);
  if (status === 204 || status === 205) return new Response(null, init);
  return Response.json(value.data ?? null, init);
}
