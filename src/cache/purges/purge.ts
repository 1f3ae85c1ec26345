// Purging from outside the cache: what handlers tell it, and what the command line does to a folder.

import type { Revalidation } from "../../revalidate.ts";
import { openPurgeFile } from "./purge-file.ts";
import type { Purge } from "./purge-log.ts";
import { trimEndOf } from "../../trim.ts";

/** Calls of `revalidateTag` and `revalidatePath`, as purges. */
export function toPurges(what: Revalidation): Purge[] {
  const mode = what.stale ? "stale" : "validate";
  return [
    ...what.tags.map((tag): Purge => ({ tag: tag.trim(), mode })),
    ...what.paths.map((path): Purge => ({ path, mode })),
    ...what.prefixes.map((path): Purge => ({ path: `${trimEndOf(path, "*")}*`, mode })),
  ];
}

/**
 * Purges in a folder that a `disk` store uses: every server that shares it sees this within 50 ms.
 *
 * @param directory the store's folder
 * @throws when the folder cannot be written
 * @example
 * purgeDirectory(".offprint/cache", [{ tag: "post:hello", mode: "gone" }]);
 */
export function purgeDirectory(directory: string, purges: readonly Purge[]): void {
  const log = openPurgeFile(directory, undefined, { strict: true });
  for (const purge of purges) log.add(purge);
  log.close();
}
