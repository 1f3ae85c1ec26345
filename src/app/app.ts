// Routes and options -> fetch. The walk of one request starts here.

import { H3 } from "h3";
import { join, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { FastURL } from "srvx";
import { buildDigest } from "./build.ts";
import type { Source } from "../conventions/source.ts";
import { checkOrigin } from "../http/origin.ts";
import { createOriginFinder, type Origins } from "../http/origins.ts";
import { MAX_DURATION } from "../routing/duration.ts";
import { dispatch } from "./dispatch.ts";
import { loadRoutes, type Note } from "../conventions/load.ts";
import { HttpError, isHttpError } from "../error.ts";
import { createFirstTime } from "../first-time.ts";
import { Event } from "./event.ts";
import type { Fonts } from "../fonts/fonts.ts";
import { loadFonts } from "../fonts/library.ts";
import { shareFonts } from "../fonts/shared.ts";
import { dropInternal } from "../http/internal-fields.ts";
import { canonicalPath, refusePath } from "../http/canonical-path.ts";
import { withPath } from "../http/canonical-request.ts";
import { isPlainPath, sentTarget } from "../http/plain-path.ts";
import { EXPLAINED } from "../http/internal-fields.ts";
import { problem } from "../http/problem.ts";
import { toResponse } from "../http/reply.ts";
import { createLog, type Logger } from "../log.ts";
import { createAskOwn } from "./own-requests.ts";
import { makeRequestsCopyable } from "../compat/requests.ts";
import { createMatcher, decodeParams, routesByPath, type Match } from "../routing/match.ts";
import { tellRejections } from "../process/rejections.ts";
import type { Answering } from "./answering.ts";
import type { Fetch, Route } from "../routing/route.ts";
import { serverSecrets } from "../process/secret.ts";

export interface AppOptions {
  /** Folders of routes. Default: `routes`, in the native convention. */
  sources?: Source[];
  /**
   * Scheme and authority of absolute URLs, such as `https://example.com`. Default: the environment's `ORIGIN`, else
   * `http://localhost:3000`. Never taken from a request's `Host`, but for those of `origins`.
   */
  origin?: string;
  /**
   * Origins that a request's host may choose in place of it: `event.url` and absolute URLs follow, and behind
   * `serve`, `start` and `dev` `request.url` too. Mounted in another server, `request.url` is as that server gives it.
   * Default: none.
   *
   * @example
   * await createApp({ origin: "https://example.com", origins: ["https://*.example.com"] });
   */
  origins?: Origins;
  /** Port that it is served at: pictures of templates at `localhost` with it are the app's own. Default: none. */
  port?: number;
  /** Seconds for which an answer may take to begin, where a route has no `maxDuration` of its own. Default 60. */
  maxDuration?: number;
  /** The project's folder. Default: the working directory. */
  root?: string;
  /** Folder of fonts relative to the root, or fonts already read. Default `fonts`. */
  fonts?: string | Fonts;
  /** Default: warnings and errors to standard error. */
  log?: Logger;
  /** Answer a fault with its message and stack, for development. Default false. */
  explain?: boolean;
}

/** The package's own fonts: what a project's folder lacks comes from here. */
const SHIPPED_FONTS = fileURLToPath(new URL("../../fonts", import.meta.url));

/** File routes as a `fetch`. */
export interface App {
  /** Answers a request; never rejects. */
  fetch: Fetch;
  /**
   * The same routes as an h3 app, for another one (or Nitro's) to mount under a path of its own. What is
   * no route is left to that.
   *
   * @example
   * new H3().mount("/assets", app.h3);
   */
  h3: H3;
  /** All routes, sorted by pattern. */
  routes: readonly Route[];
  /** Notes on files that are not routes, such as pages that are left to the framework. */
  notes: readonly Note[];
  /** The fonts that renders are given. */
  fonts: Fonts;
  /** Digest of the build that entity tags carry. */
  build: string;
}

/** As `createApp` of the package (mounted.ts), for callers that wait for it and say themselves what went wrong. */
export async function createApp(options: AppOptions = {}): Promise<App> {
  serverSecrets();
  const root = resolve(options.root ?? ".");
  const log = options.log ?? createLog({ level: "warn" });
  const sources: Source[] = options.sources ?? [{ dir: "routes" }];
  const fonts =
    typeof options.fonts === "object"
      ? options.fonts
      : await loadFonts([...new Set([join(root, options.fonts ?? "fonts"), SHIPPED_FONTS])]);
  shareFonts(fonts);
  makeRequestsCopyable();
  const folders = sources.map(({ dir }) => join(root, dir));
  const loaded = tellRejections(folders, log);
  const [{ routes, elsewhere, notes }, build] = await Promise.all([
    loadRoutes(root, sources, log),
    buildDigest(root, fonts.digest),
  ]).finally(loaded);
  const faults: Faults = { log, explain: options.explain ?? false };
  const isFirst = createFirstTime();
  const origin = checkOrigin(options.origin || process.env.ORIGIN || "http://localhost:3000", "origin");
  const originOf = options.origins && createOriginFinder(options.origins, origin, "origins");
  const app: Answering = {
    build,
    originOf: originOf ? (request) => originOf(urlOf(request).host) : () => origin,
    fonts,
    fetch: (request) => fetch(request),
    askOwn: createAskOwn((request) => fetch(request), origin, options.port),
    warn(message, route) {
      if (isFirst(`${route.file}: ${message}`)) log.warn({ route: route.file }, message);
    },
    fail: (thrown, request, path, route) => fail(thrown, request, path, route, faults),
    late: (request, path, route) => late(request, path, route, faults),
    maxDuration: options.maxDuration ?? MAX_DURATION,
  };
  const match = createMatcher(routes);
  const byPath = routesByPath(routes);
  const find = (request: Request, path: string, search: string): Response | Promise<Response> => {
    const found = match(path) ?? (elsewhere && { data: elsewhere });
    if (!found) return refuse(new HttpError(404), request);
    const { path: spelled } = found as Match;
    if (spelled === undefined) return answer(found, request, path, search, app);
    return answer(found, withPath(request, spelled), spelled, search, app);
  };
  const fetch: Fetch = (request) => {
    const sent = sentTarget(request);
    if (sent !== undefined) {
      const known = byPath.get(sent);
      if (known) return answer(known, request, sent, "", app);
      if (isPlainPath(sent)) return find(request, sent, "");
    }
    const { pathname, search } = urlOf(request);
    const path = canonicalPath(pathname);
    const refused = refusePath(path);
    if (refused) return refuse(refused, request);
    return find(path === pathname ? request : withPath(request, path), path, search);
  };
  // A malformed escape is refused here, in the words of every other refusal.
  const h3 = new H3({ silent: true, allowMalformedURL: true });
  for (const route of routes)
    h3.all(route.pattern, ({ req, url, context }) => {
      const path = canonicalPath(url.pathname);
      const refused = refusePath(path);
      if (refused) return refuse(refused, req);
      // h3 makes a URL of its own in nearly this form, and leaves the request as it came.
      const request = urlOf(req).pathname === path ? req : withPath(req, path);
      return answer({ data: route, params: context.params }, request, path, url.search, app);
    });
  return { routes, notes, build, fonts, fetch, h3 };
}

/** A server's request has its URL in parts, which cost less than a whole one. */
function urlOf(request: Request & { _url?: URL }): URL {
  return request._url ?? new FastURL(request.url);
}

/** The log of faults, and whether the client sees them too. */
interface Faults {
  log: Logger;
  explain: boolean;
}

function answer(
  { data: route, params: raw }: Match,
  request: Request,
  path: string,
  search: string,
  app: Answering,
): Response | Promise<Response> {
  const inSlash = path.length > 1 && path.endsWith("/");
  if (route.endsInSlash && path !== "/" && !path.startsWith("/.well-known/")) {
    if (/\.\w+\/?$/.test(path)) {
      if (inSlash) return redirectTo(path.slice(0, -1), search);
    } else if (!inSlash) return redirectTo(`${path}/`, search);
  } else if (inSlash) {
    const { method } = request;
    if (!route.servesSlash || method === "GET" || method === "HEAD")
      return redirectTo(path.slice(0, -1), search);
    const bare = path.slice(0, -1);
    return answer({ data: route, params: raw }, withPath(request, bare), bare, search, app);
  }
  dropInternal(request);
  try {
    const params = raw ? decodeParams(raw, route.catchAll) : {};
    return dispatch(route, new Event(request, path, search, params, app.originOf(request)), request, app);
  } catch (error) {
    return app.fail(error, request, path, route);
  }
}

/** One URL for one thing. The path has no `//` in it, so the target can never name another host. */
function redirectTo(path: string, search: string): Response {
  return new Response(null, { status: 308, headers: { location: path + search } });
}

/** The answer to whatever was thrown. The inside of a fault goes to the log, never to the client. */
function fail(
  thrown: unknown,
  request: Request,
  path: string,
  route: Route,
  { log, explain }: Faults,
): Response {
  if (isHttpError(thrown)) return refuse(thrown, request);
  const requestId = request.headers.get("x-request-id")?.match(/^[\w.-]{8,64}$/)?.[0] ?? randomUUID();
  if (!request.signal.aborted)
    log.error(
      { err: thrown, requestId, method: request.method, path, route: route.file },
      "The route failed",
    );
  return explain ? explained(thrown, route) : refuse(new HttpError(500), request, requestId);
}

/** The answer in place of one that has not begun in time. */
function late(request: Request, path: string, route: Route, { log }: Faults): Response {
  if (!request.signal.aborted)
    log.warn(
      { method: request.method, path, route: route.file },
      "An answer has not begun within maxDuration",
    );
  return refuse(new HttpError(504, { reason: "The answer took too long." }), request);
}

/** A fault as a page for the developer, who need not search the log for it. */
function explained(thrown: unknown, { file }: Route): Response {
  const text = thrown instanceof Error ? (thrown.stack ?? String(thrown)) : String(thrown);
  return new Response(`${file}\n\n${text}\n`, {
    status: 500,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", [EXPLAINED]: "yes" },
  });
}

function refuse(error: HttpError, request: Request, requestId?: string): Response {
  const reply = problem(error, requestId);
  return toResponse(request.method === "HEAD" ? { ...reply, body: null } : reply);
}
