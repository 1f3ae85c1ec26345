// A Request that is made of another, or becomes one of the platform's own only for those who need that:
// making one of those, with a signal, leaves things behind that only a full garbage collection takes away.

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

  /** For `console.log` and `util.inspect()`, which would ask this one for what only the platform's own has. */
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

/** A `Request` to everybody; a subclass says what is underneath, and overrides what it can tell for less. */
export const RequestView = View as unknown as typeof Whole;
