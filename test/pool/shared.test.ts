// What children of one pool have in common: a visitor's next request may come to another of them.

import { expect, test } from "vitest";
import { openPool, until } from "./open-pool.ts";

interface Taken {
  pid: number;
  taken: boolean;
  secret: string;
}

test("a delivery is taken once by all children, until it is released; they share a secret", async () => {
  const pooled = await openPool({ size: 2, concurrency: 1 });
  await until(() => pooled.stats().ready === 2);
  const take = async (): Promise<Taken> => (await (await pooled.get("/take?ms=100")).json()) as Taken;
  const both = await Promise.all([take(), take()]);
  expect(new Set(both.map(({ pid }) => pid)).size).toBe(2);
  expect(both.map(({ taken }) => taken).sort()).toEqual([false, true]);
  expect(both[0]!.secret).toMatch(/^.{32,}$/);
  expect(both[0]!.secret).toBe(both[1]!.secret);
  expect((await take()).taken).toBe(false);
  await pooled.get("/release?ms=100");
  expect((await take()).taken).toBe(true);
});
