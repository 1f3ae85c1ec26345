// In place of lru-cache: the same, but tests find the caches that were made, by the file that made them.

import type { LRUCache as Actual } from "lru-cache";
import { createRequire } from "node:module";
import { serialize } from "node:v8";

const { LRUCache: Base } = createRequire(import.meta.url)("lru-cache") as { LRUCache: typeof Actual };

type Cache = Actual<string, object>;
const made: { file: string; cache: Cache }[] = [];

export class LRUCache extends Base<string, object> {
  constructor(options: ConstructorParameters<typeof Base<string, object>>[0]) {
    super(options);
    const files = [...(new Error().stack ?? "").matchAll(/\/src\/([\w/-]+\.ts)/g)].map(([, file]) => file!);
    made.push({ file: files[0] ?? "", cache: this });
  }
}

/** The caches that a file of src/ has made, in their order. */
export function cachesOf(file: string): Cache[] {
  const found = made.filter((each) => each.file === file).map(({ cache }) => cache);
  if (found.length === 0)
    throw new Error(`${file} has made no cache; ${made.map((each) => each.file).join()}`);
  return found;
}

/** What is held, by another count than the cache's own: as a structured clone has it, and 100 bytes an entry. */
export const held = (cache: Cache): number => serialize([...cache.entries()]).length + 100 * cache.size;
