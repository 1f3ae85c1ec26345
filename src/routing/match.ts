// Which route a path is for: asked of h3's router itself, without what h3 does around it.

import { addRoute, createRouter, findRoute } from "rou3";
import { HttpError } from "../error.ts";
import { canonicalPath } from "../http/canonical-path.ts";
import { isPlainPath } from "../http/plain-path.ts";
import type { Route } from "./route.ts";

/** The route of a path, and the raw texts of its parameters. */
export interface Match {
  data: Route;
  params?: Record<string, string>;
}

/** Literal text of a pattern that a canonical path has in another form: braces come with the backslash that makes them text. */
const UNCANONICAL = /%[\da-f]{2}|\\[{}]|[\0-\x20"#<>`]+|[^\0-\x7f]+/gi;

/**
 * Makes the function that finds the route of a canonical path; a parameter with a literal suffix beats a bare one.
 */
export function createMatcher(routes: readonly Route[]): (path: string) => Match | undefined {
  const router = createRouter<Route>();
  for (const route of routes) addRoute(router, "", canonicalPattern(route.pattern), route);
  return (path) => findRoute(router, "", path);
}

/** Routes that have but one path, by it: the one that a client sends needs no second look then. */
export function routesByPath(routes: readonly Route[]): ReadonlyMap<string, Match> {
  const match = createMatcher(routes);
  const alone = routes.map(({ pattern }) => pattern).filter(isPlainPath);
  return new Map(alone.map((path) => [path, match(path)!]));
}

function canonicalPattern(pattern: string): string {
  return pattern.replace(UNCANONICAL, (text) => canonicalPath(text.replace("\\", "")));
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
