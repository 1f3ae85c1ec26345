// `offprint routes`: every URL with its methods, file and type.

import { createApp } from "../app.ts";
import { allowed } from "../dispatch.ts";
import { essenceOf } from "../http/types.ts";
import type { Route } from "../route.ts";
import { hintIfEmpty, readProject, type ProjectOptions } from "./project.ts";

export async function routes(options: ProjectOptions): Promise<void> {
  const project = await readProject(options);
  if (await hintIfEmpty(project.root, project.sources ?? [])) return;
  const app = await createApp(project);
  const rows = app.routes.map((route) => [
    methodsOf(route),
    route.pattern,
    route.file,
    route.type ? essenceOf(route.type) : "–",
  ]);
  process.stdout.write(table([["METHOD", "URL", "FILE", "TYPE"], ...rows]));
  process.exit(0);
}

/** HEAD and OPTIONS go without saying. */
function methodsOf(route: Route): string {
  return allowed(route)
    .split(", ")
    .filter((method) => method !== "OPTIONS" && (method !== "HEAD" || route.methods.GET === undefined))
    .join(" ");
}

function table(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
