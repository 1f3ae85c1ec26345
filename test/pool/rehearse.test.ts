// Children rehearse while others answer.

import { expect, test } from "vitest";
import { openPool, until, type TestPool } from "./open-pool.ts";

const app = new URL("../fixtures/pool/rehearsing.ts", import.meta.url);

const ask = async (pooled: TestPool) =>
  (await (await pooled.get("/")).json()) as { pid: number; rehearsed: number };

test("every child rehearses once, those that take another's place too", async () => {
  const pooled = await openPool({ app, spare: 1, rehearse: true });
  await until(async () => (await ask(pooled)).rehearsed === 1);
  const { pid } = await ask(pooled);
  process.kill(pid, "SIGKILL");
  await until(async () => {
    const next = await ask(pooled);
    return next.pid !== pid && next.rehearsed === 1;
  });
  await until(() => pooled.stats().ready === 2);
  expect((await ask(pooled)).rehearsed).toBe(1);
});

test("nobody rehearses at first while somebody is being served", async () => {
  const pooled = await openPool({ app, spare: 1, rehearse: true });
  const held = await pooled.get("/held");
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect((await ask(pooled)).rehearsed).toBe(0);
  await held.body!.cancel();
  await until(async () => (await ask(pooled)).rehearsed === 1);
});

test("one that a rehearsal ends is replaced, and no other tries", async () => {
  const pooled = await openPool({ app, spare: 1, rehearse: true, args: { fatal: true } });
  const ended = () => pooled.logged.filter(({ message }) => message === "A child has ended").length;
  await until(() => ended() === 1);
  await until(() => pooled.stats().ready === 2);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(ended()).toBe(1);
  expect((await ask(pooled)).rehearsed).toBe(0);
});

test("the only child answers, and does not rehearse", async () => {
  const pooled = await openPool({ app, spare: 0, rehearse: true });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await ask(pooled)).rehearsed).toBe(0);
});
