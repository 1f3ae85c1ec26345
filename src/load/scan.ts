// The files of a folder, in one order on every machine.

import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";

/** Build output folders, skipped right in the project's folder only: deeper, and in a folder of routes, they are ordinary names. */
const BUILT = new Set(["dist", "build", "coverage"]);

/**
 * Paths of all files below a folder, relative to it, with `/`, sorted. `node_modules` and what is hidden are
 * left out, but for `.well-known` (RFC 8615). An empty list when there is no such folder.
 *
 * @param built whether the folders right below that tools commonly write to are listed too
 */
export async function scan(dir: string, { built = false } = {}): Promise<string[]> {
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
      if (entry.name.startsWith(".") && entry.name !== ".well-known") continue;
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && (built || !BUILT.has(path))) await walk(path);
      } else if (entry.isFile()) found.push(path.split(sep).join("/"));
    }
  }
}
