// The packages that a project's routes import, loaded before it is known what has changed in the routes.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createLoader } from "../load/modules.ts";
import { scan } from "../load/scan.ts";

/** Imports of values by a bare name. */
const IMPORT = /^(?:import|export)\s+(?!type\b)[^;'"]*?from\s*["']([^"'./#~][^"']*)["']/gm;

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Loads them as the routes will. One that cannot be loaded is the routes' own mistake, told later. */
export async function loadPackages(root: string, folders: readonly string[]): Promise<void> {
  const names = new Set<string>();
  for (const folder of folders)
    for (const name of await scan(join(root, folder)))
      if (SOURCE.test(name))
        for (const [, found] of (await readFile(join(root, folder, name), "utf8")).matchAll(IMPORT))
          names.add(found!);
  const loader = createLoader(root, {});
  for (const name of names)
    if (!/^(?:node:|offprint(?:\/|$))/.test(name)) await loader.load(name).catch(() => {});
}
