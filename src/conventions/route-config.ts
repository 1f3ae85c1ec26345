// React Router's app/routes.ts, which names the files of routes, their URLs and what is around them.

import type { Report, Surroundings } from "./convention.ts";

const IMPORT = /\bimport\s[^;]*?\bflatRoutes\b[^;]*?\bfrom\s*["']@(?:react-router|remix-run)\/fs-routes["']/;

/** Comments, imports and what only says types. */
const SILENT =
  /\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$|^\s*import\b[^;'"]*["'][^"']*["'];?|\b(?:satisfies|as)\s+RouteConfig\b|:\s*RouteConfig\b/gm;

/** One list of routes, which is that of the folder. */
const ALONE =
  /^(?:export default (?:await )?flatRoutes\( ?\) ?;?|const (\w+) ?= ?(?:await )?flatRoutes\( ?\) ?;? export default \1;?)$/;

/**
 * Refuses one that says more than that the folder's files are the routes: what else it says would be lost in
 * silence, and the guards of its layouts with it.
 */
export async function checkRouteConfig(report: Report, around: Surroundings): Promise<void> {
  const file = await around.module("../routes");
  if (!file) return;
  const text = await file.text();
  const said = text.replace(SILENT, " ").replace(/\s+/g, " ").trim();
  if (IMPORT.test(text) && ALONE.test(said)) return;
  report.mistake(
    file,
    "It gives routes other URLs and other layouts than their files' names do, and only the names are read here: " +
      "guards would be lost. Offprint serves a project whose app/routes.ts is " +
      "`export default flatRoutes()` of @react-router/fs-routes, without options, or that has none.",
  );
}
