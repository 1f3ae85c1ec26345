// Pictures of a template that are the app's own: asked of the app itself, in the same process, and never over a socket, which in
// development is refused and behind a balancer is another server.

import { HttpError } from "../error.ts";
import type { Fetch } from "../routing/route.ts";

/** Asks for a URL of the app; undefined where the URL is of somebody else. */
export type AskOwn = (
  url: URL,
  request: Request,
  path: string,
  signal: AbortSignal,
) => Promise<Response> | undefined;

/** Requests of one app to itself at a time: far more than pictures of all templates that are drawn at once. */
const MAX_AT_ONCE = 64;
/** Pictures that are drawn for pictures for a picture. */
const MAX_DEPTH = 4;

/**
 * A function that asks an app for its own URLs: of its origin, of `localhost` with its port, and of what the environment
 * names as the site (`VERCEL_URL`, `NEXT_PUBLIC_SITE_URL` and their like). Nothing of the outer request is passed on: no
 * cookie, no credential.
 *
 * @throws HttpError 508 from the promise, for a picture that is drawn with itself in it.
 */
export function createAskOwn(
  fetch: Fetch,
  origin: string,
  port: number | undefined,
  env = process.env,
): AskOwn {
  const origins = ownOrigins(origin, port, env);
  /** The paths by whose pictures a request came about. */
  const chains = new WeakMap<Request, readonly string[]>();
  let underway = 0;

  async function ask(url: URL, chain: readonly string[], signal: AbortSignal): Promise<Response> {
    const target = url.pathname + url.search;
    if (chain.includes(url.pathname) || chain.length > MAX_DEPTH)
      throw new HttpError(508, {
        reason: `The picture ${target} is drawn with itself in it: ${[...chain, url.pathname].join(" → ")}.`,
      });
    if (underway >= MAX_AT_ONCE) throw new HttpError(503, { headers: { "Retry-After": "1" } });
    const inner = new Request(origin + target, { signal, headers: { accept: "image/*" } });
    chains.set(inner, chain);
    underway++;
    try {
      return await fetch(inner);
    } finally {
      underway--;
    }
  }

  return (url, request, path, signal) =>
    origins.has(url.origin) && !url.username && !url.password
      ? ask(url, [...(chains.get(request) ?? []), path], signal)
      : undefined;
}

/** Names by which a site's own address is said. Those of other services, such as `NEXT_PUBLIC_API_URL`, are not among them. */
const SITE =
  /^(?:(?:NEXT_PUBLIC_)?VERCEL_(?:BRANCH_|PROJECT_PRODUCTION_)?URL|NEXT_PUBLIC_(?:(?:SITE|BASE|APP|WEB|WEBSITE|PUBLIC)_?)?(?:URL|ORIGIN|HOST|DOMAIN))$/;

function ownOrigins(origin: string, port: number | undefined, env: NodeJS.ProcessEnv): ReadonlySet<string> {
  const said = Object.entries(env).flatMap(([name, value]) => (value && SITE.test(name) ? [value] : []));
  const local =
    port === undefined ? [] : ["localhost", "127.0.0.1", "[::1]"].map((host) => `http://${host}:${port}`);
  return new Set(
    [origin, ...local, ...said].flatMap((value) => {
      const address = /^https?:\/\//i.test(value) ? value : `https://${value}`;
      return URL.canParse(address) ? [new URL(address).origin] : [];
    }),
  );
}
