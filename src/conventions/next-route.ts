// A file of route handlers of Next.js (`route.ts`): its exports, and what they declare.

import { routeTag } from "../compat/next/cache.ts";
import { dataOf } from "../compat/next/data-of-answer.ts";
import { extensionOf, typeOfExtension } from "../http/types.ts";
import { METHODS, type Method, type MethodHandler, type Route, type RouteEvent } from "../routing/route.ts";
import type { Report, SourceFile } from "./convention.ts";
import type { NextProject } from "./next-config.ts";
import { wrap, type NextHandler, type NextParams, type Wrapping } from "./next-handler.ts";
import type { NextPath } from "./next-path.ts";
import { toSegment } from "./next-segment.ts";

const CONFIG = [
  "dynamic",
  "dynamicParams",
  "revalidate",
  "fetchCache",
  "runtime",
  "preferredRegion",
  "maxDuration",
  "experimental_ppr",
];

/** Loads a module; what it throws, for a 500 at its URL, where it does. */
export async function load(
  file: SourceFile,
  report: Report,
): Promise<Record<string, unknown> | { error: unknown }> {
  try {
    return await file.load();
  } catch (error) {
    report.failed(file, error);
    return { error };
  }
}

const reporterOf =
  (path: NextPath, site: NextProject) =>
  (thrown: unknown, event: RouteEvent): void =>
    site.failed?.(thrown, event, { routerKind: "App Router", routePath: path.path, routeType: "route" });

export const failed = (module: object): module is { error: unknown } =>
  "error" in module && Object.keys(module).length === 1;

/** The route of a file of handlers. */
export async function handlerRoute(
  file: SourceFile,
  path: NextPath,
  report: Report,
  site: NextProject,
): Promise<Route> {
  const pattern = path.pattern || "/";
  const route: Route = {
    pattern,
    file: file.name,
    bodyFailed: reporterOf(path, site),
    methods: {},
    middleware: [],
    catchAll: path.catchAll,
    type: typeOfExtension(extensionOf(pattern)),
  };
  const module = await load(file, report);
  if (failed(module))
    return { ...route, any: { handler: () => Promise.reject(module.error), middleware: [] } };
  const exports = module as Record<string, unknown>;
  checkExports(exports, file, report);
  const wrapping = toWrapping(exports, file, path, report, site);
  addDeclarations(route, exports, wrapping, path);
  for (const method of METHODS) {
    const run = exports[method];
    if (run === undefined) continue;
    if (typeof run !== "function")
      report.mistake(file, `\`${method}\` must be a function (request, { params }).`);
    else
      route.methods[method] = {
        handler: wrap(run as NextHandler, wrapping),
        middleware: [],
      } satisfies MethodHandler;
  }
  if (Object.keys(route.methods).length === 0)
    report.mistake(
      file,
      `It exports no handler. Add \`export async function GET(request)\`, or one of ${METHODS.join(", ")}.`,
    );
  return route;
}

function checkExports(module: Record<string, unknown>, file: SourceFile, report: Report): void {
  for (const name of Object.keys(module)) {
    const upper = name.toUpperCase();
    if (name === "default")
      report.mistake(
        file,
        "A route file has no default export. Export a handler by its method: `export async function GET(request)`.",
      );
    else if (METHODS.includes(upper as Method) && name !== upper)
      report.mistake(file, `The export \`${name}\` is not known. Did you mean \`${upper}\`?`);
    else if (/^(?:GETT|PSOT|POTS|PTU|DELTE|PACTH|OPTION)$/.test(upper))
      report.mistake(
        file,
        `The export \`${name}\` is not known. Valid are ${[...METHODS, "generateStaticParams", ...CONFIG].join(", ")}.`,
      );
  }
}

/** What a module declares, and its params, for its handlers. */
export function toWrapping(
  module: Record<string, unknown>,
  file: SourceFile,
  path: NextPath,
  report: Report,
  site: NextProject,
): Wrapping {
  const segment = toSegment(
    module,
    (message) => report.mistake(file, message),
    (message) => report.note(file, message),
  );
  const generate = module.generateStaticParams as ((given: { params: NextParams }) => unknown) | undefined;
  let known: Promise<Set<string>> | undefined;
  const keyOf = (params: NextParams) =>
    JSON.stringify(
      Object.keys(params)
        .sort()
        .map((name) => [name, params[name]]),
    );
  return {
    segment,
    tag: routeTag(path.path),
    site,
    promised: site.version >= 15,
    failed: reporterOf(path, site),
    names: path.names,
    async isKnown(params) {
      if (!generate) return false;
      known ??= generated(generate).then((list) => new Set(list.map(keyOf)));
      // A failure is not cached: the next request tries again.
      known.catch(() => (known = undefined));
      return (await known).has(keyOf(params));
    },
  };
}

/** Tags of an answer: its route's, and those of the data that it was made from. */
export const tagsOfAnswer = (tag: string) => (event: object) => [tag, ...(dataOf(event)?.tags ?? [])];

async function generated(generate: (given: { params: NextParams }) => unknown): Promise<NextParams[]> {
  const list = await generate({ params: {} });
  if (!Array.isArray(list)) throw new TypeError("generateStaticParams() must give an array of params.");
  return list as NextParams[];
}

function addDeclarations(
  route: Route,
  module: Record<string, unknown>,
  { segment, names }: Wrapping,
  path: NextPath,
): void {
  route.maxDuration = segment.maxDuration;
  if (segment.cache) route.cache = { ...segment.cache, tags: tagsOfAnswer(routeTag(path.path)) };
  const generate = module.generateStaticParams as ((given: { params: NextParams }) => unknown) | undefined;
  if (typeof generate !== "function") return;
  const own = new Map(Object.entries(names).map(([key, name]) => [name, key]));
  route.examples = async () =>
    (await generated(generate)).map((params) =>
      Object.fromEntries(Object.entries(params).map(([name, value]) => [own.get(name) ?? name, value])),
    );
}
