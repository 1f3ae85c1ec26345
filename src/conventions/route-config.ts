// React Router's app/routes.ts, which names the files of routes, their URLs and what is around them.

import { existsSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { remixRoutesOptionAdapter, routeConfig, type RouteEntry } from "../compat/route-config.ts";
import { standIn } from "../compat/stand-in.ts";
import { matchesAny } from "../load/glob.ts";
import { scan } from "../load/scan.ts";
import type { Report, SourceFile, Surroundings } from "./convention.ts";
import { toEntries } from "./flat-routes.ts";
import { runRoutesOption, VITE_CONFIG_MODULES } from "./routes-option.ts";
import { reasonOf, thrownIn } from "./thrown.ts";

const EXTENSIONS = [".ts", ".js", ".mts", ".mjs", ".tsx", ".jsx"];

/** Extensions of route files in React Router; `.md` and `.mdx` are pages. */
const MODULE = /\.(?:[jt]sx?|mdx?)$/;

/**
 * The folder of the app, relative to the one of the routes: above it, as of `app/routes`, or where that one has
 * `routes.ts` and `root.tsx` in it, itself. It need not have an `app/routes.ts`.
 */
export function appFolder(dir: string): ".." | "." {
  const has = (name: string) => EXTENSIONS.some((extension) => existsSync(join(dir, name + extension)));
  return basename(dir) !== "routes" && has("routes") && has("root") ? "." : "..";
}

/** Imports of app/routes.ts, by specifier. */
export function routeConfigModules(dir: string): Record<string, Record<string, unknown>> {
  const app = join(dir, appFolder(dir));
  const ofRoutes = Object.fromEntries(
    ["react-router", "remix-run"].flatMap((scope) =>
      Object.entries({
        [scope === "react-router" ? "dev/routes" : "route-config"]: routeConfig(app),
        "fs-routes": { flatRoutes: (options?: FlatOptions) => awaitedLater(flatRoutes(app, options)) },
        [scope === "react-router" ? "remix-routes-option-adapter" : "routes-option-adapter"]: {
          remixRoutesOptionAdapter,
        },
      }).map(([name, exports]) => [`@${scope}/${name}`, standIn(`@${scope}/${name}`, exports)]),
    ),
  );
  const ofVite = Object.entries(VITE_CONFIG_MODULES).map(([name, exports]) => [name, standIn(name, exports)]);
  return { ...ofRoutes, ...Object.fromEntries(ofVite) };
}

/** Marks a rejection as handled: an exported promise is awaited only after its module has been evaluated. */
function awaitedLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

interface FlatOptions {
  ignoredRouteFiles?: readonly string[];
  rootDirectory?: string;
}

/** Files right in the folder, and `route` or `index` of folders right in it. */
async function flatRoutes(app: string, options: FlatOptions = {}): Promise<RouteEntry[]> {
  const folder = resolve(app, options.rootDirectory ?? "routes");
  const below = relative(app, folder).replaceAll("\\", "/");
  const ignored = matchesAny(options.ignoredRouteFiles ?? []);
  const names = new Map<string, string>();
  for (const path of await scan(folder, { built: true })) {
    const [, top, inner] = /^([^/]+)(?:\/((?:route|index)\.[jt]sx?|route\.mdx?))?$/.exec(path) ?? [];
    if (top === undefined || !MODULE.test(path) || ignored(`${below}/${top}`)) continue;
    const name = inner === undefined ? top.replace(MODULE, "") : top;
    // `route` wins over `index`, as in React Router.
    if (inner === undefined || !names.has(name) || inner.startsWith("route.")) names.set(name, path);
  }
  const files = [...names].map(([name, path]) => ({ file: `${below}/${path}`, name }));
  return toEntries(files, (file, message) => {
    throw new Error(`${file}: ${message}`);
  });
}

/** The routes of app/routes.ts, relative to the folder of routes. Undefined where there is no such file. */
export async function readRouteConfig(
  dir: string,
  report: Report,
  around: Surroundings,
): Promise<RouteEntry[] | undefined> {
  const folder = appFolder(dir);
  const file = await around.module(`${folder}/routes`);
  if (!file) return undefined;
  try {
    const { default: routes } = await file.load();
    const text = await file.text();
    const wrong = (message: string, near?: string) => report.mistake(lineOf(file, text, near), message);
    return toChecked(await routes, join(dir, folder), dir, wrong);
  } catch (error) {
    report.mistake(
      thrownIn(file, error),
      `It decides the URLs and the guards of all routes, and it cannot be read: ${reasonOf(error, file)}`,
    );
    return [];
  }
}

/** The routes of the folder, by its names, and those that the `routes` option of a configuration adds or has in their place. */
export async function readRoutesOption(
  option: SourceFile,
  ignoredRouteFiles: readonly string[],
  report: Report,
  { dir }: Surroundings,
): Promise<RouteEntry[]> {
  const app = join(dir, appFolder(dir));
  const rootDirectory = relative(app, dir) || undefined;
  const wrong = (message: string) => report.mistake(option, message);
  const own = await runRoutesOption(option, report);
  const byFile = new Map(allOf(own).map((entry) => [resolve(app, entry.file), entry]));
  // A route that the option has too is the option's, and keeps what lies inside of it by its name.
  const others = (entries: readonly RouteEntry[]): RouteEntry[] =>
    entries.flatMap((entry) => {
      const children = others(entry.children ?? []);
      const same = byFile.get(resolve(app, entry.file));
      if (!same) return [{ ...entry, children }];
      if (children.length > 0) same.children = [...(same.children ?? []), ...children];
      return [];
    });
  const named = await flatRoutes(app, { ignoredRouteFiles, rootDirectory });
  return toChecked([...others(named), ...own], app, dir, wrong);
}

const allOf = (entries: readonly RouteEntry[]): RouteEntry[] =>
  entries.flatMap((entry) => [entry, ...allOf(entry.children ?? [])]);

/** The file, named with the line that something is written in. */
function lineOf(file: SourceFile, text: string, near: string | undefined): SourceFile {
  const at = near === undefined ? -1 : text.search(new RegExp(`["'\`]${near.replace(/\W/g, "\\$&")}["'\`]`));
  return at < 0 ? file : { ...file, name: `${file.name}:${text.slice(0, at).split("\n").length}` };
}

function toChecked(
  routes: unknown,
  app: string,
  dir: string,
  wrong: (message: string, near?: string) => void,
): RouteEntry[] {
  const ids = new Set<string>();
  const check = (list: unknown, near?: string): RouteEntry[] => {
    if (!Array.isArray(list)) {
      wrong(
        "Routes must be an array: `export default [index(…), route(…)]`. Did you forget an `await`?",
        near,
      );
      return [];
    }
    return list.flatMap((one: unknown) => {
      if (typeof one !== "object" || one === null || !("file" in one) || typeof one.file !== "string") {
        const promise = typeof (one as { then?: unknown } | null)?.then === "function";
        wrong(
          promise
            ? "A route is a promise: write `...(await flatRoutes())`."
            : "A route must be what route(), index(), layout() or prefix() gives: it has no `file`.",
          near,
        );
        return [];
      }
      const { file, id, path, index, caseSensitive, children } = one as RouteEntry;
      const absolute = resolve(app, file);
      const name = id ?? relative(app, absolute).replace(/\.[a-z\d]+$/i, "");
      if (ids.has(name))
        wrong(`${JSON.stringify(name)} is there twice. Give one of the routes an \`id\` of its own.`, file);
      ids.add(name);
      if (path !== undefined && typeof path !== "string") wrong("`path` must be text.", file);
      if (index && children?.length) wrong("An index route has no children.", file);
      const inner = children === undefined ? undefined : check(children, file);
      if (!existsSync(absolute) && !EXTENSIONS.some((extension) => existsSync(absolute + extension))) {
        wrong(`There is no file ${file}.`, file);
        return [];
      }
      return [
        {
          file: relative(dir, absolute).replaceAll("\\", "/"),
          path,
          index,
          id,
          caseSensitive,
          children: inner,
        } satisfies RouteEntry,
      ];
    });
  };
  return check(routes);
}
