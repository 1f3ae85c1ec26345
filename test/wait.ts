// What a test waits for, where an event alone does not say it: never a time.

import { onTestFinished } from "vitest";

/** Looks, 20 ms apart, at which a number must be the same. */
const LOOKS = 5;

/**
 * Waits until a number stands still; resolves with it. One that never does fails with the test's timeout.
 *
 * @example
 * const pulled = await standstill(() => source.pulled);
 */
export async function standstill(number: () => number): Promise<number> {
  let last = number();
  for (let same = 0; same < LOOKS;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    same = number() === last ? same + 1 : 0;
    last = number();
  }
  return last;
}

const gates = new Map<string, Promise<void>>();
(globalThis as { offprintGates?: typeof gates }).offprintGates = gates;
let made = 0;

export interface Gate {
  /** An expression for the code of a route in this process: waits until the test opens the gate. */
  passed: string;
  open(): void;
}

/**
 * Holds a route up until the test has seen what it must see before.
 *
 * @example
 * const gate = createGate();
 * await appOf({ "a.ts": `export async function* GET() { yield "a"; ${gate.passed}; yield "b"; }` });
 */
export function createGate(): Gate {
  const name = String(made++);
  let open = () => {};
  gates.set(name, new Promise((resolve) => (open = resolve)));
  onTestFinished(() => (open(), void gates.delete(name)));
  return { passed: `await globalThis.offprintGates.get("${name}")`, open };
}
