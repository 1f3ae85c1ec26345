// An RFC 9111 shared cache around any fetch: its parts. The walk of one request is in visit.ts.

import { turnTime } from "../process/turn-clock.ts";
import { onRevalidate } from "../revalidate.ts";
import type { Fetch } from "../routing/route.ts";
import { Flights } from "./flight.ts";
import type { Cache, CacheOptions } from "./options.ts";
import type { OriginOptions } from "./origin.ts";
import { passOn } from "./pass.ts";
import type { Purge } from "./purges/purge-log.ts";
import { toPurges } from "./purges/purge.ts";
import { targetOf } from "./rules/key.ts";
import { Probes } from "./probes.ts";
import { Shelf } from "./shelf.ts";
import { memory } from "./stores/memory.ts";
import { HitForPass } from "./hit-for-pass.ts";
import { createViews } from "./view.ts";
import { type CacheParts, Visit } from "./visit.ts";

/**
 * Puts a shared HTTP cache (RFC 9111) in front of a fetch.
 *
 * Fresh answers are served from the store; stale ones are validated, so that what has not changed is
 * never made again; concurrent requests for one answer are collapsed into one. What the cache did is in
 * `Cache-Status` (RFC 9211).
 *
 * @param fetch what is asked: an app, a pool, or any other
 * @example
 * const cached = cache(app.fetch, { origin: "https://example.com" });
 * const response = await cached(new Request("https://example.com/og/JP.png"));
 * response.headers.get("cache-status");   // offprint; fwd=uri-miss; stored
 */
export function cache(fetch: Fetch, options: CacheOptions = {}): Cache {
  const store = options.store ?? memory();
  const name = options.name ?? "offprint";
  const oneOrigin = options.origin === undefined ? undefined : new URL(options.origin).origin;
  const policy = { maxErrorAge: options.maxErrorAge ?? 10, shareCookies: options.shareCookies ?? false };
  const flights = new Flights();
  const origin: OriginOptions = {
    ...policy,
    fetch,
    origin: oneOrigin,
    store,
    shelf: new Shelf(store),
    now: options.now ?? turnTime,
    maxEntryBytes: options.maxEntryBytes ?? 16 * 1024 * 1024,
    readerStall: options.readerStall ?? 10_000,
    budget: { max: options.maxArrivingBytes ?? 64 * 1024 * 1024, used: 0 },
  };
  const parts: CacheParts = {
    name,
    origin,
    flights,
    probes: new Probes(),
    hitForPass: new HitForPass(),
    viewOf: createViews({ ...policy, name }),
    reloadInterval: options.reloadInterval ?? 1_000,
    maxStaleUnreachable: options.maxStaleUnreachable ?? 60,
  };

  const purge = (what: Purge) => store.purges.add(what);
  const stop = onRevalidate((what) => {
    for (const each of toPurges(what)) purge(each);
  });

  const handler = (request: Request) => {
    const target = targetOf(request, oneOrigin !== undefined);
    const { method } = request;
    return method === "GET" || method === "HEAD"
      ? new Visit(parts, request, target).walk()
      : passOn(origin, name, request, target);
  };
  return Object.defineProperties(handler, {
    purge: { value: purge },
    arriving: { get: () => flights.size },
    close: {
      value: async () => {
        stop();
        await store.close();
      },
    },
  }) as Cache;
}
