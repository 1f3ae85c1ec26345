// The version of a package that a project is written for.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

interface Manifest {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Ranges of all packages that the project around a folder depends on, by name. */
export function dependenciesOf(dir: string): Record<string, string> {
  const project = projectOf(dir);
  const manifest = project === undefined ? undefined : readManifest(join(project, "package.json"));
  return { ...manifest?.devDependencies, ...manifest?.dependencies };
}

/**
 * The major version of a package that the project around a folder depends on: the number in package.json's
 * range, or else (`latest`) the installed one. Undefined where neither says one.
 */
export function majorOf(dir: string, name: string): number | undefined {
  const range = dependenciesOf(dir)[name];
  if (range === undefined) return undefined;
  const installed = () => readManifest(join(projectOf(dir)!, "node_modules", name, "package.json"))?.version;
  return Number.parseInt(/\d+/.exec(range)?.[0] ?? installed() ?? "", 10) || undefined;
}

function readManifest(path: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

function projectOf(dir: string): string | undefined {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
