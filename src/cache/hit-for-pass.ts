// Hit-for-pass: URLs whose last answer could not be shared. Requests for them are not collapsed (RFC 9111 §4): each goes
// to the origin at once.

import { LRUCache } from "lru-cache";

/** Milliseconds for which requests for a URL are not collapsed after an answer that could not be shared. */
const MEMORY = 600_000;

/** Requests with cookies have a key of their own: their answers may be private where those without cookies are not. */
const keyOf = (at: string, request: Request) => (request.headers.has("cookie") ? `${at}\ncookie` : at);

export class HitForPass {
  readonly #keys = new LRUCache<string, true>({
    max: 10_000,
    maxSize: 4 * 1024 * 1024,
    sizeCalculation: (_, key) => key.length,
    ttl: MEMORY,
  });

  has(at: string, request: Request): boolean {
    return this.#keys.has(keyOf(at, request));
  }

  /** Ignores requests with `Authorization`: their answers are never shared, which does not tell about other requests. */
  add(at: string, request: Request): void {
    if (!request.headers.has("authorization")) this.#keys.set(keyOf(at, request), true);
  }

  delete(at: string, request: Request): void {
    this.#keys.delete(keyOf(at, request));
  }
}
