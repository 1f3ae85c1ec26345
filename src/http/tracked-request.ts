// The request as handlers and guards are given it: whatever is read of it is noted.

import type { Reads } from "./reads.ts";
import { RequestView } from "./request-view.ts";
import { trackHeaders } from "./tracked-headers.ts";
import { TrackedURL } from "./tracked-url.ts";

/** Properties of a server's request that a `Request` does not have. */
interface Served {
  ip?: string;
  runtime?: unknown;
  context?: Record<string, unknown>;
  waitUntil?: (work: Promise<unknown>) => void;
  _request?: Request;
}

/** A `Request` whose fields, address and URL are noted in `reads` when they are looked at. */
export class TrackedRequest extends RequestView {
  readonly #inner: Request & Served;
  readonly #reads: Reads;
  #headers: Headers | undefined;

  constructor(inner: Request, reads: Reads) {
    super();
    this.#inner = inner;
    this.#reads = reads;
  }

  /** The request underneath: reads of it are not noted. */
  override get inner(): Request {
    return this.#inner;
  }

  get reads(): Reads {
    return this.#reads;
  }

  /** Handed to the platform or a library, which may look at any of it. */
  override get _request(): Request {
    this.#reads.allFields();
    this.#reads.wholeQuery();
    return this.#inner._request ?? this.#inner;
  }

  override get headers(): Headers {
    return (this.#headers ??= trackHeaders(this.#inner.headers, this.#reads));
  }

  override get url(): string {
    this.#reads.wholeQuery();
    return this.#inner.url;
  }

  get ip(): string | undefined {
    this.#reads.clientAddress();
    return this.#inner.ip;
  }

  /** Node's own request, in which everything can be read. */
  get runtime(): unknown {
    if (this.#inner.runtime === undefined) return undefined;
    this.#reads.allFields();
    this.#reads.clientAddress();
    this.#reads.wholeQuery();
    return this.#inner.runtime;
  }

  get context(): Record<string, unknown> | undefined {
    return this.#inner.context;
  }

  get waitUntil(): ((work: Promise<unknown>) => void) | undefined {
    return this.#inner.waitUntil?.bind(this.#inner);
  }

  override clone(): Request {
    return new TrackedRequest(this.#inner.clone(), this.#reads);
  }

  /** The address in parts, of which only the query is noted when it is looked at. */
  trackedUrl(): TrackedURL {
    return new TrackedURL(this.#inner.url, undefined, this.#reads);
  }

  /** For `console.log` and `util.inspect()`: the text may become a part of the answer. */
  [Symbol.for("nodejs.util.inspect.custom")](): Request {
    this.#reads.allFields();
    this.#reads.clientAddress();
    this.#reads.wholeQuery();
    return this.#inner;
  }
}

/** The record of reads of a request; undefined for one that is not tracked. */
export function readsOf(request: Request): Reads | undefined {
  return request instanceof TrackedRequest ? request.reads : undefined;
}

/** The request that a {@link TrackedRequest} stands for; others as they are. Reads of it are not noted. */
export function untracked(request: Request): Request {
  return request instanceof TrackedRequest ? request.inner : request;
}
