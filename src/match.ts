// Which route a path is for: asked of h3's router itself, without what h3 does around it.

import { addRoute, createRouter, findRoute } from "rou3";
import { HttpError } from "./error.ts";
import { isPlainPath } from "./http/plain-path.ts";
import type { Route } from "./route.ts";

/** The route of a path, and the raw texts of its parameters. */
export interface Match {
  data: Route;
  params?: Record<string, string>;
}

/** Escapes of characters that need none: with and without them, a path is the same (RFC 3986 §6.2.2.2). */
const NEEDLESS = /%(?:2[146-9A-E]|3[0-9ABD]|4[0-9A-F]|5[0-9ABDF]|6[1-9A-F]|7[0-9ACE])/gi;

/** What a client always sends escaped. */
const ESCAPED = /[\0-\x20"#<>`]|[^\0-\x7f]/gu;

/** Makes the function that finds a path's route; a parameter with a literal suffix beats a bare one. */
export function createMatcher(routes: readonly Route[]): (path: string) => Match | undefined {
  const router = createRouter<Route>();
  for (const route of routes)
    addRoute(router, "", canonical(route.pattern.replace(ESCAPED, encodeURIComponent)), route);
  return (path) => findRoute(router, "", path.includes("%") ? canonical(path) : path);
}

/** Routes that have but one path, by it: the one that a client sends needs no second look then. */
export function routesByPath(routes: readonly Route[]): ReadonlyMap<string, Match> {
  const match = createMatcher(routes);
  const alone = routes.map(({ pattern }) => pattern).filter(isPlainPath);
  return new Map(alone.map((path) => [path, match(path)!]));
}

function canonical(path: string): string {
  return path.replace(NEEDLESS, (escape) => String.fromCharCode(Number.parseInt(escape.slice(1), 16)));
}

/** @throws HttpError for an escape that is none. */
export function decodeParams(
  raw: Record<string, string>,
  catchAll: string | undefined,
): Record<string, string> {
  const params: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    params[name] = name === catchAll ? value.split("/").map(decode) : decode(value);
  }
  return params as Record<string, string>;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError(400, { reason: "The path has a malformed percent escape." });
  }
}
