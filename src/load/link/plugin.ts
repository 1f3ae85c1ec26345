// The pass over each module that is loaded, a Babel plugin: one visitor a file.

import { bindAssets } from "./assets.ts";
import type { Babel, FunctionPath, NewPath, Program, Visitor } from "./babel.ts";
import { copyTracked } from "./copies.ts";
import { followData } from "./data.ts";
import { listExports } from "./exports.ts";
import { fetchFiles } from "./files.ts";
import { provideImportMeta } from "./import-meta.ts";
import { dropUnusedReact } from "./react.ts";
import { checkStandIns } from "./stand-ins.ts";
import { tellState } from "./state.ts";
import { keepCached } from "./use-cache.ts";

/**
 * In this order: state is read from a module as it was written, `"use cache"` at the top of a module is given to its functions before these are visited, and exports and
 * uses are read from what the others leave.
 */
const VISITORS: readonly ((babel: Babel) => Visitor)[] = [
  tellState,
  bindAssets,
  provideImportMeta,
  followData,
  keepCached,
  dropUnusedReact,
  fetchFiles,
  listExports,
  checkStandIns,
  copyTracked,
];

export function linkPlugin(babel: Babel) {
  const visitors = VISITORS.map((make) => make(babel));
  return {
    name: "offprint-link",
    visitor: {
      Program: (path: Program) => visitors.forEach((each) => each.Program?.(path)),
      NewExpression: (path: NewPath) => visitors.forEach((each) => each.NewExpression?.(path)),
      Function: (path: FunctionPath) => visitors.forEach((each) => each.Function?.(path)),
    },
  };
}
