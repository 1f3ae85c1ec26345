// Requests whose last answer could not be shared: they go to the origin at once and do not wait for each other.

import { LRUCache } from "lru-cache";

/** For this long (milliseconds) requests do not wait for one another where sharing failed. */
const MEMORY = 600_000;

/** That answers are private to those who have cookies tells nothing of those who have none. */
const keyOf = (at: string, request: Request) => (request.headers.has("cookie") ? `${at}\ncookie` : at);

export class Unshared {
  readonly #keys = new LRUCache<string, true>({
    max: 10_000,
    maxSize: 4 * 1024 * 1024,
    sizeCalculation: (_, key) => key.length,
    ttl: MEMORY,
  });

  has(at: string, request: Request): boolean {
    return this.#keys.has(keyOf(at, request));
  }

  /** Credentials always give an answer of their own: that says nothing of the others'. */
  add(at: string, request: Request): void {
    if (!request.headers.has("authorization")) this.#keys.set(keyOf(at, request), true);
  }

  delete(at: string, request: Request): void {
    this.#keys.delete(keyOf(at, request));
  }
}
