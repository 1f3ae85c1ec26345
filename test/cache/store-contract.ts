// What every store must do: run against each of them.

import { describe, expect, it } from "vitest";
import type { Content, Entry, Meta, Store } from "../../src/cache/store.ts";

export const meta = (over: Partial<Meta> = {}): Meta => ({
  status: 200,
  headers: [
    ["content-type", "text/plain"],
    ["x-name", "日本"],
  ],
  path: "/a",
  tags: ["one"],
  requested: 1_000,
  received: 2_000,
  position: 0,
  ...over,
});

export const bytes = (size: number, seed = 7): Uint8Array<ArrayBuffer> => {
  const made = new Uint8Array(size);
  let state = seed;
  for (let at = 0; at < size; at++) made[at] = state = (state * 1_103_515_245 + 12_345) & 0x7f;
  return made;
};

/** A content's bytes, however it came. */
export async function contentOf(
  found: Content | undefined | Promise<Content | undefined>,
): Promise<Uint8Array | undefined> {
  const content = await found;
  if (!content) return undefined;
  return new Uint8Array(await new Response(content).arrayBuffer());
}

export const whole = (entry: Entry | undefined) => contentOf(entry?.read(0, entry.size ?? Infinity));

export interface StoreLimits {
  maxBytes: number;
}

/**
 * @param make an empty store, as small as it is told to be
 */
export function describeStore(name: string, make: (limits?: StoreLimits) => Store | Promise<Store>): void {
  describe(`${name}: the store contract`, () => {
    it("gives nothing for what it was never given", async () => {
      const store = await make();
      expect(await store.get("nothing")).toBeUndefined();
      expect(() => store.delete("nothing")).not.toThrow();
      await store.close();
    });

    it.each([0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 1_000_000])(
      "gives back %i bytes and what is known of them",
      async (size) => {
        const store = await make();
        await store.put("key", meta(), bytes(size));
        const entry = await store.get("key");
        expect(entry?.meta).toEqual(meta());
        expect(entry?.size).toBe(size);
        expect(Buffer.compare(Buffer.from((await whole(entry)) ?? "gone"), Buffer.from(bytes(size)))).toBe(0);
        await store.close();
      },
    );

    it("reads any part", async () => {
      const store = await make();
      const body = bytes(700_000);
      await store.put("key", meta(), body);
      const entry = await store.get("key");
      for (const [start, end] of [
        [0, 1],
        [699_999, 700_000],
        [262_143, 262_145],
        [1, 699_999],
        [262_144, 524_288],
      ] as const) {
        const part = await contentOf(entry?.read(start, end));
        expect(part && Buffer.compare(Buffer.from(part), Buffer.from(body.subarray(start, end)))).toBe(0);
      }
      await store.close();
    });

    it("keeps the newest under a key, and keys apart that look alike", async () => {
      const store = await make();
      const keys = [
        "/a",
        "/A",
        "/a?",
        "/a\nvary\nx:1",
        "/a\nvary\nx",
        "../../etc/passwd",
        "\0",
        "k".repeat(9000),
        "日本",
      ];
      for (const [index, key] of keys.entries()) await store.put(key, meta({ path: key }), bytes(10, index));
      await store.put("/a", meta({ status: 404 }), bytes(20));
      expect((await store.get("/a"))?.meta.status).toBe(404);
      for (const [index, key] of keys.entries())
        if (index > 0)
          expect(Buffer.from((await whole(await store.get(key))) ?? "")).toEqual(
            Buffer.from(bytes(10, index)),
          );
      await store.close();
    });

    it("forgets what is deleted", async () => {
      const store = await make();
      await store.put("key", meta(), bytes(10));
      store.delete("key");
      expect(await store.get("key")).toBeUndefined();
      await store.close();
    });

    it("takes newer fields for the same bytes, or goes on with the old ones", async () => {
      const store = await make();
      await store.put("key", meta(), bytes(10));
      const entry = await store.get("key");
      const fresher = meta({ received: 9_000 });
      if (entry) store.freshen("key", entry.with(fresher));
      const found = await store.get("key");
      expect([fresher, meta()]).toContainEqual(found?.meta);
      expect(Buffer.from((await whole(found)) ?? "")).toEqual(Buffer.from(bytes(10)));
      expect(Buffer.from((await whole(entry?.with(fresher))) ?? "")).toEqual(Buffer.from(bytes(10)));
      await store.close();
    });

    it("stays within its bytes, and keeps what was used last", async () => {
      const store = await make({ maxBytes: 2_000_000 });
      for (let index = 0; index < 200; index++) await store.put(`key ${index}`, meta(), bytes(50_000));
      let kept = 0;
      for (let index = 0; index < 200; index++) kept += (await store.get(`key ${index}`))?.size ?? 0;
      expect(kept).toBeLessThanOrEqual(2_000_000);
      expect(kept).toBeGreaterThan(1_000_000);
      expect(await store.get("key 199")).toBeDefined();
      expect(await store.get("key 0")).toBeUndefined();
      await store.close();
    });

    it("refuses what is too large, without a word", async () => {
      const store = await make({ maxBytes: 100_000 });
      await store.put("key", meta(), bytes(500_000));
      expect(await store.get("key")).toBeUndefined();
      await store.close();
    });

    it("takes many at once under one key, and gives back one of them whole", async () => {
      const store = await make();
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          store.put("key", meta({ status: 200 + index }), bytes(5000, index)),
        ),
      );
      const entry = await store.get("key");
      const index = (entry?.meta.status ?? 0) - 200;
      expect(Buffer.from((await whole(entry)) ?? "")).toEqual(Buffer.from(bytes(5000, index)));
      await store.close();
    });

    it("remembers purges by tag, path, what is below a path, and all", async () => {
      const { purges, close } = await make();
      const start = purges.position();
      expect(purges.since(start, "/a", ["one"])).toBeUndefined();
      purges.add({ tag: "one", mode: "stale" });
      expect(purges.since(start, "/a", ["one"])).toBe("stale");
      expect(purges.since(start, "/a", ["two"])).toBeUndefined();
      purges.add({ path: "/a", mode: "validate" });
      expect(purges.since(start, "/a", ["one"])).toBe("validate");
      expect(purges.since(start, "/a/b", [])).toBeUndefined();
      purges.add({ path: "/a/*", mode: "gone" });
      expect(purges.since(start, "/a/b", [])).toBe("gone");
      const later = purges.position();
      expect(purges.since(later, "/a/b", ["one"])).toBeUndefined();
      purges.add({ mode: "validate" });
      expect(purges.since(later, "/anything", [])).toBe("validate");
      expect(purges.since(purges.position(), "/anything", [])).toBeUndefined();
      await close();
    });
  });
}
