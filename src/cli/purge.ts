// `offprint purge`: takes answers out of the cache of a running server, by tag or path.

import { join } from "node:path";
import { purgeDirectory } from "../cache/purges/purge.ts";
import type { Purge } from "../cache/purges/purge-log.ts";
import { openProject, type ProjectOptions } from "./project.ts";
import { dim, fail, say } from "./terminal.ts";

export interface PurgeOptions extends ProjectOptions {
  tag?: string[];
  path?: string[];
  /** May be served once more while a new copy is made. */
  stale?: boolean;
}

export async function purge({
  tag: tags = [],
  path: paths = [],
  stale,
  ...options
}: PurgeOptions): Promise<void> {
  const project = await openProject(options);
  const directory = project.cache === false ? false : (project.cache?.directory ?? ".offprint/cache");
  if (directory === false)
    fail("This project keeps no cache on disk, so there is nothing that another process could purge.");
  const wrong = paths.find((path) => !path.startsWith("/"));
  if (wrong) fail(`--path takes a path such as /og/JP.png or /og/*, not ${JSON.stringify(wrong)}.`);
  const mode = stale ? "stale" : "gone";
  const purges: Purge[] = [
    ...tags.map((tag) => ({ tag, mode }) as const),
    ...paths.map((path) => ({ path, mode }) as const),
  ];
  const everything: Purge[] = [{ path: "/*", mode }];
  purgeDirectory(join(project.root, directory), purges.length > 0 ? purges : everything);
  const what = [...tags.map((tag) => `tag ${tag}`), ...paths].join(", ") || "everything";
  say(
    `Purged ${what} in ${directory}: ` +
      dim(stale ? "made anew after one more use." : "made anew when it is next asked for."),
  );
}
