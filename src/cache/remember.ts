// A pure function of one text, remembered for the texts seen lately.

import { LRUCache } from "lru-cache";

/**
 * Wraps a pure function so that repeated texts cost a lookup. At most `max` texts are kept, none
 * longer than 1,000 characters, so a client that makes up texts can fill nothing.
 */
export function remember<T extends NonNullable<unknown>>(
  max: number,
  make: (text: string) => T,
): (text: string) => T {
  const kept = new LRUCache<string, T>({ max });
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (text.length <= 1000) kept.set(text, made);
    return made;
  };
}
