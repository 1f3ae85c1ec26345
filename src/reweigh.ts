// A value in a cache that is bounded by bytes, when it has become larger or smaller.

import type { LRUCache } from "lru-cache";

/**
 * Sets a value that may be in the cache already, with its size of now. `set` alone leaves an entry's size as it was where
 * the value is the same object (lru-cache 11.5).
 *
 * @param size bytes; by default what the cache's `sizeCalculation` says
 */
export function reweigh<V extends object>(
  cache: LRUCache<string, V>,
  key: string,
  value: V,
  size?: number,
): void {
  cache.delete(key);
  cache.set(key, value, size === undefined ? undefined : { size });
}
