// The package.json of a project and of its packages.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface Manifest {
  version?: string;
  type?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** The manifest of a folder; undefined where there is none, or none that can be read. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

/** The nearest folder that has a package.json: the given one, or one above. */
export const projectOf = (dir: string): string | undefined =>
  nearest(dir, (folder) => existsSync(join(folder, "package.json")));

/** The manifest of an installed package, which may lie in a `node_modules` above the project. */
export function installed(dir: string, name: string): Manifest | undefined {
  const at = (folder: string) => join(folder, "node_modules", name);
  const folder = nearest(dir, (one) => existsSync(at(one)));
  return folder === undefined ? undefined : readManifest(at(folder));
}

function nearest(dir: string, has: (folder: string) => boolean): string | undefined {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (has(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
