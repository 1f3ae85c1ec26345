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
    // A subclass of ours is not where a cache is made.
    const files = [...(new Error().stack ?? "").matchAll(/\/src\/([\w/-]+\.ts)/g)].map(([, file]) => file!);
    made.push({ file: files.find((file) => file !== "images/caches.ts") ?? "", cache: this });
  }
}

/** The caches that a file of src/ has made, in their order. */
export function cachesOf(file: string): Cache[] {
  const found = made.filter((each) => each.file === file).map(({ cache }) => cache);
  if (found.length === 0)
    throw new Error(`${file} has made no cache; ${made.map((each) => each.file).join()}`);
  return found;
}

/** The files in a folder of src/ that have made a cache, each with one of them. */
export const cachesIn = (folder: string): [file: string, cache: Cache][] =>
  made.filter(({ file }) => file.startsWith(folder)).map(({ file, cache }) => [file, cache]);

/** What is held, by another count than the cache's own: as a structured clone has it, and 100 bytes an entry. */
export const held = (cache: Cache): number => serialize([...cache.entries()]).length + 100 * cache.size;
