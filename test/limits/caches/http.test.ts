// Caches of the port, the cache and the pool stay within their bounds, however long the texts and how many.

import { describe, expect, it, vi } from "vitest";
import { createFirstTime, REMEMBERED_LINES } from "../../../src/first-time.ts";
import { Flights } from "../../../src/cache/flight.ts";
import { cacheControl } from "../../../src/cache/rules/directives.ts";
import { normalAccept, parseVary } from "../../../src/cache/rules/vary.ts";
import { MAX_NOTED_BYTES, Shelf } from "../../../src/cache/shelf.ts";
import type { Meta } from "../../../src/cache/store.ts";
import { layered } from "../../../src/cache/stores/layered.ts";
import { memory } from "../../../src/cache/stores/memory.ts";
import { HitForPass } from "../../../src/cache/hit-for-pass.ts";
import { createPoison } from "../../../src/pool/poison.ts";
import { createClientReader } from "../../../src/port/proxy.ts";
import { memorySeen } from "../../../src/webhooks/seen.ts";
import { cachesOf, held } from "./watch.ts";

vi.mock("lru-cache", () => import("./watch.ts"));

const MIB = 1024 * 1024;
const LONG = "x".repeat(2_000);
const many = Array.from({ length: 5_000 }, (_, i) => `/${i}${LONG}`);

describe("bounds of caches:", () => {
  it("what counts of queries, and what answers vary by", () => {
    const shelf = new Shelf(memory({ maxBytes: MIB }));
    for (const path of many) {
      const target = { origin: "http://a", path, query: "a=1" };
      shelf.learn(target, 200, new Headers({ "no-vary-search": `params, except=("${path.slice(1, 500)}")` }));
      shelf.noteVary(target, [`x-${path.slice(1)}`]);
    }
    const caches = cachesOf("cache/shelf.ts");
    expect(caches).toHaveLength(3);
    for (const cache of caches) {
      expect(cache.size).toBeGreaterThan(100);
      expect(held(cache)).toBeLessThan(MAX_NOTED_BYTES);
    }
  });

  it("flights, and what there was no room for", async () => {
    const flights = new Flights();
    const full = () => new Response(null, { status: 503, headers: { "retry-after": "1" } });
    const bearing = { selects: undefined, varies: [], collapses: false };
    const sent = many.map((path) =>
      flights.start(path, 0, false, async () => ({ ...bearing, kind: "failed", response: full() })),
    );
    expect(flights.size).toBe(many.length);
    await Promise.all(sent.map(({ outcome }) => outcome));
    expect(flights.size).toBe(0);
    const [turnedAway] = cachesOf("cache/flight.ts");
    expect(flights.wasTurnedAway(many.at(-1)!)).toBe(true);
    expect(held(turnedAway!)).toBeLessThan(5 * MIB);
  });

  it("what is not shared", () => {
    const hitForPass = new HitForPass();
    const request = new Request("http://a/", { headers: { cookie: "a=1" } });
    for (const path of many) hitForPass.add(path, request);
    expect(hitForPass.has(many.at(-1)!, request)).toBe(true);
    expect(held(cachesOf("cache/hit-for-pass.ts")[0]!)).toBeLessThan(5 * MIB);
  });

  it("parsed fields", () => {
    for (const path of many)
      for (const read of [cacheControl, normalAccept, parseVary]) {
        read(`a${path.slice(1, 990)}`);
        read(`a${path.slice(1)}`);
      }
    const caches = cachesOf("cache/remember.ts");
    expect(Math.max(...caches.map(({ size }) => size))).toBe(1_000);
    for (const cache of caches) expect(held(cache)).toBeLessThan(3 * MIB);
  });

  it("answers in memory, with their fields, tags and what they vary by", () => {
    const tags = Array.from({ length: 200 }, (_, i) => `tag ${i}`);
    const meta = (path: string): Meta => ({
      status: 200,
      headers: [["x-long", path]],
      path,
      tags: tags.map((tag) => `${path.slice(0, 6)} ${tag}`),
      vary: [tags],
      requested: 0,
      received: 0,
      position: 0,
    });
    const near = memory({ maxBytes: MIB });
    const far = memory({ maxBytes: 4 * MIB });
    const store = layered(near, far);
    for (const path of many.slice(0, 2_000)) void store.put(path, meta(path), new Uint8Array(1_000));
    for (const cache of cachesOf("cache/stores/memory.ts").slice(-2)) {
      expect(cache.size).toBeGreaterThan(20);
      expect(held(cache)).toBeLessThan(cache.maxSize);
    }
    expect(near.bytes).toBeLessThanOrEqual(MIB);
  });

  it("addresses of proxies", () => {
    const read = createClientReader(["127.0.0.1"]);
    const socket = { remoteAddress: "127.0.0.1" };
    for (let i = 0; i < 3_000; i++)
      for (const address of [`10.0.${i >> 8}.${i & 255}`, `${i}${LONG}`])
        read({ socket, headers: { "x-forwarded-for": `1.1.1.1, ${address}, 127.0.0.1` } } as never);
    const [cache] = cachesOf("port/proxy.ts");
    expect(cache!.size).toBe(1_000);
    expect(held(cache!)).toBeLessThan(1_000 * 250);
  });

  it("URLs that ended children", () => {
    const poison = createPoison(60_000);
    for (const path of many) for (let i = 0; i < 2; i++) poison.blame(path, true);
    expect(poison.refusedFor(many.at(-1)!)).toBeGreaterThan(0);
    const [cache] = cachesOf("pool/poison.ts");
    expect(cache!.size).toBe(1_000);
    expect(held(cache!)).toBeLessThan(1_000 * 300);
  });

  it("deliveries of webhooks", () => {
    const seen = memorySeen({ limit: 1_000 });
    for (const id of many) expect(seen.take(id, 60)).toBe("new");
    expect(seen.take(many.at(-500)!, 60)).toBe("working");
    expect(seen.take(many.at(-2_000)!, 60)).toBe("new");
  });

  it("warnings that were given", () => {
    const isFirst = createFirstTime();
    for (const line of many) expect(isFirst(line)).toBe(true);
    expect(isFirst(many.at(-1)!)).toBe(false);
    const [cache] = cachesOf("first-time.ts");
    expect(held(cache!)).toBeLessThan(REMEMBERED_LINES);
  });
});
