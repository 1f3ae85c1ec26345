// Resolves a relative redirect (one without a leading slash) against the route that returned it.

import { resolveSegments } from "../compat/react-router-paths.ts";
import { isResponse } from "../http/reply.ts";
import type { RouteEvent } from "../routing/route.ts";
import { withHeaders } from "./answer.ts";

/** Where the routes of an app are. */
export interface Mount {
  /** Before each of the app's own paths, by its options. */
  basename: string;
  /** Before each of its URLs: the prefix of the source, then the basename. */
  whole: string;
}

/**
 * Resolves a `Location` that is none of a URL as React Router does, like a link of the route: `..` is the layout around
 * it, and a path is of the app, so the basename comes before it.
 */
export function relocate(
  answer: unknown,
  event: RouteEvent,
  { outer, mount }: { outer: readonly number[]; mount: Mount },
): unknown {
  if (!isResponse(answer) || answer.status < 300 || answer.status >= 400) return answer;
  const location = answer.headers.get("location");
  if (!location || /^(?:[a-z][a-z\d+.-]*:|[/\\]{2})/i.test(location)) return answer;
  const isPath = /^[/\\]/.test(location);
  if (isPath && mount.basename === "") return answer;
  const { whole } = mount;
  const own = event.url.pathname.slice(whole.length) || "/";
  const [before, path] = isPath ? [mount.basename, location] : [whole, resolveLocation(location, own, outer)];
  // The root below a base has no slash at its end.
  const target = before === "" ? path : before + path.replace(/^\/(?=$|[?#])/, "");
  return withHeaders(answer, (headers) => headers.set("location", target));
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
