// createCsrfMiddleware of TanStack Start: only requests that come from the app's own pages go on.

import { untracked } from "../../http/tracked-request.ts";
import { createMiddleware, type MiddlewareContext, type StartMiddleware } from "./middleware.ts";

type Matcher = string | readonly string[] | ((value: string, context: MiddlewareContext) => unknown);

interface CsrfOptions {
  /** Which requests are looked at. Default: all. */
  filter?: (context: MiddlewareContext) => unknown;
  /** Default: the request's own origin. */
  origin?: Matcher;
  /** Default: `same-origin`. */
  secFetchSite?: Matcher;
  /** Whether `Referer` counts where neither of the others was sent. Default true. */
  referer?: boolean | ((referer: string, context: MiddlewareContext) => unknown);
  /** Whether requests without `Sec-Fetch-Site`, `Origin` and `Referer` are let through. Default false. */
  allowRequestsWithoutOriginCheck?: boolean;
  /** Default: 403. */
  failureResponse?: Response | ((context: MiddlewareContext) => Response | Promise<Response>);
}

export function createCsrfMiddleware(options: CsrfOptions = {}): StartMiddleware {
  return createMiddleware().server(async (context) => {
    if (options.filter && !(await options.filter(context))) return context.next();
    const allowed = (await check(options, context)) ?? options.allowRequestsWithoutOriginCheck;
    if (allowed) return context.next();
    const { failureResponse } = options;
    if (typeof failureResponse === "function") return failureResponse(context);
    return failureResponse?.clone() ?? new Response("Forbidden", { status: 403 });
  });
}

/** Undefined where the request does not say where it comes from. */
function check(options: CsrfOptions, context: MiddlewareContext): unknown {
  const { headers } = context.request;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return matches(options.secFetchSite ?? "same-origin", site, context);
  const own = options.origin ?? new URL(untracked(context.request).url).origin;
  const origin = headers.get("origin");
  if (origin !== null) return matches(own, origin, context);
  const referer = headers.get("referer");
  if (referer === null || options.referer === false) return undefined;
  if (typeof options.referer === "function") return options.referer(referer, context);
  return URL.canParse(referer) && matches(own, new URL(referer).origin, context);
}

function matches(matcher: Matcher, value: string, context: MiddlewareContext): unknown {
  return typeof matcher === "function" ? matcher(value, context) : [matcher].flat().includes(value);
}
