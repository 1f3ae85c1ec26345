// Loads TypeScript and JSX modules at run time, with our own modules in place of their imports.

import { createJiti, type Jiti } from "jiti";
import { pathToFileURL } from "node:url";
import * as jsxRuntime from "./jsx-runtime.ts";

/** Loads one module by its absolute path. */
export type LoadModule = (absolute: string) => Promise<Record<string, unknown>>;

/**
 * A loader for the modules of one folder of routes.
 *
 * @param root The project: its `tsconfig.json` paths are honoured.
 * @param stands Modules that stand in for imports, by specifier: `offprint` itself (so that there is
 *   one copy of it, whichever way it was started) and a framework's names.
 */
export function createLoader(root: string, stands: Record<string, unknown>): LoadModule {
  const jiti: Jiti = createJiti(pathToFileURL(`${root}/offprint.config.ts`).href, {
    jsx: { runtime: "automatic", importSource: "offprint" },
    interopDefault: false,
    sourceMaps: true,
    tsconfigPaths: true,
    virtualModules: {
      "offprint/jsx-runtime": jsxRuntime,
      "offprint/jsx-dev-runtime": jsxRuntime,
      ...stands,
    },
  });
  return (absolute) => jiti.import<Record<string, unknown>>(absolute);
}
