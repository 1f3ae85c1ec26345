// A child's side of what the children of a pool have in common: revalidations, webhooks' deliveries, data.

import { keepDataIn } from "../data-store.ts";
import { onRevalidate, revalidate } from "../revalidate.ts";
import { learnRevalidations } from "../revalidations.ts";
import { rememberSeenIn, type DeliveryState } from "../webhooks/seen.ts";
import type { DeliveryStep, FromChild, FromParent } from "./messages.ts";

/** Questions to the parent, by the number that it gives back with its answer. */
class Questions<T> {
  readonly #waiting = new Map<number, (answer: T) => void>();
  #count = 0;

  ask(send: (id: number) => void): Promise<T> {
    return new Promise((resolve) => {
      const id = ++this.#count;
      this.#waiting.set(id, resolve);
      send(id);
    });
  }

  answered(id: number, answer: T): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}

/** Puts the parent's memory in place of this process's. Returns what takes its messages about them. */
export function shareWithParent(send: (message: FromChild) => void): (message: FromParent) => void {
  const revalidated = new Questions<boolean>();
  const delivered = new Questions<DeliveryState | undefined>();
  const data = new Questions<string | undefined>();
  let fromParent = false;
  onRevalidate(async (what) => {
    if (fromParent) return;
    const failed = await revalidated.ask((id) => send({ type: "offprint:revalidate", id, what }));
    if (failed) throw new Error("A cache of the server could not be told.");
  });
  const step = (step: DeliveryStep, delivery: string, seconds: number) =>
    delivered.ask((id) => send({ type: "offprint:delivery", id, step, delivery, seconds }));
  rememberSeenIn({
    take: async (delivery, lease) => (await step("take", delivery, lease)) ?? "working",
    finish: async (delivery, seconds) => void (await step("finish", delivery, seconds)),
    release: async (delivery) => void (await step("release", delivery, 0)),
  });
  keepDataIn({
    read: (key) => data.ask((id) => send({ type: "offprint:read-data", id, key })),
    keep: (key, text) => send({ type: "offprint:keep-data", key, data: text }),
  });
  return (message) => {
    switch (message.type) {
      case "offprint:revalidated":
        return revalidated.answered(message.id, message.failed);
      case "offprint:delivered":
        return delivered.answered(message.id, message.state);
      case "offprint:revalidations":
        return learnRevalidations(message.log);
      case "offprint:data":
        return data.answered(message.id, message.data);
      case "offprint:revalidate":
        // Listeners are called before revalidate() first waits: ours sees the flag, and does not echo.
        fromParent = true;
        revalidate(message.what).catch((error: unknown) => console.error(error));
        fromParent = false;
    }
  };
}
