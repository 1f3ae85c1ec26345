// Deliveries that were already taken: a replay of one is refused.

import { createHash } from "node:crypto";

/** Ids remembered at once, by 32 bytes each, however long they are; the oldest go first. */
export const SEEN_LIMIT = 100_000;

/** Remembers ids of deliveries for a while. Several processes need one that they share. */
export interface SeenStore {
  /**
   * Takes an id: true the first time, false within `seconds` after it. Taking must be one step, so
   * that of two deliveries at once only one is let in.
   */
  take(id: string, seconds: number): boolean | Promise<boolean>;
  /** Forgets an id: the work that it asked for has failed, and its sender will try again. */
  release(id: string): void | Promise<void>;
}

/** A {@link SeenStore} that answers at once. */
export interface MemorySeen extends SeenStore {
  take(id: string, seconds: number): boolean;
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
  const until = new Map<string, number>();
  // An id is as long as its sender likes, Stripe's up to that of the whole body.
  const keyOf = (id: string) => createHash("sha256").update(id).digest("base64");
  return {
    take(given, seconds) {
      const id = keyOf(given);
      const present = now();
      for (const [old, end] of until) {
        if (end > present && until.size < limit) break;
        until.delete(old);
      }
      if ((until.get(id) ?? 0) > present) return false;
      until.delete(id);
      until.set(id, present + seconds * 1000);
      return true;
    },
    release: (id) => void until.delete(keyOf(id)),
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
