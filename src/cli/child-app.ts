// The app in a child of `offprint start` and `offprint dev`: what the pool is given as its module.

import { createApp, type App } from "../app/app.ts";
import { fileURLToPath } from "node:url";
import { openLog } from "./terminal-log.ts";
import { createLoader } from "../load/modules.ts";
import { withDefaults } from "../pool/options.ts";
import type { MadeApp } from "../pool/pool.ts";
import { loadPackages } from "./packages.ts";
import { readProject, type ProjectOptions } from "./project.ts";
import { surviveFaults } from "./survive.ts";
import { rehearse } from "./rehearse.ts";

/** Loads what every project needs, its compiler included, before it is known what has changed. */
export async function warmUp(options: ProjectOptions): Promise<void> {
  surviveFaults(openLog());
  await Promise.all([import("../index.ts"), import("../conventions/native.ts")]);
  await createLoader(import.meta.dirname, {}, false).exports(fileURLToPath(import.meta.url));
  const { root, sources = [] } = await readProject(options);
  // Stand-ins for the imports of the frameworks' conventions.
  const own = sources.filter(({ convention }) => (convention ?? "native") === "native");
  await loadPackages(
    root,
    own.map(({ dir }) => dir),
  );
}

/** A child's report of its app. */
export interface AppInfo {
  routes: string[];
  /** Notes that are printed once, however many children found them. */
  notes: App["notes"];
  build: string;
}

/** Options of a child. */
export interface WorkerOptions extends ProjectOptions {
  /** Show faults to whoever asks. */
  explain?: boolean;
}

export default async function makeApp({ explain, ...options }: WorkerOptions): Promise<MadeApp> {
  const log = openLog();
  surviveFaults(log);
  const project = await readProject(options);
  const app = await createApp({ ...project, port: options.port ?? 3000, log, explain });
  const { fetch, routes, build } = app;
  const isOne = withDefaults({ ...project.pool, app: "" }).size === 1;
  const notes = app.notes.filter(({ ofSeveral }) => !(ofSeveral && isOne));
  const info: AppInfo = { routes: routes.map(({ pattern }) => pattern), notes, build };
  return { fetch, info, rehearse: () => rehearse(app, project.origin, log) };
}
