// Caches of what was drawn: bounded in bytes, and closed to what is asked for only once. Most letters and
// charts of a picture never come again; were they kept, they would drive out what does.

import { ImageCache } from "../caches.ts";
import { bytesOfSurface, type Layer } from "./layers.ts";

/** Values by what they depend on. */
export interface Kept<V> {
  get(key: string): V | undefined;
  /** Admits a value while the cache has much room, or if the same key was set before, not long ago. */
  set(key: string, value: V): void;
}

/** Bytes of a key and of an entry's own objects. */
const ENTRY_BYTES = 300;
/** Slots that remember the hash of a key that was not admitted, one key each. */
const SEEN = 1 << 14;

/** @param maxBytes least recently used entries are evicted above this size */
export function createKept<V extends object>(maxBytes: number, bytesOf: (value: V) => number): Kept<V> {
  const values = new ImageCache<V>({
    maxSize: maxBytes,
    sizeCalculation: (value, key) => bytesOf(value) + 2 * key.length + ENTRY_BYTES,
  });
  const seen = new Uint32Array(SEEN);
  return {
    get: (key) => values.get(key),
    set(key, value) {
      const hash = hashOf(key);
      const place = hash % SEEN;
      if (seen[place] === hash || values.calculatedSize < maxBytes / ROOMY) values.set(key, value);
      else seen[place] = hash;
    },
  };
}

/**
 * While a cache is under 1/ROOMY full, every value is admitted (warm-up). Above that, a key is admitted on its second
 * miss only, so that entries that never come again don't evict those that do.
 */
const ROOMY = 4;

export const bytesOfLayers = (layers: readonly Layer[]): number =>
  layers.reduce((sum, { surface }) => sum + (surface ? bytesOfSurface(surface) : 0) + 100, 0);

/** FNV-1a, over UTF-16 units; of a long text, its length, its ends and what lies between at a distance. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 ^ text.length;
  const step = 1 + (text.length >> 10);
  for (let i = 0; i < text.length; i += step) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
