// src/start.ts of TanStack Start: middleware around every request and every server function.

import type { StartInstance, StartOptions } from "../compat/tanstack/start.ts";
import type { Report, Surroundings } from "./convention.ts";
import { listed } from "./tanstack-file.ts";

/**
 * Loads the global middleware.
 *
 * @param path of the module without its extension, relative to the folder of the routes
 */
export async function loadStart(path: string, report: Report, around: Surroundings): Promise<StartOptions> {
  const file = await around.module(path);
  if (!file || !/\bcreateStart\b/.test(await file.text())) return {};
  try {
    const { startInstance } = (await file.load()) as { startInstance?: StartInstance };
    if (typeof startInstance?.getOptions !== "function") {
      report.mistake(file, "It needs `export const startInstance = createStart(() => ({ … }))`.");
      return {};
    }
    const options = (await startInstance.getOptions()) ?? {};
    return { ...options, requestMiddleware: listed(options.requestMiddleware, file, report) };
  } catch (thrown) {
    // Fail closed: it may be the access check, so no route may answer.
    report.failed(file, thrown, "every URL of these routes answers");
    return { requestMiddleware: [{ options: { server: () => Promise.reject(thrown) } }] };
  }
}
