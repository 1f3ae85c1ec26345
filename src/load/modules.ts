// Loads TypeScript and JSX modules at run time, with our own modules in place of their imports.

import type { createJiti as CreateJiti, Jiti } from "jiti";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { require } from "../require.ts";
import * as jsxRuntime from "../jsx-runtime.ts";
import "../http/tracked-copies.ts";
import { readExports } from "./link/exports.ts";
import { linkPlugin } from "./link/plugin.ts";
import { nativeModules } from "./native.ts";
import "./vite.ts";

// By its name, for tools that trace what is loaded.
require("jiti");

type Options = Parameters<typeof CreateJiti>[1];

/** jiti from its inside, which is told how modules are asked of Node; from the outside it knows a way of its own. */
function createJiti(root: string, id: string, options: Options): Jiti {
  const inside = join(require.resolve("jiti/package.json"), "../dist");
  const create = require(join(inside, "jiti.cjs")) as (id: string, options: Options, given: object) => Jiti;
  const transform = (...given: unknown[]) =>
    (require(join(inside, "babel.cjs")) as (...given: unknown[]) => unknown)(...given);
  const onError = (error: unknown) => {
    throw error;
  };
  return create(id, { ...options, transform } as Options, { onError, ...nativeModules(root) });
}

/** jiti's own list has no `.jsx`. */
const EXTENSIONS = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"];

const JSX = { runtime: "automatic", importSource: "offprint" } as const;

/** Packages of a project that are loaded in another way than most. */
export interface Packages {
  /** Compiled as the project's own modules are. */
  transform?: string[];
  /** Left to the runtime. */
  native?: string[];
}

/** Loads modules by their absolute paths. */
export interface Loader {
  load(absolute: string): Promise<Record<string, unknown>>;
  /**
   * A module's export names, read without running it; `*` where it passes on another's.
   * @throws SyntaxError for text that is no module: who knows what it would export
   */
  exports(absolute: string): Promise<string[]>;
}

/**
 * The folder of compiled modules: in the project, which is trusted as its routes are, and never in a
 * folder that others may write to. What is there was compiled by a pass of ours, and is not to be
 * mixed up with what other tools, or other versions of that pass, keep of the same files.
 */
function compiledFolder(root: string): string {
  const packages = join(root, "node_modules");
  return existsSync(packages)
    ? join(packages, `.cache/offprint-modules-${compiler()}`)
    : join(root, `.offprint/modules-${compiler()}`);
}

/** Modules of ours that write into what is compiled: all of ./link, and the one with the names that it writes. */
export const passModules = () =>
  readdirSync(new URL("link", import.meta.url))
    .map((file) => /^([\w-]+)\.[jt]s$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort()
    .map((name) => `./link/${name}`)
    .concat("../http/tracked-copies");

let known: string | undefined;

/** A digest of what a compiled module depends on beside its source: our pass, jiti, and its options. */
function compiler(): string {
  if (known !== undefined) return known;
  const hash = createHash("sha256");
  const end = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  for (const part of passModules()) hash.update(readFileSync(new URL(part + end, import.meta.url)));
  const { version } = require("jiti/package.json") as { version: string };
  hash.update(JSON.stringify([version, process.versions.node.split(".")[0], JSX]));
  return (known = hash.digest("hex").slice(0, 12));
}

/** @throws Error naming `tsconfig.json`, which it reads. */
function openJiti(root: string, options: Options): Jiti {
  try {
    return createJiti(root, pathToFileURL(`${root}/offprint.config.ts`).href, options);
  } catch (error) {
    throw new Error(`tsconfig.json could not be read: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * A loader for the modules of one folder of routes.
 *
 * @param root The project: its `tsconfig.json` paths are honoured.
 * @param stands Modules that stand in for imports, by specifier: `offprint` itself (so that there is
 *   one copy of it, whichever way it was started) and a framework's names.
 * @param keep Whether what was compiled is kept for the next start.
 */
export function createLoader(
  root: string,
  stands: Record<string, unknown>,
  keep = true,
  packages: Packages = {},
): Loader {
  const jiti = openJiti(root, {
    jsx: JSX,
    extensions: EXTENSIONS,
    interopDefault: false,
    sourceMaps: true,
    tsconfigPaths: true,
    fsCache: keep && compiledFolder(root),
    transformModules: packages.transform,
    nativeModules: packages.native,
    transformOptions: { babel: { plugins: [linkPlugin] } },
    virtualModules: {
      "offprint/jsx-runtime": jsxRuntime,
      "offprint/jsx-dev-runtime": jsxRuntime,
      ...stands,
    },
  });
  return {
    load: (absolute) => jiti.import<Record<string, unknown>>(absolute),
    async exports(absolute) {
      const source = await readFile(absolute, "utf8");
      const compiled = jiti.transform({
        source,
        filename: absolute,
        ts: /\.[cm]?tsx?$/.test(absolute),
        async: true,
        jsx: JSX,
      });
      // jiti gives a module that throws in place of one that it cannot parse: one without exports.
      if (compiled.startsWith("exports.__JITI_ERROR__"))
        throw new SyntaxError(`${absolute} cannot be parsed`);
      return readExports(compiled);
    },
  };
}
