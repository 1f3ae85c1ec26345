// The parent's side of what the children of a pool have in common: revalidations, webhooks' deliveries, data.

import { createSharedData } from "../data-store.ts";
import type { Logger } from "../log.ts";
import { revalidate } from "../revalidate.ts";
import { revalidationLog } from "../revalidations.ts";
import type { Child } from "./child-process.ts";
import { createDeliveries } from "./deliveries.ts";
import type { FromApp } from "./messages.ts";

/** @param children all of the pool */
export function createShared(children: () => Iterable<Child>, log: Pick<Logger, "error"> | undefined) {
  const deliveries = createDeliveries<Child>();
  const data = createSharedData();
  const informed = new WeakSet<Child>();

  /** A child says that something has changed: the caches of this process hear it, and the other children. */
  async function relay(
    from: Child,
    { id, what }: Extract<FromApp, { type: "offprint:revalidate" }>,
  ): Promise<void> {
    for (const child of children()) if (child !== from) child.send({ type: "offprint:revalidate", what });
    const failed = await revalidate(what).then(
      () => false,
      (error: unknown) => {
        log?.error({ err: error }, "A cache could not be told what has changed");
        return true;
      },
    );
    from.send({ type: "offprint:revalidated", id, failed });
  }

  function handle(child: Child, message: FromApp): void {
    switch (message.type) {
      case "offprint:revalidate":
        return void relay(child, message);
      case "offprint:delivery":
        return child.send({
          type: "offprint:delivered",
          id: message.id,
          state: deliveries.step(child, message),
        });
      case "offprint:keep-data":
        // One that is to be replaced may run code that has changed.
        return child.dueForRecycling ? undefined : data.keep(message.key, message.data);
      case "offprint:read-data":
        // It may have begun after something changed, and is given data from before.
        if (!informed.has(child)) child.send({ type: "offprint:revalidations", log: revalidationLog() });
        informed.add(child);
        child.send({ type: "offprint:data", id: message.id, data: data.read(message.key) });
    }
  }

  return {
    handle,
    /** Releases what a child was working on when it ended. */
    ended: (child: Child) => deliveries.ended(child),
    /** Forgets data: it may have been made by code that has changed since. */
    forgetData: () => data.clear(),
  };
}
