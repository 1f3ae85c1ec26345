// Telling caches that something has changed: from a handler, a webhook or a job.

/** The content that has changed. */
export interface Revalidation {
  /** Answers and data that carry one of these tags. */
  tags: readonly string[];
  /** Answers at these paths, whatever their query. */
  paths: readonly string[];
  /** Answers at these paths and below them. */
  prefixes: readonly string[];
  /** Keep serving the old copy while a new one is made. Otherwise the next request waits for the new one. */
  stale: boolean;
}

export type RevalidationListener = (what: Revalidation) => void | Promise<void>;

const KEY = Symbol.for("offprint.revalidate");
const shared = globalThis as { [KEY]?: Set<RevalidationListener> };
// A cache of one copy of the package must hear a handler that imports another.
const listeners = (shared[KEY] ??= new Set());

/**
 * Hears of every revalidation in this process. Returns the function that stops it.
 *
 * @example
 * const stop = onRevalidate(({ tags }) => cdn.purge(tags));
 */
export function onRevalidate(listener: RevalidationListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/**
 * Tells every cache; settles when all of them have acted.
 *
 * @throws AggregateError when one of them failed; the others have been told.
 *
 * @example
 * await revalidate({ tags: ["posts"], paths: ["/rss.xml"], stale: true });
 */
export async function revalidate(what: Partial<Revalidation>): Promise<void> {
  const { tags = [], paths = [], prefixes = [], stale = false } = what;
  const whole: Revalidation = { tags, paths, prefixes, stale };
  const results = await Promise.allSettled([...listeners].map(async (listener) => listener(whole)));
  const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failed.length > 0) throw new AggregateError(failed, "A cache could not be told what has changed.");
}

/**
 * Answers with this tag are made anew.
 *
 * @example
 * await revalidateTag(`post:${post.slug}`);
 */
export function revalidateTag(tag: string, options: { stale?: boolean } = {}): Promise<void> {
  return revalidate({ tags: [tag], stale: options.stale });
}

/**
 * Answers at this path are made anew, whatever their query.
 *
 * @example
 * await revalidatePath("/rss.xml");
 */
export function revalidatePath(path: string, options: { stale?: boolean } = {}): Promise<void> {
  return revalidate({ paths: [path], stale: options.stale });
}
