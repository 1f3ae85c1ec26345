// proxy.ts (middleware.ts before Next.js 16) beside the app folder: it may hold the check of who may ask.

import { ambientIfAny, runWithin } from "../compat/ambient.ts";
import { ResponseCookies, stringifyCookie, type ResponseCookie } from "../compat/next/cookies.ts";
import { showCookies, stagedCookies } from "../compat/next/headers.ts";
import { answerOf } from "../compat/next/navigation.ts";
import { viewOf, type NextRequest } from "../compat/next/request.ts";
import { forwardingOf } from "../compat/next/response.ts";
import { markAnswered, phaseOf } from "../compat/next/phase.ts";
import { HttpError } from "../error.ts";
import { createMatcher, decodeParams, type Match } from "../routing/match.ts";
import type { Middleware, NextOptions, Route, RouteEvent } from "../routing/route.ts";
import { untracked } from "../http/tracked-request.ts";
import { withHeaders } from "./answer.ts";
import { isInternal } from "../http/internal-fields.ts";
import { canonicalPath } from "../http/canonical-path.ts";
import { isResponse } from "../http/reply.ts";
import type { Report, Surroundings } from "./convention.ts";

type Proxy = (request: NextRequest, event: { waitUntil(work: Promise<unknown>): void }) => unknown;

interface Condition {
  type: "header" | "cookie" | "query" | "host";
  key?: string;
  value?: string;
}

interface Matcher {
  source: RegExp;
  has: readonly Condition[];
  missing: readonly Condition[];
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
 * @param routes what it may rewrite to
 */
export async function loadProxy(
  routes: readonly Route[],
  report: Report,
  around: Surroundings,
): Promise<LoadedProxy | undefined> {
  const file = (await around.module("../proxy")) ?? (await around.module("../middleware"));
  if (!file) return undefined;
  try {
    const module = await file.load();
    const run = module.proxy ?? module.middleware ?? module.default;
    if (typeof run === "function")
      return { file: file.name, run: toMiddleware(run as Proxy, toMatchers(module.config), routes) };
    report.mistake(file, "Export the function `proxy(request)`, or as default.");
    return undefined;
  } catch (error) {
    // Without the guard that it may hold, nothing may answer.
    report.failed(file, error);
    return { file: file.name, run: () => Promise.reject(error) };
  }
}

function toMatchers(config: unknown): Matcher[] | undefined {
  const matcher = (config as { matcher?: unknown } | undefined)?.matcher;
  if (matcher === undefined) return undefined;
  return [matcher].flat().map((one) => {
    const {
      source,
      has = [],
      missing = [],
    } = (typeof one === "string" ? { source: one } : one) as {
      source: string;
      has?: Condition[];
      missing?: Condition[];
    };
    return { source: toRegExp(source), has, missing };
  });
}

/**
 * `/about/:path*`, `/:id(\\d+)`, `/((?!api).*)`: path-to-regexp as far as matchers use it. For paths in canonical
 * form, in which a matcher's other letters are escaped.
 */
export function toRegExp(matcher: string): RegExp {
  const source = matcher.replace(/%[\da-f]{2}|[^\0-\x7f]+/gi, canonicalPath);
  let out = "";
  for (let i = 0; i < source.length;) {
    const rest = source.slice(i);
    const name = /^(\/)?:\w+/.exec(rest);
    const open = name ? name[0].length : rest.startsWith("/(") ? 1 : 0;
    const group = rest[open] === "(" ? closing(rest, open) : undefined;
    if (!name && group === undefined) {
      out += rest[0]!.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      i += 1;
      continue;
    }
    const slash = rest.startsWith("/") ? "/" : "";
    const end = group === undefined ? open : group + 1;
    const inner = group === undefined ? "[^/]+?" : rest.slice(open + 1, group);
    const modifier = /^[*+?]/.exec(rest.slice(end))?.[0] ?? "";
    if (modifier === "*") out += `(?:${slash}(?:${inner})(?:/(?:${inner}))*)?`;
    else if (modifier === "+") out += `${slash}(?:${inner})(?:/(?:${inner}))*`;
    else if (modifier === "?") out += `(?:${slash}(?:${inner}))?`;
    else out += `${slash}(?:${inner})`;
    i += end + modifier.length;
  }
  return new RegExp(`^${out}/?$`);
}

/** The index of the parenthesis that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i;
  }
  throw new TypeError(`The matcher ${JSON.stringify(text)} has a parenthesis that does not close.`);
}

function matches({ source, has, missing }: Matcher, event: RouteEvent): boolean {
  const holds = ({ type, key = "", value }: Condition) => {
    const found = valueOf(type, key, event);
    return found !== undefined && (value === undefined || new RegExp(`^${value}$`).test(found));
  };
  return source.test(event.url.pathname) && has.every(holds) && !missing.some(holds);
}

function valueOf(type: Condition["type"], key: string, event: RouteEvent): string | undefined {
  if (type === "header") return event.request.headers.get(key) ?? undefined;
  if (type === "cookie") return event.cookies.get(key);
  return type === "query" ? (event.url.searchParams.get(key) ?? undefined) : event.url.hostname;
}

function toMiddleware(
  run: Proxy,
  matchers: readonly Matcher[] | undefined,
  routes: readonly Route[],
): Middleware {
  const find = createMatcher(routes);
  return async (event, next) => {
    if (matchers && !matchers.some((matcher) => matches(matcher, event))) return next();
    const request = viewOf({ request: () => event.request });
    const { answer, cookies } = await runWithin(event, request, () => ask(run, event, request));
    const forwarding = answer && forwardingOf(answer);
    if (answer && !forwarding) return withSetCookies(whole(answer), cookies.map(stringifyCookie));
    if (forwarding?.fields) replaceFields(untracked(event.request).headers, forwarding.fields);
    showCookies(event, [...cookies, ...(answer ? new ResponseCookies(answer.headers).getAll() : [])]);
    const rewrite = forwarding?.rewrite;
    const inside = await next(
      rewrite ? { to: target(rewrite, untracked(event.request).url, find) } : undefined,
    );
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

/** The route that the proxy rewrote the request to. Its handler is shown the URL that was asked for, as there. */
function target(url: string, asked: string, find: (path: string) => Match | undefined): NextOptions["to"] {
  const { origin, pathname } = new URL(url);
  if (origin !== new URL(asked).origin)
    throw new Error(
      `The proxy rewrote the request to ${origin}, which Offprint does not ask: redirect, or answer itself.`,
    );
  const found = find(canonicalPath(pathname));
  if (!found) throw new HttpError(404);
  return { route: found.data, params: decodeParams(found.params ?? {}, found.data.catchAll) };
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
 * An answer of the proxy's own.
 * @throws Error for a copy of what `next()` or `rewrite()` gave, which would leave the client with nothing.
 */
function whole(answer: Response): Response {
  if (answer.headers.has("x-middleware-next") || answer.headers.has("x-middleware-rewrite"))
    throw new Error(
      "The proxy answered with a copy of what NextResponse.next() or NextResponse.rewrite() gave. " +
        "Return that object itself, and set headers and cookies on it.",
    );
  return answer;
}

function withSetCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response;
  return withHeaders(response, (headers) => {
    for (const cookie of cookies) headers.append("set-cookie", cookie);
  });
}

/** Puts the request headers of `NextResponse.next({ request })` in place of those that came. */
function replaceFields(headers: Headers, given: Headers): void {
  for (const name of [...headers.keys()].filter((own) => !given.has(own))) headers.delete(name);
  for (const [name, value] of given) if (headers.get(name) !== value) headers.set(name, value);
}
