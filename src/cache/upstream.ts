// The request that is sent to the origin on behalf of everyone who waits: it says nothing that the key does not.

import { markAwaited } from "../http/stand-in-request.ts";
import { RequestView } from "../http/request-view.ts";
import type { Target } from "./rules/key.ts";
import { addConditions, withoutConditions } from "./rules/validate.ts";
import { normalField } from "./rules/vary.ts";
import type { View } from "./view.ts";

/** A request to the origin. */
export interface Ask {
  request: Request;
  target: Target;
  /** The stored answer to be validated, and the key it is stored at. */
  stored?: { view: View; at: string };
  /** Send the client's own conditions on: nothing is stored that they could be compared with. */
  conditional: boolean;
  /** One client alone asks: for a part too, where nothing is stored that it could be cut from. */
  alone?: boolean;
  /** A revalidation in the background, of low priority: no client waits for it. */
  background?: boolean;
  /** Several clients wait for it and have had a 503 once: the pool may queue it for longer. */
  awaited?: boolean;
  signal: AbortSignal;
  /** Ends the request: nobody reads the answer any more. */
  abort(): void;
}

/** Fields by which frameworks let a client choose another path or method than the one that the key is made of. */
const OVERRIDES = [
  "x-original-url",
  "x-rewrite-url",
  "x-forwarded-prefix",
  "x-forwarded-server",
  "x-host",
  "x-http-method-override",
  "x-method-override",
];

/** Properties of a server's request that a `Request` does not have, and that handlers may use. */
interface Served {
  runtime?: unknown;
  ip?: string;
  waitUntil?: (work: Promise<unknown>) => void;
}

/** Made of a server's request, and as little as that is one of the platform's own. */
class UpstreamRequest extends RequestView {
  override readonly method = "GET";
  override readonly body = null;
  override readonly url: string;
  override readonly headers: Headers;
  override readonly signal: AbortSignal;
  readonly ip: string | undefined;
  readonly waitUntil: ((work: Promise<unknown>) => void) | undefined;
  #inner: Request | undefined;

  constructor(url: string, headers: Headers, signal: AbortSignal, asked: Served) {
    super();
    this.url = url;
    this.headers = headers;
    this.signal = signal;
    this.ip = asked.ip;
    this.waitUntil = asked.waitUntil?.bind(asked);
  }

  override get inner(): Request {
    return (this.#inner ??= new Request(this.url, { headers: this.headers, signal: this.signal }));
  }
}

/** @param origin the one origin that is served, if there is one */
export function upstreamRequest(origin: string | undefined, ask: Ask): Request {
  const { target, signal } = ask;
  const request = ask.request as Request & Served;
  const url = `${origin ?? target.origin}${target.path}${target.query && `?${target.query}`}`;
  const headers = fieldsFor(url, ask);
  const made = request.runtime
    ? new UpstreamRequest(url, headers, signal, request)
    : new Request(url, { headers, signal });
  if (ask.awaited) markAwaited(made);
  return made;
}

function fieldsFor(url: string, { request, stored, conditional, background, alone }: Ask): Headers {
  const headers = new Headers(request.headers);
  for (const name of OVERRIDES) headers.delete(name);
  const { host, protocol } = new URL(url);
  if (headers.has("host")) headers.set("host", host);
  if (headers.has("x-forwarded-host")) headers.set("x-forwarded-host", host);
  if (headers.has("x-forwarded-proto")) headers.set("x-forwarded-proto", protocol.slice(0, -1));
  if (stored || !(alone || conditional)) withoutConditions(headers);
  else if (!alone) for (const name of ["range", "if-range"]) headers.delete(name);
  if (stored) addConditions(headers, stored.view.headers);
  if (background) headers.set("sec-purpose", "prefetch");
  // Sent as they are compared, so that what is stored is what each of those clients would have got.
  for (const name of ["accept-encoding", "accept"]) {
    const value = normalField(name, headers.get(name));
    if (value === "") headers.delete(name);
    else if (value !== undefined) headers.set(name, value);
  }
  return headers;
}
