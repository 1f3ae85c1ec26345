// Base of requests that wrap another one. A native Request is made only for code that needs one: with a signal, each
// leaves objects behind that only a full garbage collection frees.

/** Members that a server's requests have too. */
const FIELDS = ["body", "bodyUsed", "headers", "method", "signal", "url"] as const;
const READERS = ["arrayBuffer", "blob", "formData", "json", "text"] as const;

/** Members that only the platform's own has. */
const OWN_FIELDS = [
  "cache",
  "credentials",
  "destination",
  "integrity",
  "keepalive",
  "mode",
  "redirect",
  "referrer",
  "referrerPolicy",
] as const;

abstract class View {
  /** The request underneath. */
  abstract get inner(): Request;

  /** The platform's own, for `new Request(view)`, which takes requests apart by their insides. */
  get _request(): Request {
    return this.inner;
  }

  get duplex(): "half" {
    return "half";
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.inner.arrayBuffer());
  }

  clone(): Request {
    return this.inner.clone();
  }

  /** For `console.log` and `util.inspect()`, which read private fields that only a native Request has. */
  [Symbol.for("nodejs.util.inspect.custom")](): Request {
    return this._request;
  }
}

for (const name of FIELDS)
  Object.defineProperty(View.prototype, name, {
    configurable: true,
    get(this: View) {
      return this.inner[name];
    },
  });
for (const name of READERS)
  Object.defineProperty(View.prototype, name, {
    configurable: true,
    writable: true,
    value(this: View) {
      return this.inner[name]();
    },
  });
for (const name of OWN_FIELDS)
  Object.defineProperty(View.prototype, name, {
    configurable: true,
    get(this: View) {
      return this.inner[name];
    },
  });
Object.setPrototypeOf(View.prototype, Request.prototype);

declare abstract class Whole extends Request {
  constructor();
  abstract get inner(): Request;
  get _request(): Request;
}

/** Behaves as a `Request`. A subclass gives the wrapped request as `inner`, and overrides what it can compute faster. */
export const RequestView = View as unknown as typeof Whole;
