// A request's headers as handlers see them: which fields are read is noted.

import { Reads } from "./reads.ts";
import { ALL, iterated } from "./tracked-iteration.ts";

/**
 * Stands before a request's `Headers`. Changing a field reads nothing; looking one up notes its name;
 * iterating, or handing the whole to `fetch()` or `new Headers()`, notes all of them.
 */
class Tracked extends iterated(Headers) {
  readonly #inner: Headers;
  readonly #reads: Reads;

  constructor(inner: Headers, reads: Reads) {
    super();
    this.#inner = inner;
    this.#reads = reads;
  }

  /** Undefined for headers that are not tracked. */
  static partsOf(headers: unknown): [inner: Headers, reads: Reads] | undefined {
    if (!(headers instanceof Object) || !(#inner in headers)) return undefined;
    const tracked = headers as Tracked;
    return [tracked.#inner, tracked.#reads];
  }

  get(name: string): string | null {
    this.#reads.field(String(name));
    return this.#inner.get(name);
  }

  has(name: string): boolean {
    this.#reads.field(String(name));
    return this.#inner.has(name);
  }

  getSetCookie(): string[] {
    this.#reads.field("set-cookie");
    return this.#inner.getSetCookie();
  }

  set(name: string, value: string): void {
    this.#inner.set(name, value);
  }

  append(name: string, value: string): void {
    this.#inner.append(name, value);
  }

  delete(name: string): void {
    this.#inner.delete(name);
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this.entries());
  }

  /** For `console.log` and `util.inspect()`: the text may become a part of the answer. */
  [Symbol.for("nodejs.util.inspect.custom")](): Headers {
    return this[ALL]();
  }

  [ALL](): Headers {
    this.#reads.allFields();
    return this.#inner;
  }
}

/** The headers of a request, with every read noted in `reads`. */
export function trackHeaders(inner: Headers, reads: Reads): Headers {
  return new Tracked(inner, reads) as unknown as Headers;
}

class Readonly extends Tracked {
  readonly #refusal: () => Error;

  constructor(inner: Headers, reads: Reads, refusal: () => Error) {
    super(inner, reads);
    this.#refusal = refusal;
  }

  override set(): void {
    throw this.#refusal();
  }

  override append(): void {
    throw this.#refusal();
  }

  override delete(): void {
    throw this.#refusal();
  }
}

/** The same headers, whose reads are noted as before, and which cannot be changed. */
export function readonlyHeaders(headers: Headers, refusal: () => Error): Headers {
  const [inner, reads] = Tracked.partsOf(headers) ?? [headers, new Reads()];
  return new Readonly(inner, reads, refusal) as unknown as Headers;
}

/** The headers behind tracked ones; others as they are. Reads of them are not noted. */
export function untrackedHeaders(headers: Headers): Headers {
  return Tracked.partsOf(headers)?.[0] ?? headers;
}

/** A copy whose reads count as reads of the same request; undefined for headers that are not tracked. */
export function copyOfTracked(headers: unknown): Headers | undefined {
  const parts = Tracked.partsOf(headers);
  return parts && trackHeaders(new Headers([...parts[0]]), parts[1]);
}
