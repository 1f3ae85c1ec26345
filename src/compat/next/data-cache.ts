// Results of functions that are kept: unstable_cache() and "use cache" of Next.js, in this process's memory.

import { AsyncLocalStorage } from "node:async_hooks";
import { LRUCache } from "lru-cache";
import { bytesOf } from "../../bytes-of.ts";
import { reweigh } from "../../reweigh.ts";
import { Reads } from "../../http/reads.ts";
import { onRevalidate } from "../../revalidate.ts";

/** Results kept at once; the least recently used go first. */
export const DATA_CACHE_ENTRIES = 1000;
/** Bytes of results and keys kept at once; a result that has more is made each time. */
export const DATA_CACHE_BYTES = 64 * 1024 * 1024;
/** Bytes of an entry's own objects. */
const ENTRY_BYTES = 500;

/** How long a result is good, in seconds. */
export interface Life {
  /** After this it is served once more while a new one is made. */
  revalidate: number;
  /** After this it is not served any more. */
  expire: number;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The profiles that Next.js has. */
export const PROFILES: Readonly<Record<string, Life>> = {
  default: { revalidate: HOUR / 4, expire: Infinity },
  seconds: { revalidate: 1, expire: 60 },
  minutes: { revalidate: 60, expire: HOUR },
  hours: { revalidate: HOUR, expire: DAY },
  days: { revalidate: DAY, expire: 7 * DAY },
  weeks: { revalidate: 7 * DAY, expire: 30 * DAY },
  max: { revalidate: 30 * DAY, expire: 365 * DAY },
};

/** Cache options that a cached function sets while it runs (`cacheTag()`, `cacheLife()`). */
export interface Scope {
  /** Whether the result is kept for other requests, so that it must not be made from this one. */
  keeps: boolean;
  tags: Set<string>;
  life: Life | undefined;
}

interface Entry {
  value: Promise<unknown>;
  made: number;
  /** Of its value and tags, once they are there. */
  bytes: number;
  life: Life;
  tags: Set<string>;
  /** Told to be old: served once more, while a new one is made. */
  stale: boolean;
  refreshing: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();
const entries = new LRUCache<string, Entry>({
  max: DATA_CACHE_ENTRIES,
  maxSize: DATA_CACHE_BYTES,
  sizeCalculation: ({ bytes }, key) => ENTRY_BYTES + 2 * key.length + bytes,
});

onRevalidate(({ tags, stale }) => {
  if (tags.length === 0) return;
  for (const [key, entry] of entries.entries()) {
    if (!tags.some((tag) => entry.tags.has(tag))) continue;
    if (stale) entry.stale = true;
    else entries.delete(key);
  }
});

/** The scope of the cached function that is running, if one is. */
export function currentScope(): Scope | undefined {
  return scopes.getStore();
}

/**
 * The result of `work`, kept under `key`. Everyone who asks at once shares one run; a failure is
 * not kept. Each caller gets a copy, so that none can change another's.
 */
export async function cached(
  key: string,
  work: () => unknown,
  declared: Partial<Scope> = {},
): Promise<unknown> {
  let entry = entries.get(key);
  const age = entry ? (Date.now() - entry.made) / 1000 : 0;
  if (entry && age >= entry.life.expire) entry = undefined;
  if (!entry) {
    entry = start(key, work, declared);
    entries.set(key, entry);
  } else if ((entry.stale || age >= entry.life.revalidate) && !entry.refreshing) {
    const old = entry;
    old.refreshing = true;
    const fresh = start(key, work, declared);
    fresh.value.then(
      () => entries.set(key, fresh),
      () => void (old.refreshing = false),
    );
  }
  const outer = scopes.getStore();
  const value = await entry.value;
  // The outer cached function depends on this one's data, so it inherits the tags.
  if (outer) for (const tag of entry.tags) outer.tags.add(tag);
  return copy(value);
}

/** Runs a "cached" function without caching. Its tags go to the cached function around it. */
export function unkept(work: () => unknown): Promise<unknown> {
  const outer = scopes.getStore();
  const scope: Scope = { keeps: outer?.keeps ?? false, tags: outer?.tags ?? new Set(), life: undefined };
  return scopes.run(scope, async () => work());
}

function start(key: string, work: () => unknown, declared: Partial<Scope>): Entry {
  Reads.guard = refuseInCached;
  const scope: Scope = { keeps: true, tags: new Set(declared.tags), life: declared.life };
  const entry: Entry = {
    value: scopes.run(scope, async () => work()),
    made: Date.now(),
    bytes: 0,
    life: declared.life ?? PROFILES.default!,
    tags: scope.tags,
    stale: false,
    refreshing: false,
  };
  entry.value.then(
    (value) => {
      entry.life = scope.life ?? entry.life;
      entry.bytes = bytesOf(value) + bytesOf(entry.tags);
      if (entries.peek(key) === entry) reweigh(entries, key, entry);
    },
    () => {
      if (entries.peek(key) === entry) entries.delete(key);
    },
  );
  return entry;
}

/** @throws Error inside of a function whose result others are given, too: it would be this visitor's. */
function refuseInCached(what: string): void {
  if (scopes.getStore()?.keeps)
    throw new Error(
      `A cached function read ${what} of the request, and its result is kept for all. ` +
        "Read it outside of the function, and pass it in as an argument.",
    );
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  try {
    return structuredClone(value);
  } catch {
    // A class instance or a function inside: it was made to be shared.
    return value;
  }
}
