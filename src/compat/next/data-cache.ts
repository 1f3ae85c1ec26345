// Results that are kept: unstable_cache(), "use cache" and fetch() of Next.js. Each process has a memory of its own in
// front of the one that all children of a pool share, see ../../data-store.ts.

import { AsyncLocalStorage } from "node:async_hooks";
import { LRUCache } from "lru-cache";
import { bytesOf } from "../../bytes-of.ts";
import { reweigh } from "../../reweigh.ts";
import { Reads } from "../../http/reads.ts";
import { present, standingOf, type Standing } from "../../revalidations.ts";
import { noteData, visitOfData } from "./data-of-answer.ts";
import { type Life, PROFILES } from "./life.ts";
import { readShared, share } from "./shared-results.ts";

/** Results kept at once; the least recently used go first. */
export const DATA_CACHE_ENTRIES = 1000;
/** Bytes of results and keys kept at once; a result that has more is made each time. */
export const DATA_CACHE_BYTES = 64 * 1024 * 1024;
/** Bytes of an entry's own objects. */
const ENTRY_BYTES = 500;

/**
 * How fetch() behaves inside a cached function: `"kept"` caches by its own options; `"anew"` does not, in unstable_cache(),
 * whose result holds the data already; `"platform"` is the platform's fetch, in the call that fetch() itself caches.
 */
export type Fetches = "kept" | "anew" | "platform";

/** Cache options that a cached function sets while it runs (`cacheTag()`, `cacheLife()`). */
export interface Scope {
  /** Whether the result is kept for other requests, so that it must not be made from this one. */
  keeps: boolean;
  tags: Set<string>;
  life: Life | undefined;
  fetches: Fetches;
}

/** How a result is made and kept. */
export interface Work {
  run(): unknown;
  tags?: readonly string[];
  life?: Life;
  fetches?: Fetches;
  /** Whether this result may be kept; by default each. */
  isKept?(value: unknown): boolean;
  /** Whether a key means the same in all children of a pool. Default true. */
  shares?: boolean;
}

interface Entry {
  value: Promise<unknown>;
  /** When its making began, by {@link present}. */
  made: number;
  /** Of its value and tags, once they are there. */
  bytes: number;
  life: Life;
  tags: Set<string>;
  refreshing: boolean;
  /** Made here and now, not by another child. */
  own: boolean;
}

type Kept = Pick<Entry, "made" | "life" | "tags">;
type Visit = ReturnType<typeof visitOfData>;

const scopes = new AsyncLocalStorage<Scope>();
const entries = new LRUCache<string, Entry>({
  max: DATA_CACHE_ENTRIES,
  maxSize: DATA_CACHE_BYTES,
  sizeCalculation: ({ bytes }, key) => ENTRY_BYTES + 2 * key.length + bytes,
});

/** The scope of the cached function that is running, if one is. */
export function currentScope(): Scope | undefined {
  return scopes.getStore();
}

/**
 * The result of a work, kept under `key`. Everyone who asks at once shares one run; a failure is not kept. Each caller
 * gets a copy, so that none can change another's.
 */
export async function cached(key: string, work: Work): Promise<unknown> {
  const visit = visitOfData();
  let entry = entries.get(key);
  const isNew = !entry || standing(entry, visit, work) === "gone";
  if (!entry || isNew) {
    entry = begin(key, work, visit);
    entries.set(key, entry);
  }
  const value = await entry.value;
  if (!entry.refreshing && !(isNew && entry.own) && standing(entry, visit, work) === "stale")
    refresh(key, entry, work, visit);
  const { life } = entry;
  const tags = new Set([...entry.tags, ...(work.tags ?? [])]);
  // The outer cached function depends on this one's data, so it inherits the tags.
  const outer = scopes.getStore();
  if (outer) for (const tag of tags) outer.tags.add(tag);
  else noteData(tags, life.revalidate);
  return isKept(work, value) ? copy(value) : value;
}

const isKept = (work: Work, value: unknown): boolean => work.isKept?.(value) ?? true;

/** Forgets a result that is being made, whose work was aborted: who comes from now on does not wait for it. */
export function forget(key: string): void {
  entries.delete(key);
}

/**
 * By its age, and by what was revalidated since it was made: by the tags that it was made with, and by those of this call,
 * which may be others.
 */
function standing({ made, life, tags }: Kept, visit: Visit, { tags: own = [] }: Work): Standing {
  const age = (Date.now() - made) / 1000;
  if (age >= life.expire) return "gone";
  const told = standingOf({ made, tags: [...tags, ...own], path: visit?.path, routeTag: visit?.tag });
  return told === "fresh" && age >= life.revalidate ? "stale" : told;
}

/** Makes a new result; the old one is served until it is there, and stays if it cannot be made. */
function refresh(key: string, old: Entry, work: Work, visit: Visit): void {
  old.refreshing = true;
  const fresh = begin(key, work, visit, true);
  fresh.value.then(
    (value) => {
      if (isKept(work, value)) reweigh(entries, key, fresh);
      else old.refreshing = false;
    },
    () => void (old.refreshing = false),
  );
}

/** Runs a "cached" function without caching. Its tags go to the cached function around it. */
export function unkept(work: () => unknown): Promise<unknown> {
  const outer = scopes.getStore();
  const scope: Scope = {
    keeps: outer?.keeps ?? false,
    tags: outer?.tags ?? new Set(),
    life: undefined,
    fetches: outer?.fetches ?? "kept",
  };
  return scopes.run(scope, async () => work());
}

/** @param isFresh whether another child's result counts only if it is not old */
function begin(key: string, work: Work, visit: Visit, isFresh = false): Entry {
  Reads.guard = refuseInCached;
  const entry: Entry = {
    value: Promise.resolve(undefined),
    made: present(),
    bytes: 0,
    life: work.life ?? PROFILES.default!,
    tags: new Set(work.tags),
    refreshing: false,
    own: true,
  };
  entry.value = fill(key, entry, work, (known) => {
    const found = standing(known, visit, work);
    return found === "fresh" || (found === "stale" && !isFresh);
  });
  entry.value.then(
    (value) => {
      const keeps = isKept(work, value);
      if (entries.peek(key) === entry)
        if (keeps) reweigh(entries, key, entry);
        else entries.delete(key);
      if (keeps && entry.own && work.shares !== false) share(key, { ...entry, value });
    },
    () => {
      if (entries.peek(key) === entry) entries.delete(key);
    },
  );
  return entry;
}

/** The result of another child that is good enough, or a new one; what is known of it goes into the entry. */
async function fill(
  key: string,
  entry: Entry,
  { run, fetches = "kept", shares = true }: Work,
  isGood: (known: Kept) => boolean,
): Promise<unknown> {
  const known = shares ? await readShared(key) : undefined;
  if (known && isGood(known)) {
    const { value, made, life, tags } = known;
    Object.assign(entry, { made, life, tags, own: false, bytes: bytesOf(value) + bytesOf(tags) });
    return value;
  }
  const scope: Scope = { keeps: true, tags: entry.tags, life: undefined, fetches };
  const value = await scopes.run(scope, async () => run());
  entry.life = scope.life ?? entry.life;
  entry.bytes = bytesOf(value) + bytesOf(entry.tags);
  return value;
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
