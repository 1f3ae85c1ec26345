// The version of React Router that a project is written for.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Newest supported major version, and the default. */
const NEWEST = 8;

/**
 * The major version of React Router that a folder's project depends on: the number in package.json's range, or else
 * (`latest`) the installed one. Remix 2 counts as 6, whose router it has.
 */
export function routerVersion(dir: string): number {
  const project = projectOf(dir);
  const manifest = project === undefined ? undefined : readManifest(join(project, "package.json"));
  const needed = { ...manifest?.devDependencies, ...manifest?.dependencies };
  const range = needed["react-router"] ?? needed["react-router-dom"];
  if (range === undefined)
    return Object.keys(needed).some((name) => name.startsWith("@remix-run/")) ? 6 : NEWEST;
  const said = /\d+/.exec(range)?.[0];
  const installed = () => readManifest(join(project!, "node_modules/react-router/package.json"))?.version;
  return Number.parseInt(said ?? installed() ?? "", 10) || NEWEST;
}

interface Manifest {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
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
