// The convention of Remix and React Router: loader and action in flat or nested files.

import { join, relative } from "node:path";
import { remixModules } from "../compat/remix-modules.ts";
import { extensionOf, typeOfExtension } from "../http/types.ts";
import type { Route } from "../routing/route.ts";
import { below } from "./below.ts";
import { isBeside } from "./beside.ts";
import type { Convention, Report, SourceFile, Surroundings } from "./convention.ts";
import { toEntries } from "./flat-routes.ts";
import { loadContext } from "./load-context.ts";
import { appFolder, readRouteConfig, readRoutesOption, routeConfigModules } from "./route-config.ts";
import { readOptions, type RouterOptions } from "./router-options.ts";
import { loadEntry } from "./remix-entry.ts";
import { type Found, loadMethods, type RouterMiddleware, toMiddleware } from "./remix-handler.ts";
import type { Instruments } from "./remix-instrumentations.ts";
import { depthOf } from "./remix-redirect.ts";
import { routerVersion } from "./router-version.ts";
import { ownPatterns, place } from "./router-tree.ts";

export const remix: Convention = {
  name: "remix",
  async modules(dir) {
    return { ...remixModules(routerVersion(dir)), ...routeConfigModules(dir) };
  },
  async routes(files, report, around) {
    const options = await readOptions(appFolder(around.dir), report, around);
    const found = await find(files, options, report, around);
    const guards = await loadGuards(found, report, around);
    const routes: Route[] = [];
    const owned = ownPatterns(found);
    const { basename } = options;
    const mount = { basename, whole: around.prefix + basename };
    const { failed, instruments } = await loadEntry(appFolder(around.dir), report, around);
    const seen = new Map(
      (["", ...found] as const).map((one) => [fileOf(one), instruments.ofRoute(named(one, around))]),
    );
    const provided = around.loadContext ? await loadContext(around.loadContext, report) : [];
    for (const one of found) {
      if (OF_ONE_SIDE.test(one.file)) {
        report.note(one.source, "A module of the server's or the client's side alone is no route.");
        continue;
      }
      if (one.exports.includes("default")) {
        report.note(one.source, "A page (it has a default export): left to the framework.");
        continue;
      }
      if (!one.exports.some((name) => name === "loader" || name === "action" || name === "*")) {
        const slip = one.exports.find((name) => /^(?:loaders?|actions?)$/i.test(name));
        if (slip)
          report.mistake(
            one.source,
            `The export \`${slip}\` is not known. Valid are \`loader\` and \`action\`.`,
          );
        else report.note(one.source, "It exports neither `loader` nor `action`: no resource.");
        continue;
      }
      const around = ["", ...one.outer.map(({ file }) => file), one.file];
      const middleware = instruments.request.concat(
        provided,
        around.flatMap((file) =>
          (guards.get(file) ?? []).map((run) =>
            toMiddleware(seen.get(file)?.("middleware", run) ?? run, one, failed),
          ),
        ),
      );
      const outer = one.outer.map(({ path }) => depthOf(path));
      const methods = await loadMethods(
        one,
        { guarded: middleware.length > 0, outer, mount, failed, seen: seen.get(one.file)! },
        report,
      );
      for (const pattern of owned.get(one) ?? [])
        routes.push({
          pattern,
          file: one.source.name,
          ...methods,
          middleware,
          catchAll: one.catchAll,
          servesSlash: true,
          anyCase: one.caseSensitive ? undefined : true,
          type: typeOfExtension(extensionOf(pattern)),
        });
    }
    return routes.map((route) => below(basename, route));
  },
};

/** The file of a route, by which its middleware is found; the root's is the empty name. */
const fileOf = (one: Found | "") => (one === "" ? "" : one.file);

/** A route as instrumentations are told of it: its id, and its path below the route around it. */
function named(one: Found | "", { dir }: Surroundings): Parameters<Instruments["ofRoute"]>[0] {
  if (one === "") return { id: "root", index: undefined, path: "" };
  const outer = one.outer.at(-1)?.path ?? "";
  const path = one.path.slice(outer.length).replace(/^\//, "");
  const file = relative(join(dir, appFolder(dir)), join(dir, one.file)).replaceAll("\\", "/");
  return { id: one.id ?? file.replace(/\.\w+$/, ""), index: one.index || undefined, path: path || undefined };
}

/** `db.server.ts`, `map.client.tsx`: left to one side of the bundle, and never a route. */
const OF_ONE_SIDE = /\.(?:server|client)\.m?[jt]sx?$/;

/** Routes, outermost last, by app/routes.ts where there is one, and else by the names of the folder's files. */
async function find(
  files: readonly SourceFile[],
  { ignores, ignored, routes }: RouterOptions,
  report: Report,
  around: Surroundings,
): Promise<Found[]> {
  const folder = appFolder(around.dir);
  const below = relative(join(around.dir, folder), around.dir).replaceAll("\\", "/");
  // Of a folder in it the framework asks by the folder's own name.
  const isIgnored = (path: string) =>
    ignores(`${below}/${path}`) || ignores(`${below}/${path.split("/")[0]}`);
  const entries =
    (await readRouteConfig(around.dir, report, around)) ??
    (routes && (await readRoutesOption(routes, ignored, report, around))) ??
    toEntries(inFolder(files.filter(({ path }) => !isIgnored(path))), (file, message) =>
      report.mistake(around.file(file), message),
    );
  const placed = place(entries, (file, message) => report.mistake(around.file(file), message));
  const found: Found[] = [];
  for (const one of placed) {
    // Pages of Markdown are the framework's.
    if (/\.mdx?$/.test(one.file)) continue;
    const source = around.file(one.file);
    // A file that serves no URL of its own is loaded all the same: its middleware guards its children.
    const patterns = OF_ONE_SIDE.test(one.file) || around.ignores(one.file) ? [] : one.patterns;
    found.push({ ...one, patterns, source, exports: await exportsOf(source) });
  }
  return found;
}

/** Of a module that cannot be parsed, whatever it may have, a guard too: to load it tells what is wrong. */
const exportsOf = (source: SourceFile): Promise<string[]> => source.exports().catch(() => ["loader", "*"]);

/** The files that are routes by their place: all but what lies beside the route of its folder, and tests. */
function inFolder(files: readonly SourceFile[]): { file: string; name: string }[] {
  const modules = files
    .map(({ path }) => path)
    .filter((path) => /\.m?[jt]sx?$/.test(path) && !isBeside(path));
  const folders = new Set(modules.flatMap((path) => /^([^/]+)\/route\.m?[jt]sx?$/.exec(path)?.[1] ?? []));
  return modules.flatMap((file) => {
    const parts = file.replace(/\.m?[jt]sx?$/, "").split("/");
    if (parts.length > 1) {
      if (folders.has(parts[0]!)) {
        if (parts.length > 2 || parts[1] !== "route") return [];
        parts.pop();
      } else if (parts.at(-1) === "index" || parts.at(-1) === "route") parts.pop();
    }
    return [{ file, name: parts.join("/") }];
  });
}

/** Middleware by the file that it is in; that of the root by the empty name. */
async function loadGuards(
  found: readonly Found[],
  report: Report,
  around: Surroundings,
): Promise<Map<string, readonly RouterMiddleware[]>> {
  const guards = new Map<string, readonly RouterMiddleware[]>();
  const root = await around.module(`${appFolder(around.dir)}/root`);
  const candidates = [
    ...(root ? [{ file: "", source: root, exports: await exportsOf(root) }] : []),
    ...found.toSorted((a, b) => a.outer.length - b.outer.length),
  ];
  for (const { file, source, exports } of candidates)
    if (exports.some((name) => name === "middleware" || name === "unstable_middleware" || name === "*"))
      guards.set(file, await loadMiddleware(source, report));
  return guards;
}

async function loadMiddleware(file: SourceFile, report: Report): Promise<RouterMiddleware[]> {
  try {
    const module = await file.load();
    const list = module.middleware ?? module.unstable_middleware ?? [];
    if (Array.isArray(list) && list.every((one) => typeof one === "function"))
      return list as RouterMiddleware[];
    report.mistake(file, "`middleware` must be an array of functions ({ request, params, context }, next).");
    return [];
  } catch (error) {
    // Fail closed: its middleware may be an access check, so no route inside it may answer.
    report.failed(file, error);
    return [() => Promise.reject(error)];
  }
}
