// The convention of Remix and React Router: loader and action in flat or nested files.

import { join, relative } from "node:path";
import { isData } from "../compat/react-router.ts";
import { remixModules } from "../compat/remix-modules.ts";
import { RouterContextProvider } from "../compat/router-context.ts";
import { extensionOf, typeOfExtension } from "../http/types.ts";
import type { Handler, MethodHandler, Middleware, Route, RouteEvent } from "../routing/route.ts";
import { attempt } from "./answer.ts";
import { isResponse } from "../http/reply.ts";
import { TrackedURL } from "../http/tracked-url.ts";
import { below } from "./below.ts";
import { isBeside } from "./beside.ts";
import type { Convention, Report, SourceFile, Surroundings } from "./convention.ts";
import { toEntries } from "./flat-routes.ts";
import { contextOf, loadContext } from "./load-context.ts";
import { maxDurationOf } from "./max-duration.ts";
import { appFolder, readRouteConfig, readRoutesOption, routeConfigModules } from "./route-config.ts";
import { readOptions, type RouterOptions } from "./router-options.ts";
import { loadEntry, type Failed } from "./remix-entry.ts";
import type { Instruments, Seen } from "./remix-instrumentations.ts";
import { depthOf, relocate, type Mount } from "./remix-redirect.ts";
import { routerVersion } from "./router-version.ts";
import { ownPatterns, place, type Placed } from "./router-tree.ts";

const ACTION_METHODS = ["POST", "PUT", "PATCH", "DELETE"] as const;

/**
 * The argument of loaders, actions and middleware. Handlers spread it, which copies own properties only; so only `url`,
 * which is seldom read and dear to make, is a getter.
 */
class Arguments {
  readonly request: Request;
  readonly params: Record<string, string | undefined>;
  readonly context: RouterContextProvider;
  readonly pattern: string;
  readonly unstable_pattern: string;
  readonly #event: RouteEvent;

  constructor(event: RouteEvent, route: Found, context: RouterContextProvider) {
    this.request = event.request;
    this.params = toParams(event.params as Record<string, string | string[]>, route);
    this.context = context;
    this.pattern = route.path || "/";
    this.unstable_pattern = this.pattern;
    this.#event = event;
  }

  get url(): URL {
    return withoutRouting(this.#event.url);
  }
}

/** The parameters that React Router's own pages choose a route by: `index` without a value, and `_routes`. */
const ROUTING = /[?&](?:index(?:=?(?=&|$))|_routes(?=[=&]|$))/;

function withoutRouting(url: URL): URL {
  if (!(url instanceof TrackedURL)) return url;
  const [whole = ""] = url.untracked.split("#");
  if (!ROUTING.test(whole)) return url;
  const own = new URL(whole);
  const kept = [...own.searchParams].filter(
    ([name, value]) => name !== "_routes" && (name !== "index" || value !== ""),
  );
  own.search = new URLSearchParams(kept).toString();
  return new TrackedURL(own, undefined, url.reads);
}

type DataFunction = (given: Arguments) => unknown;
type RouterMiddleware = (given: Arguments, next: () => Promise<Response>) => unknown;

interface Found extends Placed {
  source: SourceFile;
  exports: readonly string[];
}

export const remix: Convention = {
  name: "remix",
  async modules(dir) {
    return { ...remixModules(routerVersion(dir)), ...routeConfigModules(dir) };
  },
  async routes(files, report, around) {
    const options = await readOptions(appFolder(around.dir), report, around);
    const found = await find(files, options, report, around);
    const guards = await loadGuards(found, report, around);
    const routes: Route[] = [];
    const owned = ownPatterns(found);
    const { basename } = options;
    const mount = { basename, whole: around.prefix + basename };
    const { failed, instruments } = await loadEntry(appFolder(around.dir), report, around);
    const seen = new Map(
      (["", ...found] as const).map((one) => [fileOf(one), instruments.ofRoute(named(one, around))]),
    );
    const provided = around.loadContext ? await loadContext(around.loadContext, report) : [];
    for (const one of found) {
      if (OF_ONE_SIDE.test(one.file)) {
        report.note(one.source, "A module of the server's or the client's side alone is no route.");
        continue;
      }
      if (one.exports.includes("default")) {
        report.note(one.source, "A page (it has a default export): left to the framework.");
        continue;
      }
      if (!one.exports.some((name) => name === "loader" || name === "action" || name === "*")) {
        const slip = one.exports.find((name) => /^(?:loaders?|actions?)$/i.test(name));
        if (slip)
          report.mistake(
            one.source,
            `The export \`${slip}\` is not known. Valid are \`loader\` and \`action\`.`,
          );
        else report.note(one.source, "It exports neither `loader` nor `action`: no resource.");
        continue;
      }
      const around = ["", ...one.outer.map(({ file }) => file), one.file];
      const middleware = instruments.request.concat(
        provided,
        around.flatMap((file) =>
          (guards.get(file) ?? []).map((run) =>
            toMiddleware(seen.get(file)?.("middleware", run) ?? run, one, failed),
          ),
        ),
      );
      const outer = one.outer.map(({ path }) => depthOf(path));
      const methods = await loadMethods(
        one,
        { guarded: middleware.length > 0, outer, mount, failed, seen: seen.get(one.file)! },
        report,
      );
      for (const pattern of owned.get(one) ?? [])
        routes.push({
          pattern,
          file: one.source.name,
          ...methods,
          middleware,
          catchAll: one.catchAll,
          servesSlash: true,
          anyCase: one.caseSensitive ? undefined : true,
          type: typeOfExtension(extensionOf(pattern)),
        });
    }
    return routes.map((route) => below(basename, route));
  },
};

/** The file of a route, by which its middleware is found; the root's is the empty name. */
const fileOf = (one: Found | "") => (one === "" ? "" : one.file);

/** A route as instrumentations are told of it: its id, and its path below the route around it. */
function named(one: Found | "", { dir }: Surroundings): Parameters<Instruments["ofRoute"]>[0] {
  if (one === "") return { id: "root", index: undefined, path: "" };
  const outer = one.outer.at(-1)?.path ?? "";
  const path = one.path.slice(outer.length).replace(/^\//, "");
  const file = relative(join(dir, appFolder(dir)), join(dir, one.file)).replaceAll("\\", "/");
  return { id: one.id ?? file.replace(/\.\w+$/, ""), index: one.index || undefined, path: path || undefined };
}

/** `db.server.ts`, `map.client.tsx`: left to one side of the bundle, and never a route. */
const OF_ONE_SIDE = /\.(?:server|client)\.m?[jt]sx?$/;

/** Routes, outermost last, by app/routes.ts where there is one, and else by the names of the folder's files. */
async function find(
  files: readonly SourceFile[],
  { ignores, ignored, routes }: RouterOptions,
  report: Report,
  around: Surroundings,
): Promise<Found[]> {
  const folder = appFolder(around.dir);
  const below = relative(join(around.dir, folder), around.dir).replaceAll("\\", "/");
  // Of a folder in it the framework asks by the folder's own name.
  const isIgnored = (path: string) =>
    ignores(`${below}/${path}`) || ignores(`${below}/${path.split("/")[0]}`);
  const entries =
    (await readRouteConfig(around.dir, report, around)) ??
    (routes && (await readRoutesOption(routes, ignored, report, around))) ??
    toEntries(inFolder(files.filter(({ path }) => !isIgnored(path))), (file, message) =>
      report.mistake(around.file(file), message),
    );
  const placed = place(entries, (file, message) => report.mistake(around.file(file), message));
  const found: Found[] = [];
  for (const one of placed) {
    // Pages of Markdown are the framework's.
    if (/\.mdx?$/.test(one.file)) continue;
    const source = around.file(one.file);
    // A file that serves no URL of its own is loaded all the same: its middleware guards its children.
    const patterns = OF_ONE_SIDE.test(one.file) || around.ignores(one.file) ? [] : one.patterns;
    found.push({ ...one, patterns, source, exports: await exportsOf(source) });
  }
  return found;
}

/** Of a module that cannot be parsed, whatever it may have, a guard too: to load it tells what is wrong. */
const exportsOf = (source: SourceFile): Promise<string[]> => source.exports().catch(() => ["loader", "*"]);

/** The files that are routes by their place: all but what lies beside the route of its folder, and tests. */
function inFolder(files: readonly SourceFile[]): { file: string; name: string }[] {
  const modules = files
    .map(({ path }) => path)
    .filter((path) => /\.m?[jt]sx?$/.test(path) && !isBeside(path));
  const folders = new Set(modules.flatMap((path) => /^([^/]+)\/route\.m?[jt]sx?$/.exec(path)?.[1] ?? []));
  return modules.flatMap((file) => {
    const parts = file.replace(/\.m?[jt]sx?$/, "").split("/");
    if (parts.length > 1) {
      if (folders.has(parts[0]!)) {
        if (parts.length > 2 || parts[1] !== "route") return [];
        parts.pop();
      } else if (parts.at(-1) === "index" || parts.at(-1) === "route") parts.pop();
    }
    return [{ file, name: parts.join("/") }];
  });
}

/** Middleware by the file that it is in; that of the root by the empty name. */
async function loadGuards(
  found: readonly Found[],
  report: Report,
  around: Surroundings,
): Promise<Map<string, readonly RouterMiddleware[]>> {
  const guards = new Map<string, readonly RouterMiddleware[]>();
  const root = await around.module(`${appFolder(around.dir)}/root`);
  const candidates = [
    ...(root ? [{ file: "", source: root, exports: await exportsOf(root) }] : []),
    ...found.toSorted((a, b) => a.outer.length - b.outer.length),
  ];
  for (const { file, source, exports } of candidates)
    if (exports.some((name) => name === "middleware" || name === "unstable_middleware" || name === "*"))
      guards.set(file, await loadMiddleware(source, report));
  return guards;
}

async function loadMiddleware(file: SourceFile, report: Report): Promise<RouterMiddleware[]> {
  try {
    const module = await file.load();
    const list = module.middleware ?? module.unstable_middleware ?? [];
    if (Array.isArray(list) && list.every((one) => typeof one === "function"))
      return list as RouterMiddleware[];
    report.mistake(file, "`middleware` must be an array of functions ({ request, params, context }, next).");
    return [];
  } catch (error) {
    // Fail closed: its middleware may be an access check, so no route inside it may answer.
    report.failed(file, error);
    return [() => Promise.reject(error)];
  }
}

/** A route's layouts. */
interface Inside {
  /** Whether middleware runs around it, which shares its context. */
  guarded: boolean;
  /** Segments of the URL that each layout around it takes. */
  outer: readonly number[];
  mount: Mount;
  failed: Failed;
  /** Puts what entry.server has to see them run around its functions. */
  seen: Seen;
}

async function loadMethods(
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

function toMiddleware(run: RouterMiddleware, route: Found, failed: Failed): Middleware {
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

function toParams(
  given: Record<string, string | string[]>,
  { names, catchAll }: Placed,
): Record<string, string | undefined> {
  const params: Record<string, string | undefined> = {};
  for (const name in given) {
    const value = given[name]!;
    params[names[name] ?? name] = Array.isArray(value) ? value.join("/") : value;
  }
  // React Router gives an empty splat where nothing follows.
  if (catchAll) params["*"] ??= "";
  return params;
}
