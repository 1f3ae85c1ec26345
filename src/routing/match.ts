// Which route a path is for: asked of h3's router itself, without what h3 does around it.

import { addRoute, createRouter, findRoute, routeToRegExp } from "rou3";
import { HttpError } from "../error.ts";
import { canonicalPath } from "../http/canonical-path.ts";
import { isPlainPath } from "../http/plain-path.ts";
import type { Route } from "./route.ts";

/** The route of a path, and the raw texts of its parameters. */
export interface Match {
  data: Route;
  params?: Record<string, string>;
  /** The path as the route's pattern spells it, where it was sent in another case. */
  path?: string;
}

/** Literal text of a pattern that a canonical path has in another form: braces come with the backslash that makes them text. */
const UNCANONICAL = /%[\da-f]{2}|\\[{}]|[\0-\x20"#<>`]+|[^\0-\x7f]+/gi;

/** The parts of a pattern: names of parameters, and the text between them. */
const PARTS = /:\w+|\\.|[^:\\]+/g;

/**
 * Makes the function that finds the route of a canonical path; a parameter with a literal suffix beats a bare one.
 * A route of `anyCase` is found by the path in small letters, and has its parameters as they were sent.
 */
export function createMatcher(routes: readonly Route[]): (path: string) => Match | undefined {
  const exact = routerOf(routes.filter(({ anyCase }) => !anyCase));
  const folding = routes.filter(({ anyCase }) => anyCase);
  if (folding.length === 0) return (path) => findRoute(exact, "", path);
  const folded = routerOf(folding);
  const spelled = new Map(
    folding.map((route) => [
      route,
      new RegExp(inLetters(routeToRegExp(canonicalPattern(route.pattern)).source), "i"),
    ]),
  );
  return (path) => {
    const found = findRoute(exact, "", path);
    const small = inSmall(path);
    const also = findRoute(folded, "", small);
    if (!also || (found && isBefore(found.data, also.data, small))) return found;
    if (small === path) return also;
    const match = spelled.get(also.data)!.exec(inLetters(path));
    if (!match) return found;
    const written = spell(also.data.pattern, match.groups ?? {}, path);
    return { data: also.data, params: match.groups, path: written === path ? undefined : written };
  };
}

/** A pattern with its parameters as they were sent, so that a guard that compares paths sees one spelling of each. */
function spell(pattern: string, params: Record<string, string | undefined>, path: string): string {
  const written = pattern
    .replace(/:(\w+)(?:\([^)]*\))?\*?|\\(.)/g, (_, name?: string, literal?: string) =>
      name === undefined ? literal! : (params[name] ?? ""),
    )
    .replace(/(?!^)\/$/, "");
  return canonicalPath(path.endsWith("/") && written !== "/" ? `${written}/` : written);
}

/** A canonical path with letters beyond ASCII as such: escapes have no case. */
function inLetters(path: string): string {
  return path.includes("%") ? path.replace(/(?:%[89A-F][\dA-F])+/g, decodeURIComponent) : path;
}

/** A canonical path in small letters, those beyond ASCII and the digits of escapes too. */
function inSmall(path: string): string {
  return path.includes("%") ? canonicalPath(inLetters(path).toLowerCase()).toLowerCase() : path.toLowerCase();
}

function routerOf(routes: readonly Route[]) {
  const router = createRouter<Route>();
  for (const route of routes)
    addRoute(
      router,
      "",
      route.anyCase ? patternInSmall(route.pattern) : canonicalPattern(route.pattern),
      route,
    );
  return router;
}

/** Whether the first of two routes for one path is more specific than the second, or as specific. */
function isBefore(one: Route, other: Route, small: string): boolean {
  const router = createRouter<Route>();
  const [first, second] = [patternInSmall(one.pattern), patternInSmall(other.pattern)];
  if (first === second) return true;
  addRoute(router, "", second, other);
  addRoute(router, "", first, one);
  return findRoute(router, "", small)?.data === one;
}

/** A pattern whose text is in small letters, as is a path that it is asked about. */
function patternInSmall(pattern: string): string {
  return canonicalPattern(pattern).replace(PARTS, (part) => (part.startsWith(":") ? part : inSmall(part)));
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
