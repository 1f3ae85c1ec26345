// NextResponse: a Response with cookies, and the answers that a proxy gives.

import { FastResponse } from "srvx";
import { jsonReply } from "../../http/json-reply.ts";
import { ReadyResponse } from "../../http/ready-response.ts";
import type { Reply } from "../../http/raw-reply.ts";
import { untrackedHeaders } from "../../http/tracked-headers.ts";
import { TrackedURL } from "../../http/tracked-url.ts";
import { withField } from "../fields.ts";
import { ResponseCookies } from "./cookies.ts";

const JSON_TYPE = "application/json";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Changes that a proxy may make to the forwarded request. */
export interface ForwardInit extends ResponseInit {
  request?: { headers?: Headers };
}

/** A proxy's decision to forward the request: to which URL, and with which header fields. */
export interface Forwarding {
  /** Absolute URL of another route; undefined for the one that was asked for. */
  rewrite: string | undefined;
  /** The request's fields in place of those that came; undefined for those. */
  fields: Headers | undefined;
}

/**
 * Decisions by the object that `next()` or `rewrite()` made. The fields that Next.js writes them to are set too, for
 * proxies that read them, but never believed: a client could have sent them, and a proxy have copied them.
 */
const decisions = new WeakMap<Response, Forwarding>();

/** The decision that a response of a proxy stands for; undefined if it is for the client. */
export function forwardingOf(response: Response): Forwarding | undefined {
  return decisions.get(response);
}

/** A `Response` whose cookies can be read and set. */
export class NextResponse extends ReadyResponse {
  #cookies: ResponseCookies | undefined;

  /** @param reply for `json()`: what it is, in place of a body and an init */
  constructor(body?: BodyInit | null, init?: ResponseInit, reply?: Reply) {
    super(reply, reply ? undefined : new FastResponse(body, init));
  }

  get cookies(): ResponseCookies {
    return (this.#cookies ??= new ResponseCookies(this.headers));
  }

  static override json(data: unknown, init?: ResponseInit): NextResponse {
    const reply = jsonReply(data, init, JSON_TYPE);
    if (reply) return new NextResponse(null, undefined, reply);
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError("Value is not JSON serializable");
    return new NextResponse(text, {
      ...init,
      headers: withField(init?.headers, "content-type", JSON_TYPE),
    });
  }

  /** As `redirect()`, for good: 308, or 301 by `init`. */
  static permanentRedirect(url: string | URL, init: ResponseInit = {}): NextResponse {
    return NextResponse.redirect(url, { ...init, status: init.status ?? 308 });
  }

  /** @throws RangeError for a status other than a redirect's, Error for a URL that is not absolute. */
  static override redirect(url: string | URL, init: number | ResponseInit = 307): NextResponse {
    const { status = 307, ...options } = typeof init === "number" ? { status: init } : init;
    if (!REDIRECTS.has(status))
      throw new RangeError('Failed to execute "redirect" on "response": Invalid status code');
    const headers = new Headers(options.headers);
    headers.set("location", absolute(url));
    return new NextResponse(null, { ...options, headers, status });
  }

  /** For a proxy: answers with another URL of this app. */
  static rewrite(url: string | URL, init?: ForwardInit): NextResponse {
    return forward(absolute(url instanceof TrackedURL ? url.untracked : url), init);
  }

  /** For a proxy: goes on to the route. */
  static next(init?: ForwardInit): NextResponse {
    return forward(undefined, init);
  }
}

function forward(rewrite: string | undefined, init: ForwardInit | undefined): NextResponse {
  const headers = new Headers(init?.headers);
  if (rewrite === undefined) headers.set("x-middleware-next", "1");
  else headers.set("x-middleware-rewrite", rewrite);
  const given = init?.request?.headers;
  // Forwarding fields reads nothing: the handler's own reads of them are noted.
  const fields = given && new Headers(given instanceof Headers ? untrackedHeaders(given) : given);
  if (fields) {
    for (const [key, text] of fields) headers.set(`x-middleware-request-${key}`, text);
    headers.set("x-middleware-override-headers", [...fields.keys()].join(","));
  }
  const response = new NextResponse(null, { status: init?.status, statusText: init?.statusText, headers });
  decisions.set(response, { rewrite, fields });
  return response;
}

function absolute(url: string | URL): string {
  const text = String(url);
  if (URL.canParse(text)) return new URL(text).href;
  throw new Error(
    `URL is malformed "${text}". Please use only absolute URLs - https://nextjs.org/docs/messages/middleware-relative-urls`,
  );
}
