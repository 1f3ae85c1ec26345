// Data that children of a pool have in common: results of cached functions and fetches, kept by the parent.

import { LRUCache } from "lru-cache";

/** Characters of data and keys that the parent keeps; the least recently used go first. */
export const SHARED_DATA_CHARS = 64 * 1024 * 1024;
/** Characters of one result in base64; a longer one is kept by the child that made it alone. */
export const SHARED_RESULT_CHARS = 4 * 1024 * 1024;

/** Keeps texts under keys. */
export interface DataStore {
  read(key: string): Promise<string | undefined>;
  keep(key: string, data: string): void;
}

/** What the parent keeps. */
export function createSharedData() {
  const data = new LRUCache<string, string>({
    maxSize: SHARED_DATA_CHARS,
    sizeCalculation: (text, key) => text.length + key.length + 1,
  });
  return {
    read: (key: string): string | undefined => data.get(key),
    keep: (key: string, text: string): void => void data.set(key, text),
    clear: (): void => data.clear(),
  };
}

const KEY = Symbol.for("offprint.data");
const shared = globalThis as { [KEY]?: DataStore };

/** The store of the parent; undefined in a process that has none. */
export function sharedData(): DataStore | undefined {
  return shared[KEY];
}

/** Puts a store that several processes share behind this one's memory. */
export function keepDataIn(store: DataStore): void {
  shared[KEY] = store;
}
