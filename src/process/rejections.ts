// Rejections that nobody handles, of a mounted project's modules: told in the log, where Node would end the host.

import { createHook } from "node:async_hooks";
import { sep } from "node:path";
import type { Logger } from "../log.ts";

/** Folders of routes, and where their faults are told. */
const folders = new Map<string, Logger>();

/** Promises that were made while a project's modules were loaded, and where their rejections are told. */
const loading = new WeakMap<object, Logger>();

/**
 * Takes care of what a project's modules leave to fail: what they begin while they are loaded
 * (`const font = fetch(…)`), until the function that is returned is called, and what fails later with a file of
 * routes in its stack. Who handles rejections of the whole process already, is left to do so.
 *
 * @param routes folders, absolute
 */
export function tellRejections(routes: readonly string[], log: Logger): () => void {
  if (process.listenerCount("unhandledRejection") > 0 && folders.size === 0) return () => {};
  if (folders.size === 0) process.on("unhandledRejection", tell);
  for (const folder of routes) folders.set(folder, log);
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (type === "PROMISE") loading.set(resource, log);
    },
  }).enable();
  return () => void hook.disable();
}

function tell(reason: unknown, promise: Promise<unknown>): void {
  const log = loading.get(promise) ?? logOf(reason);
  if (log) return log.error({ err: reason }, "A promise was rejected, and nothing handles it");
  // Another's, and nobody else listens: what Node does by default.
  if (process.listenerCount("unhandledRejection") === 1) throw reason;
}

function logOf(reason: unknown): Logger | undefined {
  const stack = reason instanceof Error ? (reason.stack ?? "") : "";
  for (const [folder, log] of folders) if (stack.includes(folder + sep)) return log;
  return undefined;
}
