// Unresolved imports: which module imports what, and all missing packages in one message.

import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";

/** An import that could not be resolved. */
export interface Absent {
  importer: string | undefined;
  /** Packages to install; none where a file is missing. */
  packages: readonly string[];
  /** Tells the developer how to mend it. */
  cure: string;
}

/**
 * Reads the loader's MODULE_NOT_FOUND error; undefined for any other error.
 *
 * @param isKnown whether a specifier is answered without a package
 */
export function toAbsent(error: unknown, isKnown: (specifier: string) => boolean): Absent | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return toUnexported(error);
  if (!String(error.code).endsWith("MODULE_NOT_FOUND")) return undefined;
  const name = /^Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
  if (name === undefined) return undefined;
  const importer =
    (error as { requireStack?: string[] }).requireStack?.[0] ??
    / imported from (.+)$/m.exec(error.message)?.[1];
  const made = madeElsewhere(name, importer);
  if (made) return { importer, packages: [], cure: `${name}, ${made}` };
  const bare = packageOf(name);
  if (bare === undefined) return { importer, packages: [], cure: `${name}, which is not there` };
  const packages = [...new Set([bare, ...(importer ? othersOf(importer, isKnown) : [])])];
  const [first, ...others] = packages;
  const named = [others.length > 0 ? first : name, ...others].join(", ");
  const install = `npm install ${packages.join(" ")}`;
  const which = others.length > 0 ? "which are not installed" : "which is not installed";
  return { importer, packages, cure: `${named}, ${which} (${install})` };
}

/** A path in a package that is installed and has no such export: `contentlayer/generated`, which tsconfig.json maps. */
function toUnexported({ message, stack = "" }: Error): Absent | undefined {
  const [, path, name] =
    /^Package subpath '\.\/([^']+)' .* in .*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)[/\\]package\.json/.exec(
      message,
    ) ?? [];
  const importer = /^\s+at (?:async )?(?:file:\/\/)?((?:\/|[A-Za-z]:)[^\n]+?):\d+:\d+$/m.exec(stack)?.[1];
  if (path === undefined || importer === undefined) return undefined;
  const specifier = `${name}/${path}`;
  const made = madeElsewhere(specifier, importer);
  return made ? { importer, packages: [], cure: `${specifier}, ${made}` } : undefined;
}

/** Why no package brings a module that is not there, and which command or tool makes it; undefined for a package's. */
function madeElsewhere(specifier: string, importer: string | undefined): string | undefined {
  if (specifier.startsWith(".prisma/")) return "which Prisma makes (npx prisma generate)";
  if (isVirtual(specifier)) return "which is no file: a plugin of the framework's bundler makes it up";
  const targets = importer === undefined ? undefined : mappedByTsconfig(specifier, fileOf(importer));
  return targets && `which tsconfig.json takes from ${targets}, where nothing is: is it made by a build?`;
}

/** Modules of a bundler's plugins: `virtual:pwa-register`, `astro:content`. */
const isVirtual = (specifier: string) => /^[a-z][\w-]+:/i.test(specifier) && !isBuiltin(specifier);

const fileOf = (importer: string) => importer.replace(/^file:\/\//, "");

/** Reads the targets of a specifier in `paths` of the nearest `tsconfig.json`, in its text alone: what it extends is not read. */
function mappedByTsconfig(specifier: string, importer: string): string | undefined {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const file = join(folder, "tsconfig.json");
    if (existsSync(file)) {
      const keys = [...readFileSync(file, "utf8").matchAll(/"([^"\n]+)"\s*:\s*\[([^\]]*)\]/g)];
      return keys
        .find(([, key]) => key !== "*" && fits(specifier, key!))?.[2]
        ?.replace(/["\s]+/g, " ")
        .trim();
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function fits(specifier: string, key: string): boolean {
  const [before, after] = key.split("*");
  if (after === undefined) return specifier === key;
  return specifier.startsWith(before!) && specifier.endsWith(after);
}

/** The package of a specifier; undefined for a path, and for names that only a `tsconfig.json` can mean. */
function packageOf(specifier: string): string | undefined {
  if (/^(?:[./\\~#]|[A-Za-z]:|@\/)/.test(specifier)) return undefined;
  return /^(?:@[\w.~-]+\/)?[\w.~-]+/.exec(specifier)?.[0];
}

/** Specifiers of `import`, `export … from`, `import()` and `require()`; not of type-only imports. */
const IMPORTS =
  /(?:^|[\n;])\s*(?:import|export)\s+(?!type\b)(?:[^'"();]*?\bfrom\s*)?["']([^"']+)["']|\b(?:import|require)\s*\(\s*["']([^"']+)["']/g;

function othersOf(importer: string, isKnown: (specifier: string) => boolean): string[] {
  let text: string;
  try {
    text = readFileSync(fileOf(importer), "utf8");
  } catch {
    return [];
  }
  return [...text.matchAll(IMPORTS)].flatMap(([, from, called]) => {
    const specifier = (from ?? called)!;
    const name = packageOf(specifier);
    const isThere =
      name === undefined ||
      isBuiltin(specifier) ||
      isKnown(specifier) ||
      madeElsewhere(specifier, importer) !== undefined ||
      isInstalled(name, importer);
    return isThere ? [] : [name];
  });
}

/** Whether a `node_modules` above has the package, or the project a file or a folder of that name (`baseUrl`). */
function isInstalled(name: string, importer: string): boolean {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules", name)) || existsSync(join(folder, name))) return true;
    if (folder === dirname(folder)) return false;
  }
}
