// Handlers of TanStack Start's server routes as handlers of ours.

import { ambientIfAny, runWithin } from "../compat/ambient.ts";
import type { StartMiddleware } from "../compat/tanstack/middleware.ts";
import { isNotFound } from "../compat/tanstack/router.ts";
import { applyStaged, stagedStatus } from "../compat/tanstack/server.ts";
import { enterFunctions } from "../compat/tanstack/server-fn.ts";
import type { StartOptions } from "../compat/tanstack/start.ts";
import { HttpError } from "../error.ts";
import { isResponse } from "../http/reply.ts";
import { extensionOf, typeOfExtension } from "../http/types.ts";
import {
  METHODS,
  type Handler,
  type Method,
  type MethodHandler,
  type Middleware,
  type Route,
  type RouteEvent,
} from "../routing/route.ts";
import { attempt } from "./answer.ts";
import type { Report } from "./convention.ts";
import { listed, type Loaded } from "./tanstack-file.ts";
import { pathnameOf, thrownAnswer, toBase, toMiddleware } from "./tanstack-middleware.ts";
import type { TanstackPath } from "./tanstack-path.ts";
import { hasText } from "./tanstack-rank.ts";

type Run = (given: HandlerContext) => unknown;

function emptyRoute({ path, file, maxDuration }: Loaded, pattern: string): Route {
  return {
    pattern,
    maxDuration,
    file: file.name,
    methods: {},
    middleware: [],
    catchAll: path.catchAll,
    servesSlash: true,
    anyCase: true,
    type: typeOfExtension(extensionOf(pattern)),
  };
}

/** A route whose file, or one around it, could not be loaded: each request fails by that. */
export function failing(one: Loaded, pattern: string, thrown: unknown): Route {
  return { ...emptyRoute(one, pattern), any: { handler: () => Promise.reject(thrown), middleware: [] } };
}

/** Middleware around a route's handlers: its layouts' and the global one. */
export interface Around {
  layers: readonly StartMiddleware[];
  start: StartOptions;
  /** Before each URL. */
  base: string;
}

/** The route of a file at one of its patterns. */
export function toRoute(
  one: Loaded,
  pattern: string,
  { layers, start, base }: Around,
  report: Report,
): Route {
  const route = emptyRoute(one, pattern);
  const toParams = (event: RouteEvent) =>
    namedParams(event.params as Record<string, string | string[]>, one.path);
  route.middleware = convert(layers, toParams, base);
  for (const [name, value] of Object.entries(one.handlers ?? {})) {
    if (value === undefined) continue;
    if (name !== "ANY" && !METHODS.includes(name as Method)) {
      report.mistake(
        one.file,
        `The handler \`${name}\` is not known. Valid are ${[...METHODS, "ANY"].join(", ")}.`,
      );
      continue;
    }
    const { handler, middleware } = (typeof value === "function" ? { handler: value } : value) as {
      handler?: unknown;
      middleware?: unknown;
    };
    if (typeof handler !== "function") {
      report.mistake(one.file, `\`${name}\` must be a function, or { middleware, handler }.`);
      continue;
    }
    const own = listed(middleware, one.file, report);
    const made: MethodHandler = {
      handler: toHandler(handler as Run, one, toParams, { start, base }),
      middleware: convert(own, toParams, base),
    };
    if (name === "ANY") route.any = made;
    else route.methods[name as Method] = made;
  }
  return route;
}

/** Middleware of theirs as ours, without that of the client alone. */
export function convert(
  list: readonly StartMiddleware[],
  toParams: (event: RouteEvent) => Record<string, string>,
  base: string,
): Middleware[] {
  return list
    .map((layer) => toMiddleware(layer, toParams, base))
    .filter((layer): layer is Middleware => layer !== undefined);
}

function toHandler(
  run: Run,
  one: Loaded,
  toParams: (event: RouteEvent) => Record<string, string>,
  { start: { functionMiddleware = [], requestMiddleware = [] }, base }: Pick<Around, "start" | "base">,
): Handler {
  const use = (value: unknown) => finish(toBase(value, base));
  const hasStart = functionMiddleware.length > 0 || requestMiddleware.length > 0;
  const recover = (thrown: unknown) => {
    const answer = thrownAnswer(thrown);
    if (!answer) throw thrown;
    return use(answer);
  };
  return (event: RouteEvent) => {
    const params = parsed(toParams(event), one);
    return runWithin(event, event.request, () => {
      const current = hasStart ? ambientIfAny() : undefined;
      if (current) enterFunctions(current, { functionMiddleware, requestMiddleware });
      return attempt(() => run(new HandlerContext(event, params)), use, recover);
    });
  };
}

/** The argument of a handler. */
class HandlerContext {
  readonly request: Request;
  readonly params: Record<string, unknown>;
  readonly context: Record<string, unknown>;
  readonly next = toPage;
  readonly #event: RouteEvent;

  constructor(event: RouteEvent, params: Record<string, unknown>) {
    this.request = event.request;
    this.params = params;
    this.context = event.context;
    this.#event = event;
  }

  get pathname(): string {
    return pathnameOf(this.#event);
  }
}

/** `next()` of a handler: goes on to the route's page, which is not served here. */
function toPage(): never {
  throw new HttpError(404);
}

/** Applies the status and headers that `setResponseStatus()`, `setCookie()` … have staged. */
function finish(value: unknown): unknown {
  if (isNotFound(value)) throw new HttpError(404, { headers: value.headers });
  const current = ambientIfAny();
  if (!current) return value;
  const status = stagedStatus(current);
  const whole =
    !isResponse(value) && status !== undefined && isPlain(value) ? Response.json(value, { status }) : value;
  return isResponse(whole) ? applyStaged(current, whole) : whole;
}

const isPlain = (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

function parsed(params: Record<string, string>, { parse }: Loaded): Record<string, unknown> {
  if (!parse) return params;
  try {
    return { ...params, ...parse(params) };
  } catch (error) {
    throw new HttpError(404, { cause: error });
  }
}

function namedParams(
  given: Record<string, string | string[]>,
  { names, catchAll, around }: TanstackPath,
): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name in given) {
    const value = given[name]!;
    params[names[name] ?? name] = Array.isArray(value) ? value.join("/") : value;
  }
  if (!catchAll) return params;
  let rest = params._splat ?? "";
  if (around) {
    const { before, after } = around;
    if (!hasText(rest, around)) throw new HttpError(404);
    rest = rest.slice(before.length, rest.length - after.length);
  }
  return { ...params, "*": rest, _splat: rest };
}
