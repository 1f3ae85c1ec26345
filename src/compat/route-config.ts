// Imports of app/routes.ts: `@react-router/dev/routes` and the adapter for `routes` of Remix.

import { resolve } from "node:path";

/** A route of app/routes.ts. */
export interface RouteEntry {
  /** Relative to the folder of the app, or absolute. */
  file: string;
  id?: string;
  /** Relative to its parent's path. */
  path?: string;
  index?: boolean;
  caseSensitive?: boolean;
  children?: RouteEntry[];
}

type Options = Pick<RouteEntry, "id" | "index" | "caseSensitive">;
type OptionsOrChildren = Options | RouteEntry[] | null;

/** The options that each helper there takes, and no others. */
function entry(
  own: Partial<RouteEntry> & { file: string },
  keys: readonly (keyof Options)[],
  given: OptionsOrChildren | undefined,
  children: RouteEntry[] | undefined,
): RouteEntry {
  if (Array.isArray(given) || !given) return { ...own, children: given ?? undefined };
  const options = Object.fromEntries(keys.filter((key) => key in given).map((key) => [key, given[key]]));
  return { ...own, ...options, children };
}

const ROUTE: readonly (keyof Options)[] = ["id", "index", "caseSensitive"];
const LAYOUT: readonly (keyof Options)[] = ["id"];

function route(
  path: string | null | undefined,
  file: string,
  given?: OptionsOrChildren,
  children?: RouteEntry[],
) {
  return entry({ file, path: path ?? undefined }, ROUTE, given, children);
}

function index(file: string, options?: Options): RouteEntry {
  return entry({ file, index: true }, LAYOUT, options ?? {}, undefined);
}

function layout(file: string, given?: OptionsOrChildren, children?: RouteEntry[]): RouteEntry {
  return entry({ file }, LAYOUT, given, children);
}

function prefix(path: string, routes: readonly RouteEntry[]): RouteEntry[] {
  return routes.map((one) => {
    if (one.index || typeof one.path === "string")
      return {
        ...one,
        path: one.path ? `${path.replace(/\/+$/, "")}/${one.path.replace(/^\/+/, "")}` : path,
      };
    return one.children ? { ...one, children: prefix(path, one.children) } : one;
  });
}

function relative(directory: string) {
  const at = (file: string) => resolve(directory, file);
  return {
    route: (path: string | null | undefined, file: string, ...rest: [OptionsOrChildren?, RouteEntry[]?]) =>
      route(path, at(file), ...rest),
    index: (file: string, options?: Options) => index(at(file), options),
    layout: (file: string, ...rest: [OptionsOrChildren?, RouteEntry[]?]) => layout(at(file), ...rest),
    prefix,
  };
}

/** Exports of `@react-router/dev/routes`. */
export function routeConfig(appDirectory: string) {
  return { getAppDirectory: () => appDirectory, index, layout, prefix, relative, route };
}

/** A route of Remix, which names the one around it. */
interface ManifestEntry extends RouteEntry {
  id: string;
  parentId?: string;
}

type DefineRoute = (
  path: string | undefined,
  file: string,
  given?: Options | (() => void),
  children?: () => void,
) => void;

function defineRoutes(describe: (define: DefineRoute) => void): Record<string, ManifestEntry> {
  const routes: Record<string, ManifestEntry> = {};
  const around: string[] = [];
  describe((path, file, given, children) => {
    const options = typeof given === "function" ? {} : (given ?? {});
    const id = options.id ?? file.replace(/\.[a-z\d]+$/i, "").replaceAll("\\", "/");
    if (Object.hasOwn(routes, id)) throw new Error(`Two routes have the id ${JSON.stringify(id)}`);
    routes[id] = {
      id,
      file,
      path: path || undefined,
      index: options.index,
      caseSensitive: options.caseSensitive,
      parentId: around.at(-1) ?? "root",
    };
    around.push(id);
    (typeof given === "function" ? given : children)?.();
    around.pop();
  });
  return routes;
}

/** Converts the result of Remix's `routes` option (`remix-flat-routes` and others) to a list of routes. */
export async function remixRoutesOptionAdapter(
  routes: (
    define: typeof defineRoutes,
  ) => Record<string, ManifestEntry> | Promise<Record<string, ManifestEntry>>,
): Promise<RouteEntry[]> {
  const manifest = await routes(defineRoutes);
  const entries = Object.entries(manifest).map(([id, { parentId, ...own }]) => ({ id, parentId, own }));
  for (const { parentId, own } of entries) {
    const parent = entries.find(({ id }) => id === parentId);
    if (parent) (parent.own.children ??= []).push(own);
  }
  return entries.filter(({ parentId }) => parentId === "root").map(({ own }) => own);
}
