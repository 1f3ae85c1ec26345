// What children of one pool have in common: a visitor's next request may come to another of them.

import type { DeliveryState } from "offprint";
import { expect, test } from "vitest";
import { openPool, until } from "./open-pool.ts";

interface Taken {
  pid: number;
  taken: DeliveryState;
  secret: string;
}

test("a delivery is taken once by all children, until it is released; they share a secret", async () => {
  const pooled = await openPool({ size: 2, concurrency: 1 });
  await until(() => pooled.stats().ready === 2);
  const take = async (): Promise<Taken> => (await (await pooled.get("/take?ms=100")).json()) as Taken;
  const both = await Promise.all([take(), take()]);
  expect(new Set(both.map(({ pid }) => pid)).size).toBe(2);
  expect(both.map(({ taken }) => taken).sort()).toEqual(["new", "working"]);
  expect(both[0]!.secret).toMatch(/^.{32,}$/);
  expect(both[0]!.secret).toBe(both[1]!.secret);
  expect((await take()).taken).toBe("working");
  await pooled.get("/release?ms=100");
  expect((await take()).taken).toBe("new");
  await pooled.get("/finish?ms=100");
  expect((await take()).taken).toBe("done");
});

test("a delivery whose child has ended is let in again", async () => {
  const pooled = await openPool({ size: 1 });
  const take = async (): Promise<Taken> => (await (await pooled.get("/take?ms=0")).json()) as Taken;
  const { pid, taken } = await take();
  expect(taken).toBe("new");
  expect((await take()).taken).toBe("working");
  process.kill(pid, "SIGKILL");
  await until(() => pooled.stats().children.some((child) => child.pid !== pid) && pooled.stats().ready === 1);
  expect((await take()).taken).toBe("new");
});

test("children have the WebSocket of browsers, on Node 20 too", async () => {
  const pooled = await openPool();
  expect(await (await pooled.get("/websocket")).text()).toBe("function");
});

test("data is made once for all children, and again when it has changed", async () => {
  const pooled = await openPool({ size: 2, concurrency: 1 });
  await until(() => pooled.stats().ready === 2);
  const both = async () => {
    const get = async () =>
      (await (await pooled.get("/data?ms=200")).json()) as { pid: number; value: string };
    const answers = await Promise.all([get(), get()]);
    expect(new Set(answers.map(({ pid }) => pid)).size).toBe(2);
    return new Set(answers.map(({ value }) => value));
  };
  const made = (await (await pooled.get("/data")).json()) as { value: string };
  expect(await both()).toEqual(new Set([made.value]));
  await pooled.get("/change", { method: "POST" });
  const { value } = (await (await pooled.get("/data")).json()) as { value: string };
  expect(value).not.toBe(made.value);
  expect(await both()).toEqual(new Set([value]));
});
