// A file of TanStack Start's routes, loaded and checked.

import { flatten, type StartMiddleware } from "../compat/tanstack/middleware.ts";
import { isFileRoute, type FileRoute } from "../compat/tanstack/router.ts";
import type { Report, SourceFile } from "./convention.ts";
import { maxDurationOf } from "./max-duration.ts";
import type { PlacedFile } from "./tanstack-files.ts";
import { ROOT, type TanstackPath } from "./tanstack-path.ts";

/** A file that was loaded: its middleware is around what lies inside it. A page has neither handlers nor an error. */
export interface Loaded {
  path: TanstackPath;
  file: SourceFile;
  middleware: readonly unknown[];
  handlers: Record<string, unknown> | undefined;
  parse?: (params: Record<string, string>) => Record<string, unknown>;
  maxDuration?: number;
  error?: { thrown: unknown };
}

/** Loads a file. Undefined after a mistake. */
export async function loadFile({ file, path }: PlacedFile, report: Report): Promise<Loaded | undefined> {
  const one: Loaded = { path, file, middleware: [], handlers: undefined };
  // Pages import files that only a bundler can load, so a module runs only if its text has a `server` option.
  const text = await file.text();
  const older = /\bcreate(?:(?:Server|API)File|ServerRoot)Route\b/.exec(text)?.[0];
  if (older) {
    report.mistake(
      file,
      `\`${older}\` is of versions before 1.150. Write \`export const Route = createFileRoute(${JSON.stringify(path.path)})({ server: { handlers: { … } } })\`.`,
    );
    return undefined;
  }
  if (!/\bserver\s*[:,}]/.test(text)) {
    if (path !== ROOT) report.note(file, "A page (it has no `server` handlers): left to the framework.");
    return one;
  }
  try {
    const module = await file.load();
    const { Route: route } = module;
    one.maxDuration = maxDurationOf(module, (message) => report.mistake(file, message));
    if (!isFileRoute(route)) {
      report.mistake(
        file,
        'It needs `export const Route = createFileRoute("…")({ server: { handlers: { … } } })`.',
      );
      return undefined;
    }
    return read(one, route, report);
  } catch (thrown) {
    report.failed(file, thrown);
    return { ...one, error: { thrown } };
  }
}

function read(one: Loaded, { path: written, options }: FileRoute, report: Report): Loaded | undefined {
  const { file, path } = one;
  if (path !== ROOT && written !== path.path && trimmed(written) !== trimmed(path.path)) {
    report.mistake(
      file,
      `createFileRoute(${JSON.stringify(written)}) must be createFileRoute(${JSON.stringify(path.path)}): the path is the file's.`,
    );
    return undefined;
  }
  const server = options.server as { middleware?: unknown; handlers?: unknown } | undefined;
  const middleware = listed(server?.middleware, file, report);
  const handlers =
    typeof server?.handlers === "function"
      ? (server.handlers as (tools: unknown) => unknown)({ createHandlers: (all: unknown) => all })
      : server?.handlers;
  if (handlers !== undefined && (typeof handlers !== "object" || handlers === null))
    report.mistake(file, "`server.handlers` must be an object of handlers, or a function that gives one.");
  if (!handlers && path !== ROOT && middleware.length === 0)
    report.note(file, "A page (it has no `server` handlers): left to the framework.");
  const params = options.params as { parse?: Loaded["parse"] } | undefined;
  return {
    ...one,
    middleware,
    handlers: (handlers as Record<string, unknown> | undefined) ?? undefined,
    parse: params?.parse ?? (options.parseParams as Loaded["parse"]),
  };
}

/** Flattens a list of middleware. Anything else is a mistake: it may have been meant as an access check. */
export function listed(list: unknown, file: SourceFile, report: Report): StartMiddleware[] {
  if (list === undefined) return [];
  try {
    if (Array.isArray(list)) return flatten(list);
    report.mistake(file, "`middleware` must be an array of what createMiddleware() gives.");
  } catch (error) {
    report.mistake(file, (error as Error).message);
  }
  return [];
}

const trimmed = (path: string | undefined) => path?.replace(/(?!^)\/$/, "");
