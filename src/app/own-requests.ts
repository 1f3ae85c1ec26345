// Requests of an app to itself, for pictures of its templates and files of its archives: in the same process, and never over a
// socket, which in development is refused and behind a balancer is another server.

import { HttpError } from "../error.ts";
import type { Fetch } from "../routing/route.ts";

/** Asks for a URL of the app; undefined where the URL is of somebody else. */
export type AskOwn = (url: URL, asker: Asker, accept?: string) => Promise<Response> | undefined;

/** The request for which the app is asked: its path, and its origin. */
export interface Asker {
  request: Request;
  path: string;
  origin: string;
}

/** Requests of one app to itself at a time: far more than pictures of all templates that are drawn at once. */
const MAX_AT_ONCE = 64;
/** Assets that are made for assets for an asset. */
const MAX_DEPTH = 4;

/**
 * A function that asks an app for its own URLs: of its origin and that of the request, of `localhost` with its port, and of
 * what the environment names as the site (`VERCEL_URL`, `NEXT_PUBLIC_SITE_URL` and their like). Nothing of the outer request
 * is passed on: no cookie, no credential.
 *
 * @throws HttpError 508 from the promise, for what is made of itself.
 */
export function createAskOwn(
  fetch: Fetch,
  origin: string,
  port: number | undefined,
  env = process.env,
): AskOwn {
  const origins = ownOrigins(origin, port, env);
  /** The paths for which a request came about. */
  const chains = new WeakMap<Request, readonly string[]>();
  let underway = 0;

  async function ask(url: URL, { request, path, origin: at }: Asker, accept?: string): Promise<Response> {
    const target = url.pathname + url.search;
    const chain = [...(chains.get(request) ?? []), path];
    if (chain.includes(url.pathname) || chain.length > MAX_DEPTH)
      throw new HttpError(508, {
        reason: `${target} is made of itself: ${[...chain, url.pathname].join(" → ")}.`,
      });
    if (underway >= MAX_AT_ONCE) throw new HttpError(503, { headers: { "Retry-After": "1" } });
    const inner = new Request((url.origin === at ? at : origin) + target, {
      signal: request.signal,
      headers: accept === undefined ? {} : { accept },
    });
    chains.set(inner, chain);
    underway++;
    try {
      return await fetch(inner);
    } finally {
      underway--;
    }
  }

  return (url, asker, accept) =>
    (origins.has(url.origin) || url.origin === asker.origin) && !url.username && !url.password
      ? ask(url, asker, accept)
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
