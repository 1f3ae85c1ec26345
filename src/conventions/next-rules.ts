// headers(), redirects() and rewrites() of next.config.*, in the order in which Next.js asks them.

import { HttpError } from "../error.ts";
import { decodeParams, type Match } from "../routing/match.ts";
import type { Middleware, Route, RouteEvent } from "../routing/route.ts";
import { canonicalPath } from "../http/canonical-path.ts";
import { HOP_BY_HOP } from "../http/hop-by-hop.ts";
import { EXPLAINED, isInternal } from "../http/internal-fields.ts";
import { withHeaders } from "./answer.ts";
import type { HeaderRule, NextConfig, Rule } from "./next-config.ts";
import {
  conditionsTake,
  fillPath,
  fillText,
  pathMatcher,
  type Conditional,
  type Taken,
} from "./next-matcher.ts";

/** The target of a rewrite. */
export interface Rewritten {
  /** A route of this app. */
  found?: Match;
  /** Or a URL of another server. */
  elsewhere?: URL;
  /** Query parameters that the rewrites have added. */
  query?: URLSearchParams;
}

/** Rules, made ready for requests. */
export interface Rules {
  /** Answers redirects, and adds headers to what is inside; undefined where there are neither. */
  around: Middleware | undefined;
  /** The target of a path; undefined if no rewrite matches it. */
  rewrite: ((path: string, event: RouteEvent) => Rewritten | undefined) | undefined;
}

type Ready<R> = R & { take(path: string, event: RouteEvent): Taken | undefined };

/** @param find the route of a path, rewrites aside */
export function toRules(config: NextConfig, find: (path: string) => Match | undefined): Rules {
  const { headers, redirects, rewrites, basePath, generateEtags } = config;
  const ready = <R extends Conditional & { basePath?: false }>(rules: readonly R[]): Ready<R>[] =>
    rules.map((rule) => makeReady(rule, basePath));
  const [headerRules, redirectRules] = [ready(headers), ready(redirects)];
  const rewriteRules = {
    before: ready(rewrites.beforeFiles),
    after: ready(rewrites.afterFiles),
    fallback: ready(rewrites.fallback),
  };
  const some = (...lists: readonly unknown[][]) => lists.some((rules) => rules.length > 0);
  return {
    around:
      some(headerRules, redirectRules) || !generateEtags
        ? aroundBy(headerRules, redirectRules, generateEtags)
        : undefined,
    rewrite: some(...Object.values(rewriteRules))
      ? (path, event) => rewriteBy(rewriteRules, path, event, find)
      : undefined,
  };
}

function makeReady<R extends Conditional & { basePath?: false; destination?: string }>(
  rule: R,
  base: string,
): Ready<R> {
  const basePath = rule.basePath === false ? "" : base;
  const matches = pathMatcher(basePath + (rule.source === "/" && basePath !== "" ? "" : rule.source));
  const { destination } = rule;
  return {
    ...rule,
    ...(destination?.startsWith("/")
      ? { destination: basePath + (destination === "/" && basePath !== "" ? "" : destination) }
      : {}),
    take(path, event) {
      const taken = matches(path);
      const more = taken && conditionsTake(rule, event);
      return more && { ...taken, ...more };
    },
  };
}

function aroundBy(
  headers: readonly Ready<HeaderRule>[],
  redirects: readonly Ready<Rule>[],
  generateEtags: boolean,
): Middleware {
  return async (event, next) => {
    const { pathname } = event.url;
    for (const rule of redirects) {
      const taken = rule.take(pathname, event);
      if (taken) return redirect(rule, taken, event);
    }
    const fields = headers.flatMap((rule) => {
      const taken = rule.take(pathname, event);
      if (!taken) return [];
      return rule.headers.map(
        ({ key, value }) => [fillText(key, taken), toField(fillText(value, taken))] as const,
      );
    });
    if (fields.length === 0 && generateEtags) return next();
    return withHeaders(await next({ answersFaults: true }), (answer) => {
      for (const [name, value] of fields)
        if (/^(?:set-cookie|vary|(?:www|proxy)-authenticate)$/i.test(name)) answer.append(name, value);
        else answer.set(name, value);
      if (!generateEtags) answer.delete("etag");
    });
  };
}

function redirect({ destination, permanent, statusCode }: Rule, taken: Taken, event: RouteEvent): Response {
  const { origin, path, hash, query } = fill(destination, taken, event, false);
  // Browsers read a backslash as a slash, and `//` as the begin of another host.
  const location = origin + path.replace(/[\\/]+/g, "/") + query + hash;
  return new Response(null, {
    status: statusCode ?? (permanent ? 308 : 307),
    headers: { location: toField(location) },
  });
}

/** Percent-encodes a captured value for a header field: it may be any text, and a field holds printable ASCII. */
const toField = (text: string): string =>
  text.toWellFormed().replace(/[^\x20-\x7e]+/g, (other) => encodeURIComponent(other));

/** A destination with its captures filled in. `own` is its query; `query` is the request's, overridden by `own`. */
function fill(destination: string, taken: Taken, event: RouteEvent, addsTaken: boolean) {
  const [, origin = "", path = "", search = "", hash = ""] =
    /^(https?:\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(destination) ?? [];
  const own = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) own.append(name, fillText(value, taken));
  const isUsed = Object.keys(taken).some((name) => new RegExp(`:${name}(?!\\w)`).test(origin + path));
  if (addsTaken && !isUsed)
    for (const [name, value] of Object.entries(taken))
      if (!own.has(name)) for (const one of [value].flat()) own.append(name, decoded(one));
  return {
    origin: fillOrigin(origin, taken),
    path: withoutDots(fillPath(path, taken)),
    own,
    hash: fillText(hash, taken),
    get query() {
      const query = new URLSearchParams(event.url.search);
      for (const name of new Set(own.keys())) {
        const [first = "", ...others] = own.getAll(name);
        query.set(name, first);
        for (const value of others) query.append(name, value);
      }
      const text = query.toString().replace(/\+/g, "%20");
      return text === "" ? "" : `?${text}`;
    },
  };
}

/** @throws HttpError 400 for what would name another host, or is none: `has` takes any text from a query or a field. */
function fillOrigin(origin: string, taken: Taken): string {
  const filled = fillText(origin, taken);
  const isHost = filled === origin || (/^https?:\/\/[\w.-]+(?::\d+)?$/.test(filled) && URL.canParse(filled));
  if (!isHost) throw new HttpError(400, { reason: "The address leads to no host." });
  return filled;
}

/** @throws HttpError 400 for segments that lead out of the destination's folder. */
function withoutDots(path: string): string {
  if (/(?:^|[\\/])(?:\.|%2e){1,2}(?:[\\/]|$)/i.test(path))
    throw new HttpError(400, { reason: "The path has a dot segment." });
  return path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const added = new WeakMap<RouteEvent, URLSearchParams>();

/** Query parameters added by rewrites. pages/api sees them in `req.query`; a route handler never does, as in Next.js. */
export const rewrittenQuery = (event: RouteEvent): URLSearchParams =>
  added.get(event) ?? new URLSearchParams();

function rewriteBy(
  rules: Record<"before" | "after" | "fallback", readonly Ready<Rule>[]>,
  asked: string,
  event: RouteEvent,
  find: (path: string) => Match | undefined,
): Rewritten | undefined {
  let path = asked;
  const query = new URLSearchParams();
  const apply = (rule: Ready<Rule>): Rewritten | boolean => {
    const taken = rule.take(path, event);
    if (!taken) return false;
    const filled = fill(rule.destination, taken, event, true);
    if (filled.origin !== "") return { elsewhere: new URL(filled.origin + filled.path + filled.query) };
    path = canonicalPath(filled.path);
    for (const [name, value] of filled.own) query.append(name, value);
    return true;
  };
  for (const rule of rules.before) {
    const done = apply(rule);
    if (typeof done === "object") return done;
  }
  // A file of a static name comes before the rewrites that follow, one with parameters after them.
  const found = find(path);
  if (found && isStatic(found.data)) return path === asked ? undefined : { found, query };
  for (const list of [rules.after, rules.fallback]) {
    for (const rule of list) {
      const done = apply(rule);
      if (typeof done === "object") return done;
      const there = done ? find(path) : undefined;
      if (there) return { found: there, query };
    }
    const there = find(path);
    if (there) return path === asked ? undefined : { found: there, query };
  }
  return path === asked ? undefined : {};
}

const isStatic = ({ pattern }: Route): boolean => !/(?:^|[^\\])[:*]/.test(pattern);

/** Rewrites as a middleware. */
export function rewriting(rewrite: NonNullable<Rules["rewrite"]>): Middleware {
  return (event, next) => {
    const led = rewrite(event.url.pathname, event);
    return led ? follow(led, event, next) : next();
  };
}

/** Answers by what a rewrite leads to. */
export function follow(
  { found, elsewhere, query }: Rewritten,
  event: RouteEvent,
  next: Parameters<Middleware>[1],
): Promise<Response> {
  if (elsewhere) return passOn(elsewhere, event);
  if (!found) throw new HttpError(404);
  if (query) added.set(event, query);
  const params = decodeParams(found.params ?? {}, found.data.catchAll);
  return next({ to: { route: found.data, params }, answersFaults: true });
}

/**
 * Proxies a rewrite to another server. Its URL is the project's own configuration, so any host is allowed; what the server
 * says to a framework's inside (`offprint-tags`, `x-middleware-rewrite`) is not.
 * @throws HttpError 502 where there is no answer
 */
async function passOn(url: URL, { request, signal }: RouteEvent): Promise<Response> {
  const { method, body } = request;
  const named = new Set((request.headers.get("connection") ?? "").toLowerCase().split(/\s*,\s*/));
  const headers = new Headers(
    [...request.headers].filter(([name]) => !isOfConnection(name) && !named.has(name)),
  );
  headers.set("x-forwarded-host", request.headers.get("host") ?? new URL(request.url).host);
  const more = body ? { body, duplex: "half" as const } : {};
  let answer: Response;
  try {
    answer = await fetch(url, { method, headers, signal, redirect: "manual", ...more });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new HttpError(502, { reason: "The server behind does not answer.", cause: error });
  }
  const told = [...answer.headers.keys()].filter((name) => isInternal(name) || name === EXPLAINED);
  if (told.length === 0) return answer;
  const kept = new Response(answer.body, answer);
  for (const name of told) kept.headers.delete(name);
  return kept;
}

const isOfConnection = (name: string): boolean =>
  HOP_BY_HOP.has(name) || name === "host" || name === "content-length" || name === "expect";
