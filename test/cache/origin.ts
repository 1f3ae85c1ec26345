// An origin for the cache's tests: it answers what it is told to and remembers what it was asked.

import { cache } from "../../src/cache/cache.ts";
import type { Cache, CacheOptions } from "../../src/cache/options.ts";

export type Answer = (request: Request, count: number) => Response | Promise<Response>;

export interface Scene {
  cached: Cache;
  /** What reached the origin. */
  asked: Request[];
  /** Moves the clock by seconds. */
  pass(seconds: number): void;
  /** Asks the cache for a path. */
  get(path: string, headers?: HeadersInit, init?: RequestInit): Promise<Response>;
  /** The same, with the body read: status, text and `Cache-Status`. */
  text(path: string, headers?: HeadersInit): Promise<string>;
}

export function scene(answer: Answer, options: CacheOptions = {}): Scene {
  let time = Date.UTC(2026, 10, 21, 12);
  const asked: Request[] = [];
  const cached = cache(
    (request) => {
      asked.push(request);
      return answer(request, asked.length);
    },
    { now: () => time, ...options },
  );
  const get = async (path: string, headers?: HeadersInit, init?: RequestInit) =>
    cached(new Request(`http://site.test${path}`, { headers, ...init }));
  return {
    cached,
    asked,
    pass: (seconds) => {
      time += seconds * 1000;
    },
    get,
    text: async (path, headers) => (await get(path, headers)).text(),
  };
}

/** An answer with these fields whose body counts how often the origin made one. */
export const counting =
  (headers: HeadersInit, status = 200): Answer =>
  (_request, count) =>
    new Response(`body ${count}`, { status, headers });

/** An answer with an entity tag: 304 to the right `If-None-Match`, as the app below does. */
export const tagged =
  (etag: () => string, headers: HeadersInit = {}): Answer =>
  (request, count) =>
    request.headers.get("if-none-match") === etag()
      ? new Response(null, {
          status: 304,
          headers: { etag: etag(), ...Object.fromEntries(new Headers(headers)) },
        })
      : new Response(`body ${count}`, {
          headers: { etag: etag(), ...Object.fromEntries(new Headers(headers)) },
        });

export const status = (response: Response) => response.headers.get("cache-status") ?? "";

/** Lets everything that is ready to run do so: some turns of the event loop, however long they take. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((done) => setImmediate(done));
}
