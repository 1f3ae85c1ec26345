// The fallback route for paths that match none: frameworks run their global middleware there too.

import { HttpError } from "../error.ts";
import { ELSEWHERE, type Middleware, type Route } from "../routing/route.ts";

/** 404, inside the middleware that the framework runs around every path. */
export function elsewhere(file: string, middleware: readonly Middleware[]): Route {
  return { pattern: ELSEWHERE, file, methods: {}, any: { handler: notFound, middleware: [] }, middleware };
}

/** Joins the fallback routes of several sources: one 404 inside the middleware of all. */
export function joined(all: readonly Route[]): Route | undefined {
  const [first] = all;
  return (
    first &&
    elsewhere(
      first.file,
      all.flatMap(({ middleware }) => middleware),
    )
  );
}

function notFound(): never {
  throw new HttpError(404);
}
