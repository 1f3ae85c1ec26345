// What frameworks' functions keep for a project stays within its bounds, whatever is given to them.

import { describe, expect, it, vi } from "vitest";
import { createSharedData, keepDataIn } from "../../../src/data-store.ts";
import { share } from "../../../src/compat/next/shared-results.ts";
import { cached, DATA_CACHE_BYTES } from "../../../src/compat/next/data-cache.ts";
import { createMemorySessionStorage, createSession } from "../../../src/compat/sessions.ts";
import { reweigh } from "../../../src/reweigh.ts";
import { cachesOf, LRUCache } from "./watch.ts";

vi.mock("lru-cache", () => import("./watch.ts"));

const MIB = 1024 * 1024;

describe("bounds of caches:", () => {
  it("results of cached functions", async () => {
    let runs = 0;
    const result = (i: number, mib: number) =>
      cached(`result ${i}`, {
        run: () => (runs++, { text: "x".repeat(mib * MIB) + i, bytes: new Uint8Array(MIB) }),
      });
    for (let i = 0; i < 40; i++) await result(i, 1);
    const [cache] = cachesOf("compat/next/data-cache.ts");
    // Two bytes a character, and the array.
    expect(cache!.size).toBe(Math.floor(DATA_CACHE_BYTES / (3 * MIB)));
    await result(39, 1);
    expect(runs).toBe(40);
    await result(0, 1);
    expect(runs).toBe(41);
    // Of a result that is larger than all may be, none is driven out.
    const { size } = cache!;
    await result(1_000, 64);
    expect(cache!.size).toBeGreaterThanOrEqual(size - 1);
  });

  it("keys of cached functions", async () => {
    for (let i = 0; i < 50; i++) await cached(`${i}${"k".repeat(MIB)}`, { run: () => i });
    expect(cachesOf("compat/next/data-cache.ts")[0]!.size).toBeLessThanOrEqual(32);
  });

  it("results that children share", () => {
    const data = createSharedData();
    for (let i = 0; i < 70; i++) data.keep(`${i}`, "x".repeat(MIB));
    expect(cachesOf("data-store.ts")[0]!.size).toBe(63);
    keepDataIn({ read: () => Promise.resolve(undefined), keep: (key) => void kept.push(key) });
    const kept: string[] = [];
    const result = { made: 0, life: { revalidate: 1, expire: 1 }, tags: new Set<string>() };
    share("small", { ...result, value: new Uint8Array(MIB) });
    share("large", { ...result, value: new Uint8Array(4 * MIB) });
    share("no data", { ...result, value: () => 1 });
    expect(kept).toEqual(["small"]);
  });

  it("sessions", async () => {
    const { getSession, commitSession } = createMemorySessionStorage({ cookie: { secrets: ["s"] } });
    let last = "";
    for (let i = 0; i < 80; i++)
      last = await commitSession(createSession({ text: "x".repeat(MIB) + i, list: [new Uint8Array(MIB)] }));
    expect(cachesOf("compat/sessions.ts")[0]!.size).toBe(21);
    expect((await getSession(last)).get("text")).toMatch(/79$/);
  });

  it("a value that has grown", () => {
    const cache = new LRUCache({ maxSize: 100 });
    const [value, other] = [{}, {}];
    reweigh(cache, "value", value, 1);
    reweigh(cache, "other", other, 40);
    reweigh(cache, "value", value, 50);
    expect(cache.calculatedSize).toBe(90);
    reweigh(cache, "value", value, 70);
    expect([...cache.keys()]).toEqual(["value"]);
  });
});
