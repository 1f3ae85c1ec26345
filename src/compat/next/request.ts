// NextRequest: the request that is there, with `nextUrl` and `cookies`, without copying it.

import type { Reads } from "../../http/reads.ts";
import { RequestView } from "../../http/request-view.ts";
import { TrackedRequest } from "../../http/tracked-request.ts";
import { TrackedURL } from "../../http/tracked-url.ts";
import { RequestCookies } from "./cookies.ts";

/** How a project lays out its addresses, by its configuration. */
export interface Site {
  /** Before every path, such as `/docs`; empty for none. */
  basePath: string;
  trailingSlash: boolean;
}

/** The address of a request, which can be changed and cloned. Of its query, what is looked at is noted. */
export class NextURL extends TrackedURL {
  basePath: string;
  buildId: string | undefined = undefined;
  defaultLocale: string | undefined = undefined;
  locale = "";
  trailingSlash: boolean;

  constructor(url: string | URL, site?: Site, reads?: Reads) {
    super(url, undefined, reads);
    const { basePath = "", trailingSlash = false } = site ?? {};
    this.basePath = isBelow(super.pathname, basePath) ? basePath : "";
    this.trailingSlash = trailingSlash;
  }

  /** The path below `basePath`, in front of which what is put here goes. */
  override get pathname(): string {
    return super.pathname.slice(this.basePath.length) || "/";
  }

  override set pathname(path: string) {
    const whole = path.startsWith("/") ? path : `/${path}`;
    super.pathname = this.basePath + (whole === "/" && this.basePath !== "" ? "" : whole);
  }

  clone(): NextURL {
    return new NextURL(this.untracked, this, this.reads);
  }
}

/** Whether a path is a base or below it. */
export const isBelow = (path: string, base: string): boolean => path === base || path.startsWith(`${base}/`);

/** Source of a NextRequest, called on first use. */
export interface RequestSource {
  request(): Request;
  site?: Site;
  /** Told when a header or cookie is looked at: the answer is then not the same for everyone. */
  onPersonal?(): void;
}

type SrvxRequest = Request & { _request?: Request };

/** The platform's own request inside of one that only looks like it. */
function native(request: Request): Request {
  return (request as SrvxRequest)._request ?? request;
}

/**
 * A `Request` with `nextUrl` and `cookies`. Everything else goes to the request underneath, so
 * making one costs next to nothing.
 */
class NextRequestView extends RequestView {
  readonly #source: RequestSource;
  #cookies: RequestCookies | undefined;
  #nextUrl: NextURL | undefined;

  constructor(source: RequestSource) {
    super();
    this.#source = source;
  }

  override get inner(): Request {
    return this.#source.request();
  }

  override get _request(): Request {
    this.#source.onPersonal?.();
    return native(this.inner);
  }

  get nextUrl(): NextURL {
    return (this.#nextUrl ??= nextUrlOf(this.inner, this.#source.site));
  }

  get cookies(): RequestCookies {
    return (this.#cookies ??= new RequestCookies(this.headers));
  }

  override get headers(): Headers {
    this.#source.onPersonal?.();
    return this.inner.headers;
  }

  override clone(): NextRequest {
    const copy = this.inner.clone();
    const source = this.#source;
    return viewOf({ request: () => copy, site: source.site, onPersonal: () => source.onPersonal?.() });
  }
}

function nextUrlOf(request: Request, site: Site | undefined): NextURL {
  return request instanceof TrackedRequest
    ? new NextURL(request.inner.url, site, request.reads)
    : new NextURL(request.url, site);
}

export interface NextRequest extends Request {
  readonly nextUrl: NextURL;
  readonly cookies: RequestCookies;
  clone(): NextRequest;
}

/** A NextRequest of the request that is being answered. */
export function viewOf(source: RequestSource): NextRequest {
  return new NextRequestView(source);
}

/** The class that `next/server` exports: made by hand, it holds a request of its own. */
export const NextRequest = Object.assign(
  function NextRequest(input: RequestInfo | URL, init?: RequestInit & { nextConfig?: unknown }): NextRequest {
    const inner = typeof input === "object" && !(input instanceof URL) ? native(input) : input;
    const request = new Request(inner, init);
    return viewOf({ request: () => request });
  } as unknown as new (input: RequestInfo | URL, init?: RequestInit) => NextRequest,
  { prototype: NextRequestView.prototype },
);
