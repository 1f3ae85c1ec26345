// Where the site keeps its files: `.offprint` in the project, or the environment's ATLAS_DATA.

import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** The path of a file in the data folder. */
export function dataFile(name: string): string {
  return join(resolve(PROJECT, process.env["ATLAS_DATA"] ?? ".offprint"), name);
}
