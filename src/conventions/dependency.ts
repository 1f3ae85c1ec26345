// The packages that a project depends on, and the versions of them that it is written for.

import { installed, projectOf, readManifest } from "../load/manifest.ts";

/** Ranges of all packages that the project around a folder depends on, by name. */
export function dependenciesOf(dir: string): Record<string, string> {
  const project = projectOf(dir);
  const manifest = project === undefined ? undefined : readManifest(project);
  return { ...manifest?.devDependencies, ...manifest?.dependencies };
}

/**
 * The major version of a package that the project around a folder depends on: the number in package.json's
 * range, or else (`latest`, `catalog:`) the installed one. Undefined where neither says one.
 */
export function majorOf(dir: string, name: string): number | undefined {
  const range = dependenciesOf(dir)[name];
  if (range === undefined) return undefined;
  return Number.parseInt(/\d+/.exec(range)?.[0] ?? installed(dir, name)?.version ?? "", 10) || undefined;
}
