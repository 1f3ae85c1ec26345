// The folder of a project: the one with its package.json or its configuration, above the folder that was named.

import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { ConventionName, Source } from "../conventions/source.ts";
import { CONFIG_FILES } from "./config.ts";

const SIGNS = ["package.json", ...CONFIG_FILES];

/** A project, and the routes that were named instead of those of its configuration. */
export interface NamedProject {
  /** Absolute path. */
  root: string;
  sources?: Source[];
}

/**
 * Finds the project that a folder belongs to.
 *
 * With a convention the folder is itself the routes, and its project lies above it: `app/routes` is part of
 * the folder that holds `app`. Without one it is a project or lies in one, and if it has `routes/` of its own,
 * those are meant. Where nothing has a sign, it is the folder itself, or the one that holds the routes.
 *
 * @param folder absolute, or relative to the working directory
 */
export function findProject(folder: string, convention?: string): NamedProject {
  const path = resolve(folder);
  if (convention === undefined) {
    const root = above(path) ?? path;
    if (root === path || !existsSync(join(path, "routes"))) return { root };
    return { root, sources: [{ dir: below(root, join(path, "routes")) }] };
  }
  const root = above(dirname(path)) ?? dirname(path);
  return { root, sources: [{ dir: below(root, path), convention: convention as ConventionName }] };
}

function below(root: string, path: string): string {
  return relative(root, path).replaceAll("\\", "/");
}

/** The nearest folder with a sign, from `path` upwards. */
function above(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (SIGNS.some((name) => existsSync(join(folder, name)))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
