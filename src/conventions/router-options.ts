// Options that decide the URLs of Remix and React Router, read in the text of their configurations.

import { join, relative, resolve } from "node:path";
import { matchesAny } from "../load/glob.ts";
import type { Node } from "../load/link/babel.ts";
import type { Report, SourceFile, Surroundings } from "./convention.ts";
import { configurations, lineOf, ofCalls, ofExports, statementsOf, textOf } from "./written-options.ts";

/** Options that are looked at; any other cannot change which file answers a URL. */
const KEYS = ["routes", "ignoredRouteFiles", "basename", "appDirectory"] as const;

const CONFIGURATIONS = ["react-router.config", "remix.config", "vite.config"];

/** The framework's plugin of Vite, by its names since Remix 2. */
const PLUGIN = {
  names: ["remix", "vitePlugin", "unstable_vitePlugin", "reactRouter"],
  from: /^@(?:remix-run|react-router)\/dev(?:\/vite)?$/,
  keys: KEYS,
};

/** What the options say. */
export interface RouterOptions {
  /** Whether a file, relative to the folder of the app, is none of the routes: `ignoredRouteFiles`. */
  ignores(path: string): boolean;
  /** Globs of those. */
  ignored: readonly string[];
  /** Before each URL, such as `/docs`; empty for none. */
  basename: string;
  /** The configuration that has Remix's `routes`, named with its line. */
  routes?: SourceFile;
}

/**
 * Reads the options; what would answer at other URLs there, or behind other guards, and is not understood, is a
 * mistake with the file and the line.
 *
 * @param folder of the app, relative to the one of the routes
 */
export async function readOptions(
  folder: string,
  report: Report,
  around: Surroundings,
): Promise<RouterOptions> {
  const found: Found = { ignored: [], basename: "" };
  for (const file of configurations(folder, CONFIGURATIONS, around)) {
    const body = await statementsOf(file, report);
    const options = /vite\.config\.\w+$/.test(file.path) ? ofCalls(body, PLUGIN) : ofExports(body, KEYS);
    for (const { key, value } of options) {
      const wrong = faultOf(key, value, file, resolve(around.dir, folder), found);
      if (wrong !== undefined) report.mistake({ ...file, name: `${file.name}:${lineOf(value)}` }, wrong);
    }
  }
  return { ...found, ignores: matchesAny(found.ignored) };
}

interface Found {
  ignored: string[];
  basename: string;
  routes?: SourceFile;
}

/** What is wrong with an option, and the cure; what is right is put into `found`. */
function faultOf(
  key: (typeof KEYS)[number] | undefined,
  value: Node,
  file: SourceFile,
  app: string,
  found: Found,
): string | undefined {
  const text = textOf(value);
  switch (key) {
    case "routes":
      found.routes = { ...file, name: `${file.name}:${lineOf(value)}` };
      return undefined;
    case "basename":
      if (text === undefined) return "`basename` must be written as text, so that it can be read.";
      found.basename = /^\/*$/.test(text) ? "" : `/${text.replace(/^\/+|\/+$/g, "")}`;
      return undefined;
    case "appDirectory": {
      if (text === undefined) return "`appDirectory` must be written as text, so that it can be read.";
      const named = join(file.absolute, "..", text);
      const isOurs = relative(named, app) === "";
      return isOurs
        ? undefined
        : `\`appDirectory\` is ${text}, and the routes are read from another. Name its folder as the source: \`dir\` in the configuration of Offprint.`;
    }
    case "ignoredRouteFiles": {
      const globs = (value.elements as (Node | null)[] | undefined)?.map((one) => one && textOf(one));
      if (!globs?.every((glob) => typeof glob === "string"))
        return "`ignoredRouteFiles` must be an array of globs written as text, so that it can be read.";
      try {
        matchesAny(globs);
      } catch (error) {
        return `\`ignoredRouteFiles\`: ${(error as Error).message}.`;
      }
      found.ignored.push(...globs);
      return undefined;
    }
    case undefined:
      return `What is given here may hold \`routes\` or \`basename\`, and cannot be read. Write ${KEYS.map((one) => `\`${one}\``).join(", ")} out, in an object of this file.`;
  }
}
