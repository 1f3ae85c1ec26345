// The convention of TanStack Start: createFileRoute(path)({ server: { middleware, handlers } }).

import { ambientIfAny, runWithin } from "../compat/ambient.ts";
import { standIn } from "../compat/stand-in.ts";
import { flatten, type StartMiddleware } from "../compat/tanstack/middleware.ts";
import { isFileRoute, isNotFound, tanstackRouter, type FileRoute } from "../compat/tanstack/router.ts";
import { applyStaged, stagedStatus, tanstackServer } from "../compat/tanstack/server.ts";
import { enterFunctions } from "../compat/tanstack/server-fn.ts";
import { tanstackStart, type StartInstance, type StartOptions } from "../compat/tanstack/start.ts";
import { HttpError } from "../error.ts";
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
import { isResponse } from "../http/reply.ts";
import type { Convention, Report, SourceFile, Surroundings } from "./convention.ts";
import { elsewhere } from "./elsewhere.ts";
import { isBeside } from "./beside.ts";
import { isInside } from "./flat-routes.ts";
import { maxDurationOf } from "./max-duration.ts";
import { pathnameOf, thrownAnswer, toMiddleware } from "./tanstack-middleware.ts";
import { toTanstackPath, type TanstackPath } from "./tanstack-path.ts";
import { hasText, ranked, type Candidate } from "./tanstack-rank.ts";

type Run = (given: HandlerContext) => unknown;

/** A file that was loaded: its middleware is around what lies inside it. */
interface Loaded {
  path: TanstackPath;
  file: SourceFile;
  middleware: readonly unknown[];
  handlers: Record<string, unknown> | undefined;
  parse?: (params: Record<string, string>) => Record<string, unknown>;
  maxDuration?: number;
  error?: { thrown: unknown };
}

const ROOT: TanstackPath = { id: [], path: "", variants: [], names: {} };

export const tanstack: Convention = {
  name: "tanstack",
  async modules() {
    return {
      "@tanstack/react-router": standIn("@tanstack/react-router", tanstackRouter),
      "@tanstack/react-start": standIn("@tanstack/react-start", tanstackStart, ["createServerFn"]),
      // Empty: importing them is a hint to the bundler.
      "@tanstack/react-start/server-only": {},
      "@tanstack/react-start/client-only": {},
      "@tanstack/react-start/server": standIn(
        "@tanstack/react-start/server",
        tanstackServer,
        Object.keys(tanstackServer),
      ),
    };
  },
  async routes(files, report, around) {
    const loaded: Loaded[] = [];
    for (const file of files) {
      const one = await loadFile(file, report);
      if (one) loaded.push(one);
    }
    const start = await loadStart(report, around);
    const candidates: Candidate[] = [];
    for (const one of loaded) {
      if (!one.handlers && !one.error) continue;
      const outer = loaded
        .filter(({ path }) => isInside(one.path.id, path.id))
        .toSorted((a, b) => a.path.id.length - b.path.id.length);
      const layers = flatten([
        ...(start.requestMiddleware ?? []),
        ...outer.flatMap(({ middleware }) => middleware),
        ...one.middleware,
      ]);
      const broken = [...outer, one].find(({ error }) => error);
      for (const variant of one.path.variants) {
        const route = broken
          ? failing(one, variant.pattern, broken.error!.thrown)
          : toRoute(one, variant.pattern, { layers, start }, report);
        candidates.push({ route, variant, around: one.path.around });
      }
    }
    const routes = ranked(candidates);
    if (start.requestMiddleware?.length)
      routes.push(
        elsewhere(
          "start",
          convert(flatten(start.requestMiddleware), () => ({})),
        ),
      );
    return routes;
  },
};

async function loadFile(file: SourceFile, report: Report): Promise<Loaded | undefined> {
  if (!/\.[jt]sx?$/.test(file.path) || isBeside(file.path) || /\.gen\.[jt]sx?$/.test(file.path))
    return undefined;
  const name = file.path.replace(/\.[jt]sx?$/, "");
  const path = name === "__root" ? ROOT : toTanstackPath(name);
  if (!path) return undefined;
  if ("mistake" in path) {
    report.mistake(file, `${path.mistake}.`);
    return undefined;
  }
  // Pages import files that only a bundler can load, so a module runs only if its text has a `server` option.
  const text = await file.text();
  const older = /\bcreate(?:Server|API)FileRoute\b/.exec(text)?.[0];
  if (older) {
    report.mistake(
      file,
      `\`${older}\` is an older name. Write \`export const Route = createFileRoute(${JSON.stringify(path.path)})({ server: { handlers: { … } } })\`.`,
    );
    return undefined;
  }
  if (!/\bserver\s*[:,}]/.test(text)) {
    if (path !== ROOT) report.note(file, "A page (it has no `server` handlers): left to the framework.");
    return undefined;
  }
  const one: Loaded = { path, file, middleware: [], handlers: undefined };
  try {
    const module = await file.load();
    const { Route: route } = module;
    one.maxDuration = maxDurationOf(module, (message) => report.mistake(file, message));
    if (!isFileRoute(route)) {
      report.mistake(
        file,
        'It needs `export const Route = createFileRoute("…")({ server: { handlers: { … } } })`.',
      );
      return undefined;
    }
    return read(one, route, report);
  } catch (thrown) {
    report.failed(file, thrown);
    return { ...one, error: { thrown } };
  }
}

function read(one: Loaded, { path: written, options }: FileRoute, report: Report): Loaded | undefined {
  const { file, path } = one;
  if (path !== ROOT && written !== path.path && trimmed(written) !== trimmed(path.path)) {
    report.mistake(
      file,
      `createFileRoute(${JSON.stringify(written)}) must be createFileRoute(${JSON.stringify(path.path)}): the path is the file's.`,
    );
    return undefined;
  }
  const server = options.server as { middleware?: unknown; handlers?: unknown } | undefined;
  const middleware = listed(server?.middleware, file, report);
  const handlers =
    typeof server?.handlers === "function"
      ? (server.handlers as (tools: unknown) => unknown)({ createHandlers: (all: unknown) => all })
      : server?.handlers;
  if (handlers !== undefined && (typeof handlers !== "object" || handlers === null))
    report.mistake(file, "`server.handlers` must be an object of handlers, or a function that gives one.");
  if (!handlers && path !== ROOT && middleware.length === 0)
    report.note(file, "A page (it has no `server` handlers): left to the framework.");
  const params = options.params as { parse?: Loaded["parse"] } | undefined;
  return {
    ...one,
    middleware,
    handlers: (handlers as Record<string, unknown> | undefined) ?? undefined,
    parse: params?.parse ?? (options.parseParams as Loaded["parse"]),
  };
}

/** Flattens a list of middleware. Anything else is a mistake: it may have been meant as an access check. */
function listed(list: unknown, file: SourceFile, report: Report): StartMiddleware[] {
  if (list === undefined) return [];
  try {
    if (Array.isArray(list)) return flatten(list);
    report.mistake(file, "`middleware` must be an array of what createMiddleware() gives.");
  } catch (error) {
    report.mistake(file, (error as Error).message);
  }
  return [];
}

const trimmed = (path: string | undefined) => path?.replace(/(?!^)\/$/, "");

/** Loads the global middleware of `src/start.ts`, of requests and of server functions. */
async function loadStart(report: Report, around: Surroundings): Promise<StartOptions> {
  const file = await around.module("../start");
  if (!file || !/\bcreateStart\b/.test(await file.text())) return {};
  try {
    const { startInstance } = (await file.load()) as { startInstance?: StartInstance };
    const options = (await startInstance?.getOptions()) ?? {};
    return { ...options, requestMiddleware: listed(options.requestMiddleware, file, report) };
  } catch (thrown) {
    // Fail closed: it may be the access check, so no route may answer.
    report.failed(file, thrown);
    return { requestMiddleware: [{ options: { server: () => Promise.reject(thrown) } }] };
  }
}

function base({ path, file, maxDuration }: Loaded, pattern: string): Route {
  return {
    pattern,
    maxDuration,
    file: file.name,
    methods: {},
    middleware: [],
    catchAll: path.catchAll,
    servesSlash: true,
    type: typeOfExtension(extensionOf(pattern)),
  };
}

function failing(one: Loaded, pattern: string, thrown: unknown): Route {
  return { ...base(one, pattern), any: { handler: () => Promise.reject(thrown), middleware: [] } };
}

/** Middleware around a route's handlers: its layouts' and the global one. */
interface Around {
  layers: readonly StartMiddleware[];
  start: StartOptions;
}

function toRoute(one: Loaded, pattern: string, { layers, start }: Around, report: Report): Route {
  const route = base(one, pattern);
  const toParams = (event: RouteEvent) =>
    namedParams(event.params as Record<string, string | string[]>, one.path);
  route.middleware = convert(layers, toParams);
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
      handler: toHandler(handler as Run, one, toParams, start),
      middleware: convert(own, toParams),
    };
    if (name === "ANY") route.any = made;
    else route.methods[name as Method] = made;
  }
  return route;
}

function convert(
  list: readonly StartMiddleware[],
  toParams: (event: RouteEvent) => Record<string, string>,
): Middleware[] {
  return list
    .map((layer) => toMiddleware(layer, toParams))
    .filter((layer): layer is Middleware => layer !== undefined);
}

function toHandler(
  run: Run,
  one: Loaded,
  toParams: (event: RouteEvent) => Record<string, string>,
  { functionMiddleware = [], requestMiddleware = [] }: StartOptions,
): Handler {
  const hasStart = functionMiddleware.length > 0 || requestMiddleware.length > 0;
  const recover = (thrown: unknown) => {
    const answer = thrownAnswer(thrown);
    if (!answer) throw thrown;
    return finish(answer);
  };
  return (event: RouteEvent) => {
    const params = parsed(toParams(event), one);
    return runWithin(event, event.request, () => {
      const current = hasStart ? ambientIfAny() : undefined;
      if (current) enterFunctions(current, { functionMiddleware, requestMiddleware });
      return attempt(() => run(new HandlerContext(event, params)), finish, recover);
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
  return { ...params, _splat: rest, "*": rest };
}
