// proxy.ts (middleware.ts before Next.js 16) beside the app folder: middleware that may be the access check.

import { ambientIfAny, runWithin } from "../compat/ambient.ts";
import { ResponseCookies, stringifyCookie, type ResponseCookie } from "../compat/next/cookies.ts";
import { showCookies, stagedCookies } from "../compat/next/headers.ts";
import { answerOf } from "../compat/next/navigation.ts";
import { isBelow, viewOf, type NextRequest } from "../compat/next/request.ts";
import { forwardingOf } from "../compat/next/response.ts";
import { markAnswered, phaseOf } from "../compat/next/phase.ts";
import type { Middleware, RouteEvent } from "../routing/route.ts";
import { untracked } from "../http/tracked-request.ts";
import { withHeaders } from "./answer.ts";
import { isInternal } from "../http/internal-fields.ts";
import { canonicalPath } from "../http/canonical-path.ts";
import { isResponse } from "../http/reply.ts";
import type { Report, Surroundings } from "./convention.ts";
import type { NextProject } from "./next-config.ts";
import { conditionsTake, pathMatcher, type Conditional } from "./next-matcher.ts";
import { follow, type Rewritten } from "./next-rules.ts";

type Proxy = (request: NextRequest, event: { waitUntil(work: Promise<unknown>): void }) => unknown;

type Lead = (path: string, event: RouteEvent) => Rewritten;

interface Matcher {
  takes: (path: string) => unknown;
  conditions: Pick<Conditional, "has" | "missing">;
}

/** The proxy of a project. */
export interface LoadedProxy {
  /** Its file, relative to the project. */
  file: string;
  run: Middleware;
}

/**
 * The proxy of a project as a middleware, or undefined if it has none.
 *
 * @param lead where a path leads to that it rewrites to
 */
export async function loadProxy(
  report: Report,
  around: Surroundings,
  site: NextProject,
  lead: Lead,
): Promise<LoadedProxy | undefined> {
  const file = (await around.module("../proxy")) ?? (await around.module("../middleware"));
  if (!file) return undefined;
  const kind = /(?:^|\/)proxy\.\w+$/.test(file.name) ? "proxy" : "middleware";
  const failed = (thrown: unknown, event: RouteEvent) =>
    site.failed?.(thrown, event, { routerKind: "Pages Router", routePath: `/${kind}`, routeType: kind });
  try {
    const module = await file.load();
    const run = module.proxy ?? module.middleware ?? module.default;
    if (typeof run === "function")
      return {
        file: file.name,
        run: toMiddleware(run as Proxy, toMatchers(module.config, site.basePath), site, lead, failed),
      };
    report.mistake(file, "Export the function `proxy(request)`, or as default.");
    return undefined;
  } catch (error) {
    // Fail closed: it may be the access check, so no route may answer.
    report.failed(file, error);
    return { file: file.name, run: () => Promise.reject(error) };
  }
}

function toMatchers(config: unknown, basePath: string): Matcher[] | undefined {
  const matcher = (config as { matcher?: unknown } | undefined)?.matcher;
  if (matcher === undefined) return undefined;
  return [matcher].flat().map((one) => {
    const { source, ...conditions } = (typeof one === "string" ? { source: one } : one) as Conditional;
    const takes = pathMatcher(source, { isSensitive: true });
    return { takes: (path) => takes(below(path, basePath)), conditions };
  });
}

/**
 * A matcher names paths below `basePath`. Put before its text, `basePath` would leave its own root to no matcher:
 * neither to `/` nor to `/((?!public).*)`.
 */
function below(path: string, basePath: string): string {
  return isBelow(path, basePath) ? path.slice(basePath.length) || "/" : path;
}

function matches({ takes, conditions }: Matcher, event: RouteEvent): boolean {
  return takes(event.url.pathname) !== undefined && conditionsTake(conditions, event) !== undefined;
}

function toMiddleware(
  run: Proxy,
  matchers: readonly Matcher[] | undefined,
  site: NextProject,
  lead: Lead,
  failed: (thrown: unknown, event: RouteEvent) => void,
): Middleware {
  return async (event, next) => {
    if (matchers && !matchers.some((matcher) => matches(matcher, event))) return next();
    const request = viewOf({ request: () => event.request, site });
    const { answer, cookies } = await runWithin(event, request, () => ask(run, event, request)).catch(
      (thrown: unknown) => {
        failed(thrown, event);
        throw thrown;
      },
    );
    const forwarding = answer && forwardingOf(answer);
    if (answer && !forwarding)
      return withSetCookies(fromHere(whole(answer), event), cookies.map(stringifyCookie));
    if (forwarding?.fields) replaceFields(untracked(event.request).headers, forwarding.fields);
    showCookies(event, [...cookies, ...(answer ? new ResponseCookies(answer.headers).getAll() : [])]);
    const rewrite = forwarding?.rewrite;
    const asked = untracked(event.request).url;
    const inside = rewrite
      ? await follow(lead(target(rewrite, asked), event), event, next)
      : await next({ answersFaults: true });
    const extra = answer
      ? [...answer.headers].filter(([name]) => !isInternal(name) && name !== "set-cookie")
      : [];
    return withHeaders(inside, (headers) => {
      for (const [name, value] of extra) headers.set(name, value);
      for (const cookie of [...cookies.map(stringifyCookie), ...(answer?.headers.getSetCookie() ?? [])])
        headers.append("set-cookie", cookie);
    });
  };
}

/** The path that the proxy rewrote the request to. As in Next.js, the handler still sees the requested URL. */
function target(url: string, asked: string): string {
  const { origin, pathname } = new URL(url);
  if (origin !== new URL(asked).origin)
    throw new Error(
      `The proxy rewrote the request to ${origin}, which Offprint does not ask: redirect, or answer itself.`,
    );
  return canonicalPath(pathname);
}

async function ask(
  run: Proxy,
  event: RouteEvent,
  request: NextRequest,
): Promise<{ answer: Response | undefined; cookies: ResponseCookie[] }> {
  const current = ambientIfAny();
  let value: unknown;
  try {
    value = await run(request, { waitUntil: (work) => event.waitUntil(work) });
  } catch (thrown) {
    value = isResponse(thrown) ? thrown : answerOf(thrown);
    if (value === undefined) throw thrown;
  } finally {
    if (current) markAnswered(phaseOf(current));
  }
  const cookies = current ? stagedCookies(current) : [];
  return { answer: isResponse(value) ? value : undefined, cookies };
}

/**
 * The proxy's own answer to the client.
 * @throws Error for a copy of the result of `next()` or `rewrite()`: it is no longer recognized, and has an empty body.
 */
function whole(answer: Response): Response {
  if (answer.headers.has("x-middleware-next") || answer.headers.has("x-middleware-rewrite"))
    throw new Error(
      "The proxy answered with a copy of what NextResponse.next() or NextResponse.rewrite() gave. " +
        "Return that object itself, and set headers and cookies on it.",
    );
  return answer;
}

/**
 * A redirect to this very host, without it: so it holds behind another host too. Two slashes at the start would be a host.
 */
function fromHere(answer: Response, event: RouteEvent): Response {
  const location = answer.headers.get("location");
  const asked = untracked(event.request).url;
  if (location === null || !URL.canParse(location, asked)) return answer;
  const { origin, pathname, search, hash } = new URL(location, asked);
  if (origin !== new URL(asked).origin || pathname.startsWith("//")) return answer;
  return withHeaders(answer, (headers) => headers.set("location", pathname + search + hash));
}

function withSetCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response;
  return withHeaders(response, (headers) => {
    for (const cookie of cookies) headers.append("set-cookie", cookie);
  });
}

/** Replaces the request's headers by those of `NextResponse.next({ request })`. */
function replaceFields(headers: Headers, given: Headers): void {
  for (const name of [...headers.keys()].filter((own) => !given.has(own))) headers.delete(name);
  for (const [name, value] of given) if (headers.get(name) !== value) headers.set(name, value);
}
