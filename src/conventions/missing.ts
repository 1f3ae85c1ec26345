// Imports that lead nowhere: who asked for what, and all that is not installed at once.

import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";

/** What a module asked for that is not there. */
export interface Absent {
  importer: string | undefined;
  /** Packages to install; none where a file is missing. */
  packages: readonly string[];
  /** What to do about it, for people. */
  cure: string;
}

/**
 * What an error of the loader says of an import; undefined for another error.
 *
 * @param isKnown whether a specifier is answered without a package
 */
export function toAbsent(error: unknown, isKnown: (specifier: string) => boolean): Absent | undefined {
  if (!(error instanceof Error) || !("code" in error) || !String(error.code).endsWith("MODULE_NOT_FOUND"))
    return undefined;
  const name = /^Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
  if (name === undefined) return undefined;
  const importer =
    (error as { requireStack?: string[] }).requireStack?.[0] ??
    / imported from (.+)$/m.exec(error.message)?.[1];
  const bare = packageOf(name);
  if (bare === undefined) return { importer, packages: [], cure: `${name}, which is not there` };
  const packages = [...new Set([bare, ...(importer ? othersOf(importer, isKnown) : [])])];
  const [first, ...others] = packages;
  const named = [others.length > 0 ? first : name, ...others].join(", ");
  const install = `npm install ${packages.join(" ")}`;
  const which = others.length > 0 ? "which are not installed" : "which is not installed";
  return { importer, packages, cure: `${named}, ${which} (${install})` };
}

/** The package of a specifier; undefined for a path, and for names that only a `tsconfig.json` can mean. */
function packageOf(specifier: string): string | undefined {
  if (/^(?:[./\\~#]|[A-Za-z]:|@\/)/.test(specifier)) return undefined;
  return /^(?:@[\w.~-]+\/)?[\w.~-]+/.exec(specifier)?.[0];
}

/** The specifier of an import or an export of something, but not of types alone; of `import()` and `require()` too. */
const IMPORTS =
  /(?:^|[\n;])\s*(?:import|export)\s+(?!type\b)(?:[^'"();]*?\bfrom\s*)?["']([^"']+)["']|\b(?:import|require)\s*\(\s*["']([^"']+)["']/g;

function othersOf(importer: string, isKnown: (specifier: string) => boolean): string[] {
  let text: string;
  try {
    text = readFileSync(importer.replace(/^file:\/\//, ""), "utf8");
  } catch {
    return [];
  }
  return [...text.matchAll(IMPORTS)].flatMap(([, from, called]) => {
    const specifier = (from ?? called)!;
    const name = packageOf(specifier);
    const isThere =
      name === undefined || isBuiltin(specifier) || isKnown(specifier) || isInstalled(name, importer);
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
