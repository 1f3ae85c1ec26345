// `offprint routes`: every URL with its methods, file and type.

import { createApp } from "../app/app.ts";
import { allowed } from "../app/dispatch.ts";
import { essenceOf, typeOfExtension } from "../http/types.ts";
import type { Route } from "../routing/route.ts";
import { hintIfEmpty, openProject, type ProjectOptions } from "./project.ts";
import { surviveFaults } from "./survive.ts";
import { openReadLog } from "./terminal-log.ts";

export async function routes(options: ProjectOptions & { images?: boolean }): Promise<void> {
  const project = await openProject(options);
  if (await hintIfEmpty(project.root, project.sources ?? [])) return;
  const log = openReadLog();
  surviveFaults(log);
  const app = await createApp({ ...project, log });
  if (options.images) {
    const { imageRows } = await import("./image-paths.ts");
    process.stdout.write(table([["IMAGE", "PATH", "WHY"], ...(await imageRows(app, project.origin!))]));
    process.exit(0);
  }
  const rows = app.routes.map((route) => [methodsOf(route), route.pattern, route.file, typesOf(route)]);
  process.stdout.write(table([["METHOD", "URL", "FILE", "TYPE"], ...rows]));
  process.exit(0);
}

/** The type by the pattern's extension, or each type that a parameter for it allows. */
function typesOf(route: Route): string {
  if (route.type) return essenceOf(route.type);
  const choices = /\(([\w|]+)\)$/.exec(route.pattern)?.[1]?.split("|") ?? [];
  const types = choices.map(typeOfExtension).filter((type) => type !== undefined);
  return types.length > 0 ? [...new Set(types.map(essenceOf))].join(" ") : "–";
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
