// Vite's features in modules: `?raw`, `import.meta.env`, `import.meta.glob`. Asset URLs are refused: only the bundle has them.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { matchesAny } from "./glob.ts";
import { VITE } from "./link/names.ts";

/** Keeps the app from starting, as a missing export of a stand-in does. */
class BundlerError extends Error {
  override name = "BundlerError";
  constructor(
    message: string,
    readonly importer: string,
  ) {
    super(message);
  }
}

const words = (specifier: string) =>
  `${JSON.stringify(specifier)} is imported for its address, which only the framework's bundle knows. ` +
  "Take the file's text with `?raw`, or read it: readFile(new URL(…, import.meta.url)).";

/** The text of a file. */
function raw(specifier: string, importer: string, find: (specifier: string) => string): string {
  const path = specifier.replace(/\?.*$/, "");
  try {
    return readFileSync(/^\.\.?\//.test(path) ? join(dirname(importer), path) : find(path), "utf8");
  } catch (error) {
    throw new BundlerError(
      `${JSON.stringify(specifier)} cannot be read: ${(error as Error).message}`,
      importer,
    );
  }
}

/** Stands for an asset's URL: importing one is an error in a route; elsewhere, using it is. */
function address(specifier: string, importer: string, isRoute: boolean): unknown {
  if (isRoute) throw new BundlerError(words(specifier), importer);
  return new Proxy(
    {},
    {
      get(_, name) {
        if (name === Symbol.toPrimitive || typeof name === "string")
          throw new BundlerError(words(specifier), importer);
        return undefined;
      },
    },
  );
}

/** In place of an address in a module with a page: text, but for the properties that pictures have in Next.js. */
function path(specifier: string, importer: string): unknown {
  const text = Object(specifier) as object;
  for (const name of ["src", "width", "height", "blurDataURL", "toJSON"])
    Object.defineProperty(text, name, {
      get() {
        throw new BundlerError(words(specifier), importer);
      },
    });
  return text;
}

/** As `vite build` sees them: of the environment, those that begin with VITE_. */
function env(): Record<string, unknown> {
  const mode = process.env.NODE_ENV ?? "production";
  const shown = Object.entries(process.env).filter(([name]) => name.startsWith("VITE_"));
  const own = {
    BASE_URL: "/",
    MODE: mode,
    DEV: mode !== "production",
    PROD: mode === "production",
    SSR: true,
  };
  return { ...Object.fromEntries(shown), ...own };
}

interface GlobOptions {
  eager?: boolean;
  import?: string;
  query?: string | Record<string, string>;
  as?: string;
}

/** How the module that has the call loads others: at once, and later. */
interface Loading {
  importer: string;
  now(path: string): Record<string, unknown>;
  later(path: string): Promise<Record<string, unknown>>;
}

const LOADED = /\.(?:[cm]?[jt]sx?|json)$/;

function glob(
  loading: Loading,
  given: string | string[],
  options: GlobOptions = {},
): Record<string, unknown> {
  const { importer } = loading;
  const folder = dirname(importer);
  const patterns = [given].flat();
  const wrong = (message: string) => new BundlerError(`import.meta.glob: ${message}`, importer);
  const query = typeof options.query === "string" ? options.query.replace(/^\?/, "") : options.as;
  if (typeof options.query === "object" || (query && query !== "raw"))
    throw wrong("of queries only `?raw` is understood.");
  const strange = patterns.find((pattern) => !/^!?\.{1,2}\//.test(pattern));
  if (strange !== undefined)
    throw wrong(`${JSON.stringify(strange)} must begin with ./ or ../ (aliases and / are not understood).`);
  // Paths are compared from the folder that all patterns lie below.
  const ups = Math.max(...patterns.map((pattern) => pattern.split("../").length - 1));
  const top = resolve(folder, "../".repeat(ups));
  const below = relative(top, folder).replaceAll("\\", "/");
  const absolute = (pattern: string) => posix.join(below, pattern.replace(/^!/, ""));
  const wanted = matchesAny(patterns.filter((one) => !one.startsWith("!")).map(absolute));
  const left = matchesAny(patterns.filter((one) => one.startsWith("!")).map(absolute));
  const found = filesBelow(top).filter((path) => wanted(path) && !left(path) && join(top, path) !== importer);
  const name = options.import;
  const pick = (module: Record<string, unknown>) => (name && name !== "*" ? module[name] : module);
  return Object.fromEntries(
    found.map((path) => {
      const from = posix.relative(below, path);
      const key = from.startsWith("../") ? from : `./${from}`;
      const file = join(top, path);
      if (query === "raw") {
        const module = () => pick({ default: raw(key, importer, () => file) });
        return [key, options.eager ? module() : async () => module()];
      }
      if (!LOADED.test(file))
        return [
          key,
          options.eager ? address(key, importer, false) : async () => address(key, importer, false),
        ];
      return [key, options.eager ? pick(loading.now(file)) : async () => pick(await loading.later(file))];
    }),
  );
}

/** All files below a folder but hidden ones and packages, by their paths, sorted. */
function filesBelow(top: string, path = ""): string[] {
  return readdirSync(join(top, path), { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules" && !name.startsWith("."))
    .flatMap((entry) => {
      const inner = posix.join(path, entry.name);
      return entry.isDirectory() ? filesBelow(top, inner) : [inner];
    })
    .sort();
}

Object.assign(globalThis, { [Symbol.for(VITE)]: { raw, path, address, env, glob } });
