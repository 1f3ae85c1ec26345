// Webhooks' deliveries of all children: a retry may come to another child than the first, or after its end.

import { memorySeen, type DeliveryState } from "../webhooks/seen.ts";
import type { FromApp } from "./messages.ts";

type Step = Extract<FromApp, { type: "offprint:delivery" }>;

/** The memory of deliveries, and who works on which of them. */
export function createDeliveries<Child extends object>() {
  const seen = memorySeen();
  const working = new Map<Child, Set<string>>();
  return {
    /** Takes, finishes or releases one. */
    step(child: Child, { step, delivery, seconds }: Step): DeliveryState | undefined {
      const own = working.get(child) ?? new Set();
      if (step !== "take") {
        own.delete(delivery);
        if (step === "finish") seen.finish(delivery, seconds);
        else seen.release(delivery);
        return undefined;
      }
      const state = seen.take(delivery, seconds);
      if (state === "new") working.set(child, own.add(delivery));
      return state;
    },
    /** Releases what a child was working on when it ended. */
    ended(child: Child): void {
      for (const delivery of working.get(child) ?? []) seen.release(delivery);
      working.delete(child);
    },
  };
}
