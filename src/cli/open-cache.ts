// The cache of `offprint start`: in memory, and in front of a folder.

import { join } from "node:path";
import { cache } from "../cache/cache.ts";
import type { Cache } from "../cache/options.ts";
import type { Store } from "../cache/store.ts";
import { disk } from "../cache/stores/disk.ts";
import { layered } from "../cache/stores/layered.ts";
import { memory } from "../cache/stores/memory.ts";
import type { Fetch } from "../routing/route.ts";
import type { AppInfo } from "./child-app.ts";
import type { CacheConfig } from "./config.ts";
import type { Project } from "./project.ts";

/** Answers are kept in the project's folder from one start to the next, unless `directory` is false. */
export function openCache(
  fetch: Fetch,
  { root, origin, origins }: Pick<Project, "root" | "origin" | "origins">,
  { directory = ".offprint/cache", memoryBytes, diskBytes }: CacheConfig,
  { build }: Pick<AppInfo, "build">,
): Cache {
  let store: Store = memory({ maxBytes: memoryBytes });
  if (directory !== false) {
    // Answers that were made under another origin have its URLs in them.
    const far = disk({ directory: join(root, directory), maxBytes: diskBytes, build: `${build} ${origin}` });
    store = layered(memory({ maxBytes: memoryBytes }), far);
  }
  // With several origins the host is a part of the key.
  return cache(fetch, { store, origin: origins ? undefined : origin });
}
