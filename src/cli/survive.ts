// Faults that no code handles, of whoever's code runs in a process: told in the log, and survived.

import type { Logger } from "../log.ts";

let survives = false;

/**
 * Keeps the process, from its first call on. A promise that is rejected while a module is loaded, or a connection that fails in the
 * background, is no reason to end requests that have nothing to do with it; one that waits for it fails by itself,
 * or by its `maxDuration`.
 */
export function surviveFaults(log: Logger): void {
  if (survives) return;
  survives = true;
  process.on("unhandledRejection", (reason) => {
    log.error({ err: reason }, "A promise was rejected, and nothing handles it");
  });
  process.on("uncaughtException", (error) => {
    log.error({ err: error }, "An error was thrown, and nothing catches it");
  });
}
