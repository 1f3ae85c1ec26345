// Which project a command is about: its folder, its configuration, its options.

import { access, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { AppOptions } from "../app/app.ts";
import { type Config, loadConfig } from "./config.ts";
import type { Source } from "../conventions/source.ts";
import { loadEnv } from "./env.ts";
import { scan } from "../load/scan.ts";
import { findProject } from "./root.ts";
import { dim, fail, say } from "./terminal.ts";

export interface ProjectOptions {
  folder?: string;
  convention?: string;
  origin?: string;
  port?: number;
}

/** A project as its files and a command's arguments have it. */
export interface Project extends AppOptions, Omit<Config, "fonts"> {
  root: string;
  origin: string;
  /** True where nobody said what absolute URLs start with. */
  guessedOrigin: boolean;
  /** Files that variables were read from, the one that counts most first. */
  envFiles: readonly string[];
}

/**
 * Reads the project that a command is about: its environment's files, `offprint.config.ts`, and what the
 * arguments say in their place. See {@link findProject} for which folder that is.
 */
export async function readProject({
  folder = ".",
  convention,
  origin,
  port,
}: ProjectOptions): Promise<Project> {
  const there = await stat(resolve(folder)).catch(() => undefined);
  if (!there?.isDirectory()) fail(`There is no folder ${folder}.`);
  const { root, sources } = findProject(folder, convention);
  const envFiles = loadEnv(root);
  const config = await loadConfig(root);
  const said = origin || process.env.ORIGIN || config.origin;
  return {
    ...config,
    root,
    sources: (sources ?? config.sources ?? [{ dir: "routes" }]).map((source) => below(config.base, source)),
    origin: said || `http://localhost:${port ?? 3000}`,
    guessedOrigin: !said,
    envFiles,
  };
}

function below(base: string | undefined, source: Source): Source {
  return base === undefined ? source : { ...source, prefix: base + (source.prefix ?? "") };
}

/** Reads it for a command, and says which files its environment comes from. */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const project = await readProject(options);
  const { envFiles } = project;
  if (envFiles.length > 0) say(dim(`Environment: ${envFiles.join(", ")}`));
  return project;
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
