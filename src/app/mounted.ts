// createApp as a host that mounts it calls it: at the top of a module, and waited for only in a request.

import { createLog } from "../log.ts";
import { createApp as makeApp, type App, type AppOptions } from "./app.ts";

/**
 * Reads the routes of a project and makes the function that answers requests by them.
 *
 * An error is logged at once, and rejects the promise for callers that await it. It is never an unhandled rejection,
 * by which Node would end a host that has other pages to serve: `const app = createApp()` at the
 * top of a module, and `(await app).fetch(request)` in its handlers, answer 500 until the mistake is mended.
 *
 * @throws RoutesError that lists every mistake: the file, the export and the cure; SecretError for an
 *   `OFFPRINT_SECRET` that is too short.
 *
 * @example
 * const app = await createApp({ origin: "https://example.com" });
 * const response = await app.fetch(new Request("https://example.com/rss.xml"));
 */
export function createApp(options: AppOptions = {}): Promise<App> {
  const made = makeApp(options);
  made.catch((error: unknown) => {
    const log = options.log ?? createLog({ level: "warn" });
    log.error({ err: error }, `The app could not be made: ${String((error as Error)?.message ?? error)}`);
  });
  return made;
}
