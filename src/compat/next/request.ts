// NextRequest: the request that is there, with `nextUrl` and `cookies`, without copying it.

import { RequestView } from "../../http/request-view.ts";
import { RequestCookies } from "./cookies.ts";

/** The address of a request, which can be changed and cloned. */
export class NextURL extends URL {
  /** Always empty: a mounted Offprint is told the paths that it serves. */
  basePath = "";
  buildId: string | undefined = undefined;
  defaultLocale: string | undefined = undefined;
  locale = "";
  trailingSlash = false;

  clone(): NextURL {
    return new NextURL(this.href);
  }
}

/** Where a NextRequest gets what it is asked for: nothing of it is fetched before. */
export interface RequestSource {
  request(): Request;
  url(): string;
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
    return (this.#nextUrl ??= new NextURL(this.#source.url()));
  }

  get cookies(): RequestCookies {
    return (this.#cookies ??= new RequestCookies(this.headers));
  }

  override get url(): string {
    return this.#source.url();
  }

  override get headers(): Headers {
    this.#source.onPersonal?.();
    return this.inner.headers;
  }

  override clone(): NextRequest {
    const copy = this.inner.clone();
    const source = this.#source;
    return viewOf({ request: () => copy, url: () => source.url(), onPersonal: () => source.onPersonal?.() });
  }
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
    return viewOf({ request: () => request, url: () => request.url });
  } as unknown as new (input: RequestInfo | URL, init?: RequestInit) => NextRequest,
  { prototype: NextRequestView.prototype },
);
