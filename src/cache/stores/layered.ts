// A fast store in front of a lasting one.

import type { MemoryStore } from "./memory.ts";
import type { Store } from "../store.ts";

/**
 * Looks into memory first, then into a store that is slower and lasts. Purges are the lasting
 * store's, so that every process which shares it sees them.
 *
 * @param front empties itself as it needs to; its own purge log is not used
 * @example
 * layered(memory({ maxBytes: 128 * 1024 * 1024 }), disk({ directory: "/var/cache/atlas" }))
 */
export function layered(front: MemoryStore, back: Store): Store {
  return {
    get(key) {
      const near = front.get(key);
      if (near) return near;
      const far = back.get(key);
      if (!(far instanceof Promise)) return far;
      return far.then((entry) => {
        // Another request may have stored a newer one meanwhile.
        const newer = front.get(key);
        if (newer || !entry) return newer;
        front.keep(key, entry);
        return entry;
      });
    },
    put(key, meta, body) {
      front.put(key, meta, body);
      const written = back.put(key, meta, body);
      return front.get(key) ? undefined : written;
    },
    freshen(key, entry) {
      front.freshen(key, entry);
      back.freshen(key, entry);
    },
    delete(key) {
      front.delete(key);
      back.delete(key);
    },
    purges: back.purges,
    async close() {
      await front.close();
      await back.close();
    },
  };
}
