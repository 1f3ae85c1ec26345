// Deliveries that were taken: one that was answered is not worked on again, one that failed is.

import { createHash } from "node:crypto";

/** Ids remembered at once, by 32 bytes each, however long they are; the oldest go first. */
export const SEEN_LIMIT = 100_000;

/**
 * The state in which a delivery was found: `new` is now being worked on by whoever asked, `working` by
 * somebody else, `done` was answered with a 2xx status.
 */
export type DeliveryState = "new" | "working" | "done";

/**
 * Remembers ids of deliveries for a while. Several machines need one that they share, such as Redis:
 * `SET id working NX EX lease`, `SET id done EX seconds`, `DEL id`.
 */
export interface SeenStore {
  /**
   * Takes an id for work of at most `lease` seconds, after which it is `new` again. Taking must be one
   * step, so that of two deliveries at once only one is `new`.
   */
  take(id: string, lease: number): DeliveryState | Promise<DeliveryState>;
  /** The work is done: the id is `done` for as many seconds. */
  finish(id: string, seconds: number): void | Promise<void>;
  /** The work has failed, and the sender will try again: the id is `new`. */
  release(id: string): void | Promise<void>;
}

/** A {@link SeenStore} that answers at once. */
export interface MemorySeen extends SeenStore {
  take(id: string, lease: number): DeliveryState;
  finish(id: string, seconds: number): void;
  release(id: string): void;
}

/**
 * Ids in this process's memory.
 *
 * @param limit ids that are remembered at once, 100,000 by default; the oldest go first
 * @param now the present, in milliseconds; `Date.now` by default
 *
 * @example
 * await verifyGithub(request, { secret, seen: memorySeen({ limit: 1_000 }) });
 */
export function memorySeen({
  limit = SEEN_LIMIT,
  now = Date.now,
}: { limit?: number; now?: () => number } = {}): MemorySeen {
  // In the order in which they were taken, which is nearly that in which they end.
  const known = new Map<string, { state: "working" | "done"; until: number }>();
  // An id is as long as its sender likes, Stripe's up to that of the whole body.
  const keyOf = (id: string) => createHash("sha256").update(id).digest("base64");
  const remember = (key: string, state: "working" | "done", seconds: number) => {
    const present = now();
    known.delete(key);
    for (const [old, { until }] of known) {
      if (until > present && known.size < limit) break;
      known.delete(old);
    }
    known.set(key, { state, until: present + seconds * 1000 });
  };
  return {
    take(id, lease) {
      const key = keyOf(id);
      const found = known.get(key);
      if (found && found.until > now()) return found.state;
      remember(key, "working", lease);
      return "new";
    },
    finish: (id, seconds) => remember(keyOf(id), "done", seconds),
    release: (id) => void known.delete(keyOf(id)),
  };
}

const KEY = Symbol.for("offprint.seen");
const shared = globalThis as { [KEY]?: SeenStore };

/** The memory of deliveries where no store was given. */
export function sharedSeen(): SeenStore {
  return (shared[KEY] ??= memorySeen());
}

/** Puts a store that several processes share in place of this one's memory. */
export function rememberSeenIn(store: SeenStore): void {
  shared[KEY] = store;
}
