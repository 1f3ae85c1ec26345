// The native convention: a file's name is its URL, its exports are what answers.

import { extensionOf, typeOfExtension } from "../http/types.ts";
import { cacheControl, type CachePolicy } from "../http/cache-control.ts";
import {
  METHODS,
  type Handler,
  type Method,
  type MethodHandler,
  type Middleware,
  type Route,
} from "../routing/route.ts";
import { isSchema } from "../routing/schema.ts";
import { signedOnly } from "../routing/signed.ts";
import { unknownName } from "../did-you-mean.ts";
import { isBeside } from "./beside.ts";
import type { Convention, Report, SourceFile } from "./convention.ts";
import { maxDurationOf } from "./max-duration.ts";
import { toPattern } from "./pattern.ts";

const EXPORTS = [
  ...METHODS,
  "loader",
  "action",
  "middleware",
  "cache",
  "maxDuration",
  "params",
  "query",
  "examples",
  "signed",
];

const CACHE_FIELDS = Object.keys({
  maxAge: true,
  sharedMaxAge: true,
  staleWhileRevalidate: true,
  staleIfError: true,
  immutable: true,
  private: true,
  noStore: true,
  vary: true,
  tags: true,
} satisfies Record<keyof CachePolicy, true>);

/** `action` answers every method that changes something. */
const ACTION_METHODS = ["POST", "PUT", "PATCH", "DELETE"] as const;

export const native: Convention = {
  name: "native",
  async routes(files, report) {
    const modules = files.filter((file) => /\.[cm]?[jt]sx?$/.test(file.path) && !isBeside(file.path));
    const middleware = new Map<string, Middleware[]>();
    for (const file of modules.filter(isFolderMiddleware))
      middleware.set(folderOf(file.path), await loadMiddleware(file, report));
    const routes: Route[] = [];
    for (const file of modules) {
      if (file.path.split("/").some((segment) => segment.startsWith("_"))) continue;
      const pattern = toPattern(file.path);
      if ("mistake" in pattern) {
        report.mistake(file, `${pattern.mistake}.`);
        continue;
      }
      const route: Route = {
        ...pattern,
        file: file.name,
        methods: {},
        middleware: foldersOf(file.path).flatMap((folder) => middleware.get(folder) ?? []),
        type: typeOfExtension(extensionOf(pattern.pattern)),
      };
      try {
        addExports(route, await file.load(), (message) => report.mistake(file, message));
      } catch (error) {
        report.failed(file, error);
        route.any = { handler: () => Promise.reject(error), middleware: [] };
      }
      routes.push(route);
    }
    return routes;
  },
};

function isFolderMiddleware(file: SourceFile): boolean {
  return /(?:^|\/)_middleware\.[cm]?[jt]sx?$/.test(file.path);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** The folders above a file, outermost first: `""`, `a/`, `a/b/`. */
function foldersOf(path: string): string[] {
  const steps = folderOf(path).split("/").slice(0, -1);
  return ["", ...steps.map((_, index) => `${steps.slice(0, index + 1).join("/")}/`)];
}

async function loadMiddleware(file: SourceFile, report: Report): Promise<Middleware[]> {
  try {
    const module = await file.load();
    const found = toMiddleware(module.default ?? module.middleware);
    if (found && found.length > 0) return found;
    report.mistake(
      file,
      "Export `middleware` (or a default): a function (event, next), or an array of them.",
    );
    return [];
  } catch (error) {
    // Fail closed: it may be the access check, so no route below it may answer.
    report.failed(file, error);
    return [() => Promise.reject(error)];
  }
}

function toMiddleware(value: unknown): Middleware[] | undefined {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.every((item): item is Middleware => typeof item === "function") ? list : undefined;
}

function addExports(route: Route, module: Record<string, unknown>, mistake: (message: string) => void): void {
  // A misspelled handler has already been reported.
  let slipped = false;
  for (const name of Object.keys(module)) {
    if (EXPORTS.includes(name) || name.startsWith("_")) continue;
    slipped ||= typeof module[name] === "function";
    if (name === "default")
      mistake(
        "A default export is not used here. Export a handler by its method: `export function GET(event)`.",
      );
    else
      mistake(
        `The export ${unknownName(name, EXPORTS)} ` +
          `Move what other files share to a file whose name starts with _ , or start the export's name with _ .`,
      );
  }
  for (const method of METHODS) {
    if (module[method] !== undefined) addMethod(route, method, module[method], method, mistake);
  }
  if (module.loader !== undefined) {
    if (route.methods.GET) mistake("`loader` and `GET` both answer GET: keep one.");
    else addMethod(route, "GET", module.loader, "loader", mistake);
  }
  if (module.action !== undefined)
    for (const method of ACTION_METHODS)
      if (!route.methods[method]) addMethod(route, method, module.action, "action", mistake);
  slipped ||= METHODS.some((method) => module[method] !== undefined);
  if (!slipped && Object.keys(route.methods).length === 0)
    mistake(
      "It exports no handler. Add `export function GET(event)` (or POST, PUT, PATCH, DELETE, HEAD, OPTIONS, loader, action).",
    );
  const around = toMiddleware(module.middleware);
  if (around) route.middleware = [...route.middleware, ...around];
  else mistake("`middleware` must be a function (event, next), or an array of them.");
  addDeclarations(route, module, mistake);
  if (module.signed === true) {
    route.signed = true;
    // Outermost: what has no signature reaches no other code.
    route.middleware = [signedOnly, ...route.middleware];
  } else if (module.signed !== undefined && module.signed !== false)
    mistake("`signed` must be true or false.");
}

function addMethod(
  route: Route,
  method: Method,
  value: unknown,
  name: string,
  mistake: (message: string) => void,
): void {
  const handler = toMethodHandler(value);
  if (handler) route.methods[method] = handler;
  else mistake(`\`${name}\` must be a function, or { middleware, handler }.`);
}

function toMethodHandler(value: unknown): MethodHandler | undefined {
  if (typeof value === "function") return { handler: value as Handler, middleware: [] };
  if (
    typeof value !== "object" ||
    value === null ||
    !("handler" in value) ||
    typeof value.handler !== "function"
  )
    return undefined;
  const middleware = toMiddleware("middleware" in value ? value.middleware : undefined);
  return middleware && { handler: value.handler as Handler, middleware };
}

function addDeclarations(
  route: Route,
  module: Record<string, unknown>,
  mistake: (message: string) => void,
): void {
  const { cache, params, query, examples } = module;
  route.maxDuration = maxDurationOf(module, mistake);
  if (cache !== undefined) {
    for (const name of Object.keys(cache as object))
      if (!CACHE_FIELDS.includes(name)) mistake(`\`cache\`: ${unknownName(name, CACHE_FIELDS)}`);
    try {
      cacheControl(cache as CachePolicy);
      route.cache = cache as CachePolicy;
    } catch (error) {
      mistake(`\`cache\`: ${(error as Error).message}`);
    }
  }
  for (const [name, schema] of [
    ["params", params],
    ["query", query],
  ] as const) {
    if (schema === undefined) continue;
    if (!isSchema(schema))
      mistake(
        `\`${name}\` must be a Standard Schema, such as valibot's v.object({ … }) or zod's z.object({ … }).`,
      );
    else if (name === "params") route.paramsSchema = schema;
    else route.querySchema = schema;
  }
  if (Array.isArray(examples) || typeof examples === "function")
    route.examples = examples as NonNullable<Route["examples"]>;
  else if (examples !== undefined)
    mistake("`examples` must be an array of params, or a function that gives one.");
}
