// The clock of a turn is never behind by more than the turn, wherever in the event loop it was last looked at.

import { expect, test } from "vitest";
import { turnTime } from "../src/process/turn-clock.ts";

/** Keeps the thread busy until the clock has moved. */
function spend(ms: number): void {
  const until = Date.now() + ms;
  while (Date.now() < until);
}

test("it stands still within a turn, microtasks included", async () => {
  await new Promise((resolve) => setImmediate(resolve));
  const from = turnTime();
  spend(5);
  expect(turnTime()).toBe(from);
  await Promise.resolve();
  expect(turnTime()).toBe(from);
});

test.each<[string, (then: () => void) => unknown]>([
  ["a timer", (then) => setTimeout(then, 1)],
  ["an immediate", (then) => setImmediate(then)],
])("after %s it is that of the new turn, though nothing else happened meanwhile", async (_what, later) => {
  for (let n = 0; n < 3; n++) {
    await new Promise<void>((resolve) => later(resolve));
    turnTime();
    spend(5);
    const due = Date.now();
    // An immediate of this turn may run before the clock is forgotten: two of them are a turn.
    await new Promise<void>((resolve) => later(resolve));
    await new Promise<void>((resolve) => later(resolve));
    expect(turnTime()).toBeGreaterThanOrEqual(due);
  }
});
