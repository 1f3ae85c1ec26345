// Purging by tag and by path: what handlers, the server and the command line call.

import { openPurgeFile } from "./purge-file.ts";
import type { Purge, PurgeMode } from "./purge-log.ts";

/** How much is taken away. */
export interface RevalidateOptions {
  /** Let a route's `staleWhileRevalidate` serve the old answer while the new one is made. Default false. */
  stale?: boolean;
  /** Throw the bytes away even if they turn out to be unchanged. Default false. */
  hard?: boolean;
}

/** The message by which a child process hands a purge to its parent. */
export interface PurgeMessage {
  type: "offprint:purge";
  purge: Purge;
}

export function isPurgeMessage(value: unknown): value is PurgeMessage {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    value.type === "offprint:purge" &&
    "purge" in value &&
    typeof value.purge === "object" &&
    value.purge !== null
  );
}

const SINKS = Symbol.for("offprint.purge");

/** The caches of this process, whichever copy of the package made them. */
function sinks(): Set<(purge: Purge) => void> {
  const shared = globalThis as { [SINKS]?: Set<(purge: Purge) => void> };
  return (shared[SINKS] ??= new Set());
}

/** Has every purge made in this process told to a cache. Returns the function that ends it. */
export function onPurge(sink: (purge: Purge) => void): () => void {
  sinks().add(sink);
  return () => void sinks().delete(sink);
}

function tell(purge: Purge): void {
  const here = sinks();
  for (const sink of here) sink(purge);
  // A renderer has no cache of its own: its parent does.
  if (here.size === 0) process.send?.({ type: "offprint:purge", purge } satisfies PurgeMessage);
}

const modeOf = (options: RevalidateOptions): PurgeMode =>
  options.hard ? "gone" : options.stale ? "stale" : "validate";

/**
 * Has every stored answer with this tag checked against its data before it is used again. What is
 * unchanged is not rendered again. Call it in a handler, a webhook for example: it works from
 * every process of the server.
 *
 * @param tag a name from a route's `cache.tags`, or several
 * @example
 * export async function POST({ params }: RouteEvent) {
 *   await posts.update(params.slug);
 *   revalidateTag(`post:${params.slug}`);
 *   return new Response(null, { status: 204 });
 * }
 */
export function revalidateTag(tag: string | readonly string[], options: RevalidateOptions = {}): void {
  const mode = modeOf(options);
  for (const name of typeof tag === "string" ? [tag] : tag) tell({ tag: name.trim(), mode });
}

/**
 * The same for a path, whatever its query.
 *
 * @param path such as `/og/JP.png`, as it stands in the URL; `/og/*` is everything below `/og/`
 * @throws RangeError when it does not begin with a slash
 * @example
 * revalidatePath("/rss.xml");
 */
export function revalidatePath(path: string, options: RevalidateOptions = {}): void {
  if (!path.startsWith("/"))
    throw new RangeError(`revalidatePath takes a path that begins with a slash, not ${JSON.stringify(path)}.`);
  tell({ path: path.split(/[?#]/, 1)[0], mode: modeOf(options) });
}

/**
 * Purges in a folder that a `disk` store uses: every server that shares it sees this within 50 ms.
 *
 * @param directory the store's folder
 * @throws when the folder cannot be written
 */
export function purgeDirectory(directory: string, purges: readonly Purge[]): void {
  const log = openPurgeFile(directory, undefined, { strict: true });
  for (const purge of purges) log.add(purge);
  log.close();
}
