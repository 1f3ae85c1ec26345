// The files of a folder, in one order on every machine.

import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";

const SKIPPED = new Set(["node_modules", "dist", "build", "coverage"]);

/**
 * Paths of all files below a folder, relative to it, with `/`, sorted. Hidden folders,
 * `node_modules` and build output are left out. An empty list when there is no such folder.
 */
export async function scan(dir: string): Promise<string[]> {
  const found: string[] = [];
  await walk("");
  return found.sort();

  async function walk(below: string): Promise<void> {
    let entries;
    try {
      entries = await readdir(join(dir, below), { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    for (const entry of entries) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) await walk(path);
      } else if (entry.isFile()) found.push(path.split(sep).join("/"));
    }
  }
}
