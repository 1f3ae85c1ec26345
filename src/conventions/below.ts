// Routes below a path that is before all of them: a source's prefix, or the base that a framework's options name.

import { ELSEWHERE, type Route } from "../routing/route.ts";

/** A route at its address below a prefix. */
export function below(prefix: string, route: Route): Route {
  const { pattern } = route;
  if (prefix === "" || pattern === ELSEWHERE) return route;
  return { ...route, pattern: prefix + (pattern === "/" ? "" : pattern) };
}
