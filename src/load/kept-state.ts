// Modules that keep state from one request to the next, as the pass over them has found it.

import { join } from "node:path";
import { STATE } from "./link/names.ts";

type Tell = (file: string, names: readonly string[]) => void;

const shared = globalThis as { [key: symbol]: Tell | undefined };
const found = new Map<string, readonly string[]>();
// Compiled modules call it when they are loaded.
shared[Symbol.for(STATE)] = (file, names) => void found.set(file, names);

/** The modules of a project that have been loaded and keep state, with the names of what they keep. */
export function keptState(root: string): [file: string, names: readonly string[]][] {
  const packages = join(root, "node_modules/");
  return [...found].filter(([file]) => file.startsWith(join(root, "/")) && !file.startsWith(packages)).sort();
}
