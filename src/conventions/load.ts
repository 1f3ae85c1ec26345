// All sources -> all routes, with every mistake found before the app starts.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { prefixFault, type ConventionName, type Source } from "./source.ts";
import { ogModules } from "../compat/og.ts";
import type { Logger } from "../log.ts";
import { keptState } from "../load/kept-state.ts";
import { createLoader, type Loader } from "../load/modules.ts";
import { ELSEWHERE, type Route } from "../routing/route.ts";
import { matchesAny } from "../load/glob.ts";
import { scan } from "../load/scan.ts";
import { below } from "./below.ts";
import type { Convention, Report, SourceFile } from "./convention.ts";
import { joined } from "./elsewhere.ts";
import { toAbsent } from "./missing.ts";
import { shapeOf } from "./pattern.ts";

/** Each convention is loaded only where a source is written in it. */
const CONVENTIONS: Partial<Record<ConventionName, () => Promise<Convention>>> = {
  native: async () => (await import("./native.ts")).native,
  next: async () => (await import("./next.ts")).next,
  remix: async () => (await import("./remix.ts")).remix,
  tanstack: async () => (await import("./tanstack.ts")).tanstack,
};

/**
 * Mistakes in route files, all of them at once: one line each, with the file, the export and the cure.
 *
 * @example
 * const app = await createApp().catch((error) => {
 *   if (error instanceof RoutesError) console.error(error.message);
 *   throw error;
 * });
 */
export class RoutesError extends Error {
  override name = "RoutesError";
  constructor(readonly mistakes: readonly string[]) {
    super(
      `${mistakes.length === 1 ? "A route has a mistake" : `${mistakes.length} mistakes in routes`}:\n${mistakes.map((m) => `  ${m}`).join("\n")}`,
    );
  }
}

/** Something about a file that is worth one calm line. */
export interface Note {
  /** Relative to the project. */
  file: string;
  message: string;
  /** True where it does not matter in one process alone. */
  ofSeveral?: true;
}

/** All routes, sorted by pattern, and what was found beside them. */
export interface LoadedRoutes {
  routes: Route[];
  /** The fallback route: runs a framework's middleware for URLs that match no route. Undefined if there is none. */
  elsewhere: Route | undefined;
  notes: Note[];
}

/** @throws RoutesError naming file, export and cure of every mistake. */
export async function loadRoutes(
  root: string,
  sources: readonly Source[],
  log: Logger,
): Promise<LoadedRoutes> {
  const mistakes: string[] = [];
  const notes: Note[] = [];
  const missing = new Set<string>();
  /** Stand-ins by specifier, of the source that is being read. */
  let stands: Record<string, unknown> = {};
  const report: Report = {
    mistake: (file, message) => mistakes.push(`${file.name}: ${message}`),
    note: (file, message) => notes.push({ file: file.name, message }),
    failed(file, error, answers = "its URL answers") {
      const refused = toRefused(error);
      const absent = toAbsent(error, (specifier) => specifier === "react" || specifier in stands);
      if (refused)
        mistakes.push(`${refused.importer ? nameOf(root, refused.importer) : file.name}: ${refused.message}`);
      else if (absent) {
        for (const name of absent.packages) missing.add(name);
        log.error(
          { file: file.name },
          `${absent.importer ? nameOf(root, absent.importer) : file.name} imports ${absent.cure}; ${answers} 500 until that is mended`,
        );
      } else
        log.error(
          { err: error, file: file.name },
          `${file.name} could not be loaded; ${answers} 500 until that is mended${jsxHint(file.name, error)}`,
        );
    },
  };
  // `import "offprint"` in a route gets this very package. Imported late, since it exports this module's callers (a cycle).
  const offprint = await import("../index.ts");
  const all: Route[] = [];
  for (const source of sources) {
    const {
      dir,
      convention: name = "native",
      ignore = [],
      loadContext,
      prefix = "",
      installed = [],
    } = source;
    const wrong = prefixFault(prefix);
    if (wrong) throw new RoutesError([`the prefix of ${dir}: ${wrong}`]);
    const convention = await CONVENTIONS[name]?.();
    if (!convention)
      throw new RoutesError([
        `the convention \`${name}\` of ${dir} is not known. Valid are ${Object.keys(CONVENTIONS).join(", ")}.`,
      ]);
    stands = { offprint, ...(await ogModules()), ...(await convention.modules?.(join(root, dir))) };
    for (const specifier of installed) delete stands[specifier];
    let loader = createLoader(root, stands);
    const fileAt = (path: string) => toFile(root, dir, path, () => loader);
    const ignores = matchesAny(ignore);
    const paths = (await scan(join(root, dir), { built: true })).filter((path) => !ignores(path));
    const found = await convention.routes(paths.map(fileAt), report, {
      dir: join(root, dir),
      prefix,
      ignores,
      loadContext: loadContext === undefined ? undefined : toFile(root, ".", loadContext, () => loader),
      file: fileAt,
      async module(path) {
        const extension = MODULE_EXTENSIONS.find((end) => existsSync(join(root, dir, path + end)));
        return extension === undefined ? undefined : fileAt(path + extension);
      },
      files: async (path) =>
        (await scan(join(root, dir, path), { built: true })).map((one) => fileAt(`${path}/${one}`)),
      usePackages(packages) {
        loader = createLoader(root, stands, true, packages);
      },
    });
    if (found.length === 0 && !existsSync(join(root, dir)))
      log.warn(
        { dir },
        `There is no folder ${dir} in ${root}, so none of its routes is served. Is \`root\` the project's folder, and was ${dir} copied with what is deployed?`,
      );
    all.push(...(convention.putsPrefix ? found : found.map((route) => below(prefix, route))));
  }
  if (missing.size > 1)
    log.error({}, `All that is not installed: npm install ${[...missing].sort().join(" ")}`);
  const taken = new Set(all.filter(({ yields }) => !yields).map(({ pattern }) => shapeOf(pattern)));
  const routes = all.filter(
    ({ pattern, yields }) => pattern !== ELSEWHERE && !(yields && taken.has(shapeOf(pattern))),
  );
  mistakes.push(...conflicts(routes));
  if (mistakes.length > 0) throw new RoutesError([...new Set(mistakes)]);
  for (const [file, names] of keptState(root))
    notes.push({ file: nameOf(root, file), message: stateNote(names), ofSeveral: true });
  routes.sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
  return { routes, elsewhere: joined(all.filter(({ pattern }) => pattern === ELSEWHERE)), notes };
}

const stateNote = (names: readonly string[]): string =>
  `It keeps state in ${names.map((name) => `\`${name}\``).join(", ")}, of which each child of \`offprint start\` has its own, ` +
  "and a visitor comes to any. Keep it in a store or a database, or say `pool: { size: 1 }` in offprint.config.ts.";

const MODULE_EXTENSIONS = [".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs"];

function toFile(root: string, dir: string, path: string, loader: () => Loader): SourceFile {
  const absolute = join(root, dir, path);
  return {
    path,
    absolute,
    name: nameOf(root, absolute),
    load: () => loader().load(absolute),
    exports: () => loader().exports(absolute),
    text: () => readFile(absolute, "utf8"),
  };
}

function nameOf(root: string, absolute: string): string {
  return relative(root, absolute).split("\\").join("/");
}

/** Errors that keep the app from starting: a missing export of a stand-in, an empty secret, an imported asset URL. */
const REFUSED: ReadonlySet<string> = new Set(["StandInError", "SecretError", "BundlerError"]);

/** Such an error; `importer` is the module that imports the missing name or file. */
function toRefused(error: unknown): { message: string; importer?: string } | undefined {
  return error instanceof Error && REFUSED.has(error.name) ? error : undefined;
}

/** JSX in a `.ts` or `.js` file is a syntax error whose message does not mention JSX. */
const jsxHint = (name: string, error: unknown): string =>
  /\.[cm]?[jt]s$/.test(name) && /ParseError/.test(String(error))
    ? `. If there is JSX in it, call it ${name.replace(/\.[cm]?([jt])s$/, ".$1sx")}`
    : "";

/** Two files that answer the same URLs. */
function conflicts(routes: readonly Route[]): string[] {
  const byShape = new Map<string, Route[]>();
  for (const route of routes) {
    const written = shapeOf(route.pattern);
    const shape = route.anyCase ? written.toLowerCase() : written;
    const same = byShape.get(shape);
    if (same) same.push(route);
    else byShape.set(shape, [route]);
  }
  return [...byShape.values()]
    .filter((same) => same.length > 1)
    .map(
      (same) =>
        `${same.map((route) => route.file).join(" and ")}: both answer ${same[0]!.pattern}. Rename or delete one.`,
    );
}
