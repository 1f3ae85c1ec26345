// A store in this process's memory: the least recently used go first, by bytes.

import { LRUCache } from "lru-cache";
import { createPurgeLog, type PurgeLog } from "../purges/purge-log.ts";
import type { Content, Entry, Meta, Store } from "../store.ts";

/** Options of `memory()`. */
export interface MemoryOptions {
  /** Bytes for all entries together, fields and bookkeeping included. Default 64 MiB. */
  maxBytes?: number;
  /** Bytes for one entry; larger ones are not kept. Default a quarter of `maxBytes`. */
  maxEntryBytes?: number;
  /** The log to use in place of one of its own: `layered` gives both its stores the same. */
  purges?: PurgeLog;
}

/** Bytes that an entry costs besides its body and texts, measured over 100,000 small entries. */
const OVERHEAD = 1_000;

/** Bytes, for each set of names that a URL varies by, of the variant that was asked for last. */
const LAST_VARIANT = 1_000;

/** Bytes of a text beside its characters: most tags and names are short. */
const SLOT = 24;

/** An entry whose body is in memory. */
export class MemoryEntry implements Entry {
  readonly meta: Meta;
  readonly body: Uint8Array<ArrayBuffer>;

  constructor(meta: Meta, body: Uint8Array<ArrayBuffer>) {
    this.meta = meta;
    this.body = body;
  }

  get size(): number {
    return this.body.byteLength;
  }

  read(start: number, end: number): Content {
    return start === 0 && end >= this.body.byteLength ? this.body : this.body.subarray(start, end);
  }

  with(meta: Meta): MemoryEntry {
    return new MemoryEntry(meta, this.body);
  }
}

/** Bytes of an entry in memory. A body that is kept elsewhere counts as none. */
function weight(entry: Entry, key: string): number {
  let bytes = OVERHEAD + 2 * key.length + (entry instanceof MemoryEntry ? entry.size : 0);
  const { headers, tags, vary = [], path } = entry.meta;
  if (vary.length > 0) bytes += LAST_VARIANT * vary.length + 2 * key.length;
  for (const [name, value] of headers) bytes += 2 * (name.length + value.length);
  for (const text of [path, ...tags, ...vary.flat()]) bytes += SLOT + 2 * text.length;
  return bytes;
}

/** A store in memory that can also hold entries whose bytes are elsewhere. */
export interface MemoryStore extends Store {
  get(key: string): Entry | undefined;
  keep(key: string, entry: Entry): void;
  /** Bytes in use, as counted. */
  readonly bytes: number;
  readonly count: number;
}

/**
 * Keeps answers in memory, the least recently used leaving first.
 *
 * @example
 * cache(app.fetch, { store: memory({ maxBytes: 256 * 1024 * 1024 }) })
 */
export function memory(options: MemoryOptions = {}): MemoryStore {
  const maxSize = options.maxBytes ?? 64 * 1024 * 1024;
  const entries = new LRUCache<string, Entry>({
    maxSize,
    maxEntrySize: options.maxEntryBytes ?? Math.ceil(maxSize / 4),
    sizeCalculation: weight,
  });
  return {
    get: (key) => entries.get(key),
    put: (key, meta, body) => void entries.set(key, new MemoryEntry(meta, body)),
    keep: (key, entry) => void entries.set(key, entry),
    freshen: (key, entry) => void entries.set(key, entry),
    delete: (key) => void entries.delete(key),
    purges: options.purges ?? createPurgeLog(),
    get bytes() {
      return entries.calculatedSize;
    },
    get count() {
      return entries.size;
    },
    close: () => entries.clear(),
  };
}
