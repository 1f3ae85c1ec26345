// The version of Next.js in a project's package.json, and the packages there that import it.

import { installed } from "../load/manifest.ts";
import { dependenciesOf, majorOf } from "./dependency.ts";

/** The major version that a folder's project depends on; the newest where nothing says so. */
export const nextVersion = (dir: string): number => majorOf(dir, "next") ?? Infinity;

/**
 * Packages of a project that need Next.js themselves, such as next-auth. Loaded by Node, they would find the real
 * `next/headers`, which knows of no request here: so they are compiled as the project's own modules are.
 */
export function packagesOnNext(dir: string): string[] {
  return Object.keys(dependenciesOf(dir)).filter((name) => {
    if (/^(?:next|@next\/.*|eslint-.*|@vercel\/(?:og|functions))$/.test(name)) return false;
    const { dependencies, peerDependencies } = installed(dir, name) ?? {};
    return dependencies?.next !== undefined || peerDependencies?.next !== undefined;
  });
}
