// When a child counts as stuck, starved or waiting: by what it got of the processor, not by the clock on the wall.

import { expect, test } from "vitest";
import { Vitals } from "../../src/pool/vitals.ts";

interface Kind {
  /** Milliseconds of processor time, and of waiting for it, in each quarter of a second. */
  used: number;
  waited: number;
  /** Its event loop turns. */
  turns: boolean;
}

/** Ten seconds of a child's life, in looks of a quarter of a second. */
function live({ used, waited, turns }: Kind, step = 250): Vitals {
  let now = 0;
  const vitals = new Vitals(
    () => ({ used, waited }),
    () => now,
  );
  for (; now < 10_000;) {
    now += step;
    vitals.sample(!turns);
  }
  return vitals;
}

test.each<[string, Kind, { blocked: number; unproductive: number; idle: boolean; starved: boolean }]>([
  [
    "loops",
    { used: 250, waited: 0, turns: false },
    { blocked: 10_000, unproductive: 10_000, idle: false, starved: false },
  ],
  [
    "works in turns",
    { used: 250, waited: 0, turns: true },
    { blocked: 0, unproductive: 10_000, idle: false, starved: false },
  ],
  [
    "works in threads",
    { used: 900, waited: 0, turns: true },
    { blocked: 0, unproductive: 10_000, idle: false, starved: false },
  ],
  [
    "stands still",
    { used: 0, waited: 0, turns: false },
    { blocked: 10_000, unproductive: 0, idle: true, starved: false },
  ],
  [
    "waits for data",
    { used: 2, waited: 1, turns: true },
    { blocked: 0, unproductive: 80, idle: true, starved: false },
  ],
  [
    "is starved at work",
    { used: 5, waited: 245, turns: false },
    { blocked: 200, unproductive: 200, idle: false, starved: true },
  ],
  [
    "is starved to nothing",
    { used: 0, waited: 250, turns: false },
    { blocked: 0, unproductive: 0, idle: false, starved: true },
  ],
])("a child that %s", (_what, kind, expected) => {
  const { blocked, unproductive, idle, starved } = live(kind);
  expect({ blocked: Math.round(blocked), unproductive, idle, starved }).toEqual(expected);
});

test("a parent that was held up itself has not listened either", () => {
  // Five looks in ten seconds count half a second each.
  expect(live({ used: 0, waited: 0, turns: false }, 2_000).blocked).toBe(2_500);
});

test("one that stands still while it is starved is seen to, by looks that are seldom", () => {
  // A second at a time, of which it had two fifths to itself.
  expect(live({ used: 0, waited: 600, turns: false }, 1_000).blocked).toBe(4_000);
});

test.each([
  [0, 0],
  [50, 50],
  [245, 250 / 3],
])("of %d ms that a child lost of 250, who waits in line is excused %d", (waited, excused) => {
  expect(live({ used: 5, waited, turns: true }).excused).toBeCloseTo(excused);
});

test("where the system does not tell, the child does when its event loop turns", () => {
  let now = 0;
  const vitals = new Vitals(
    () => undefined,
    () => now,
  );
  for (let used = 0; used < 1_000;) {
    now += 250;
    vitals.turned((used += 250));
    vitals.sample(false);
  }
  expect([vitals.unproductive, vitals.idle, vitals.lost]).toEqual([1_000, false, 0]);
});

test("getting something done is what counts", () => {
  const vitals = live({ used: 250, waited: 0, turns: true });
  vitals.progressed();
  expect(vitals.unproductive).toBe(0);
});
