// A handler in a child says what has changed: the cache in front hears it before the handler goes on.

import { expect, onTestFinished, test } from "vitest";
import { cache } from "../../src/cache/cache.ts";
import { openPool, until } from "./open-pool.ts";

test("revalidateTag in a child reaches the cache of the parent, and is awaited", async () => {
  const pooled = await openPool({ size: 2 });
  await until(() => pooled.stats().ready === 2);
  const cached = cache(pooled, { origin: "http://test" });
  onTestFinished(() => cached.close());
  const get = async (path: string, method = "GET") =>
    (await cached(new Request(`http://test${path}`, { method }))).text();
  const first = await get("/tagged");
  expect(await get("/tagged")).toBe(first);
  expect(await get("/change", "POST")).toBe("told");
  const second = await get("/tagged");
  expect(second).not.toBe(first);
  expect(await get("/tagged")).toBe(second);
});
