// Which project a command is about: its folder, its configuration, its options.

import { access, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { AppOptions } from "../app.ts";
import { loadConfig, type ConventionName } from "../config.ts";
import { scan } from "../scan.ts";
import { dim, fail, say } from "./terminal.ts";

export interface ProjectOptions {
  folder?: string;
  convention?: string;
  origin?: string;
  port?: number;
}

/**
 * Options for `createApp` from a command's arguments and `offprint.config.ts`. With a convention
 * the folder is itself the routes (`offprint start app --convention next`); without one it is the
 * project that has `routes/` or a configuration.
 */
export async function readProject({
  folder = ".",
  convention,
  origin,
  port,
}: ProjectOptions): Promise<AppOptions & { root: string; origin: string }> {
  const path = resolve(folder);
  const there = await stat(path).catch(() => undefined);
  if (!there?.isDirectory()) fail(`There is no folder ${folder}.`);
  const root = convention ? dirname(path) : path;
  const config = await loadConfig(root);
  const sources = convention
    ? [{ dir: basename(path), convention: convention as ConventionName }]
    : (config.sources ?? [{ dir: "routes" }]);
  return {
    ...config,
    root,
    sources,
    origin: origin || process.env.ORIGIN || config.origin || `http://localhost:${port ?? 3000}`,
  };
}

/** A hint for a folder that has no routes yet. True when there is nothing to serve. */
export async function hintIfEmpty(root: string, sources: readonly { dir: string }[]): Promise<boolean> {
  for (const { dir } of sources) if ((await scan(resolve(root, dir))).length > 0) return false;
  const typed = await access(resolve(root, "tsconfig.json")).then(
    () => "ts",
    () => "js",
  );
  say(`No routes yet. A file in ${sources[0]?.dir ?? "routes"}/ is a URL. Try this one:`);
  say();
  say(dim(`  // ${sources[0]?.dir ?? "routes"}/hello/[name].txt.${typed}  is  /hello/you.txt`));
  say(`  export function GET({ params }) {`);
  say("    return `Hello, ${params.name}!\\n`;");
  say(`  }`);
  say();
  return true;
}
