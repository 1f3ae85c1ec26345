// Resolves a relative redirect (one without a leading slash) against the route that returned it.

import { resolveSegments } from "../compat/react-router-paths.ts";
import { isResponse } from "../http/reply.ts";
import type { RouteEvent } from "../routing/route.ts";
import { withHeaders } from "./answer.ts";

/** Resolves a relative `Location` as React Router does, like a link of the route: `..` is the layout around it. */
export function relocate(answer: unknown, event: RouteEvent, outer: readonly number[]): unknown {
  if (!isResponse(answer) || answer.status < 300 || answer.status >= 400) return answer;
  const location = answer.headers.get("location");
  if (!location || /^(?:[a-z][a-z\d+.-]*:|[/\\])/i.test(location)) return answer;
  return withHeaders(answer, (headers) =>
    headers.set("location", resolveLocation(location, event.url.pathname, outer)),
  );
}

/** Segments of the URL that a path takes. */
export function depthOf(path: string): number {
  return path.split("/").filter((segment) => segment !== "").length;
}

/**
 * A redirect's target, as a link of the route at `pathname` would have it: each `..` at its start goes to the
 * next layout out, however many segments that takes.
 *
 * @param outer segments that the layouts around the route take
 */
function resolveLocation(location: string, pathname: string, outer: readonly number[]): string {
  const [, path = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(location)!;
  if (path === "") return pathname + rest;
  const [ups = ""] = /^(?:\.\.(?:\/|$))*/.exec(path)!;
  const depths = [...new Set([0, ...outer])].sort((a, b) => a - b);
  const up = ups.split("..").length - 1;
  const from =
    up === 0
      ? pathname
      : pathname
          .split("/")
          .slice(0, 1 + (depths.at(-up) ?? 0))
          .join("/");
  const inside = path.slice(ups.length);
  return resolveSegments(inside === "" ? "." : inside, from === "" ? "/" : from) + rest;
}
