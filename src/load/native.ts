// Modules that Node loads by itself, as a bundler hands them to an import: CommonJS with all its names and its default.

import { createRequire, Module } from "node:module";
import { fileURLToPath } from "node:url";
import { readManifest } from "./manifest.ts";

type Exports = Record<string, unknown>;

/** What a loader asks Node for. */
export interface NativeModules {
  nativeImport(id: string): Promise<unknown>;
  createRequire(file: string): NodeJS.Require;
}

/** Compiled apart, since bundlers and test runners put something of their own in place of `import()`. */
const importIt = compiled("module.exports = (id) => import(id)") as (id: string) => Promise<Exports>;

function compiled(source: string): unknown {
  const file = fileURLToPath(import.meta.url);
  const module = new Module(file) as Module & { _compile(source: string, file: string): void };
  module._compile(source, file);
  return module.exports;
}

const own = createRequire(import.meta.url);

/**
 * Modules that the loader has run. It takes a module that is in the cache of `require` from there, without its default:
 * so it is given a cache without those that Node has run.
 */
const evaluated: NodeJS.Dict<NodeJS.Module> = Object.create(null) as NodeJS.Dict<NodeJS.Module>;

/**
 * @param root Of the project. Its `package.json` decides, as for webpack and esbuild, which default an import of compiled
 *   CommonJS has: with `"type": "module"` all that it exports, as in Node, and else its `exports.default`.
 */
export function nativeModules(root: string): NativeModules {
  const asNode = readManifest(root)?.type === "module";
  const seen = new WeakMap<object, Exports>();
  return {
    createRequire: (file) => {
      const real = createRequire(file);
      return Object.assign((id: string) => real(id) as unknown, real, { cache: evaluated });
    },
    async nativeImport(id) {
      const namespace = await importIt(id);
      const { default: exported } = namespace;
      if (!isCommonJs(id, namespace) || !isObject(exported)) return namespace;
      const known = seen.get(exported) ?? named(exported, asNode);
      seen.set(exported, known);
      return known;
    },
  };
}

const isObject = (value: unknown): value is Exports =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Node since 23 says so by a name of its own. */
function isCommonJs(id: string, namespace: Exports): boolean {
  return "module.exports" in namespace || own.cache[id]?.exports === namespace.default;
}

/** All names that it has, and not only those that Node finds in its text; each is read when it is asked for. */
function named(exported: Exports, asNode: boolean): Exports {
  const all: Exports = Object.create(null) as Exports;
  for (const name of Object.keys(exported).filter((one) => one !== "default"))
    Object.defineProperty(all, name, { enumerable: true, get: () => exported[name] });
  const ofModule = !asNode && exported.__esModule === true && "default" in exported;
  Object.defineProperty(all, "default", {
    enumerable: true,
    get: () => (ofModule ? exported.default : exported),
  });
  return all;
}
