// The argument of React Router's loaders, actions and middleware.

import type { RouterContextProvider } from "../compat/router-context.ts";
import { TrackedURL } from "../http/tracked-url.ts";
import type { RouteEvent } from "../routing/route.ts";
import type { Placed } from "./router-tree.ts";

/**
 * Handlers spread it, which copies own properties only; so only `url`,
 * which is seldom read and dear to make, is a getter.
 */
export class Arguments {
  readonly request: Request;
  readonly params: Record<string, string | undefined>;
  readonly context: RouterContextProvider;
  readonly pattern: string;
  readonly unstable_pattern: string;
  readonly #event: RouteEvent;

  constructor(event: RouteEvent, route: Placed, context: RouterContextProvider) {
    this.request = event.request;
    this.params = toParams(event.params as Record<string, string | string[]>, route);
    this.context = context;
    this.pattern = route.path || "/";
    this.unstable_pattern = this.pattern;
    this.#event = event;
  }

  get url(): URL {
    return withoutRouting(this.#event.url);
  }
}

/** The parameters that React Router's own pages choose a route by: `index` without a value, and `_routes`. */
const ROUTING = /[?&](?:index(?:=?(?=&|$))|_routes(?=[=&]|$))/;

function withoutRouting(url: URL): URL {
  if (!(url instanceof TrackedURL)) return url;
  const [whole = ""] = url.untracked.split("#");
  if (!ROUTING.test(whole)) return url;
  const own = new URL(whole);
  const kept = [...own.searchParams].filter(
    ([name, value]) => name !== "_routes" && (name !== "index" || value !== ""),
  );
  own.search = new URLSearchParams(kept).toString();
  return new TrackedURL(own, undefined, url.reads);
}

function toParams(
  given: Record<string, string | string[]>,
  { names, catchAll }: Placed,
): Record<string, string | undefined> {
  const params: Record<string, string | undefined> = {};
  for (const name in given) {
    const value = given[name]!;
    params[names[name] ?? name] = Array.isArray(value) ? value.join("/") : value;
  }
  // React Router gives an empty splat where nothing follows.
  if (catchAll) params["*"] ??= "";
  return params;
}
