// The version of React Router that a project is written for.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The newest that is known here, which a project that names none is taken to be written for. */
const NEWEST = 8;

/**
 * The major version that the project of a folder depends on, as its package.json says, or where that is no number,
 * as it is installed. Remix 2 is 6, whose router it has.
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
