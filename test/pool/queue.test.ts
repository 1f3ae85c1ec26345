// Who may wait: as many as will be served in time, and no more.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createQueue } from "../../src/pool/queue.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const patient = new AbortController().signal;

test("who would wait in vain is told at once; who comes when places are quick again may wait", async () => {
  let free = 0;
  const queue = createQueue({
    line: { take: () => (free > 0 ? free-- : undefined), maxWaiting: 1_000, maxWait: 5_000 },
  });
  const outcomes: unknown[] = [];
  const enter = () => void queue.enter("line", patient).then((place) => outcomes.push(place));
  const offer = async (milliseconds: number) => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    free++;
    queue.offer();
    await vi.advanceTimersByTimeAsync(0);
  };

  // Nothing is known of the pace: all may wait.
  for (let n = 0; n < 200; n++) enter();
  expect(queue.waiting()).toBe(200);
  for (let n = 0; n < 40; n++) await offer(100);
  // 160 wait, a place comes every tenth of a second: 161 would be 16 seconds.
  outcomes.length = 0;
  enter();
  await vi.advanceTimersByTimeAsync(0);
  expect([outcomes, queue.waiting()]).toEqual([[undefined], 160]);

  // The others have waited in vain by now; the pace is forgotten when nobody was given a place for as long.
  await vi.advanceTimersByTimeAsync(6_000);
  expect(queue.waiting()).toBe(0);
  for (let n = 0; n < 100; n++) enter();
  expect(queue.waiting()).toBe(100);
  for (let n = 0; n < 60; n++) await offer(1);
  for (let n = 0; n < 500; n++) enter();
  expect(queue.waiting()).toBe(540);
});

test("time for which others had the processor is not waited", async () => {
  let lost = 0;
  const lanes = { line: { take: () => undefined, maxWaiting: 3, maxWait: 1_000 } };
  const queue = createQueue(lanes, () => lost);
  const outcome = vi.fn<(place: undefined) => void>();
  void queue.enter("line", patient).then(outcome);
  lost = 900;
  await vi.advanceTimersByTimeAsync(1_800);
  expect(outcome).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(outcome).toHaveBeenCalledExactlyOnceWith(undefined);
});

test("a line is never longer than it may be", async () => {
  const queue = createQueue({ line: { take: () => undefined, maxWaiting: 3, maxWait: 100 } });
  const outcomes = Promise.all(Array.from({ length: 5 }, () => queue.enter("line", patient)));
  expect(queue.waiting("line")).toBe(3);
  await vi.advanceTimersByTimeAsync(100);
  expect(await outcomes).toEqual(Array.from({ length: 5 }));
});
