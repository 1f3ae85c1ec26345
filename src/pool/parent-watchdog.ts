// Ends a child whose parent has gone, also while the child is stuck in a loop of its own.

import { Worker } from "node:worker_threads";

/** Milliseconds between two looks. */
const LOOK = 1_000;

/**
 * Watches the parent from a thread, which runs while the main thread is blocked. It does nothing else:
 * work on a thread could take the process with it, and this is meant to.
 */
export function endWithParent(): void {
  // Windows does not tell that a parent has gone.
  if (process.platform === "win32") return;
  const { ppid } = process;
  const source = `setInterval(() => { if (process.ppid !== ${ppid}) process.kill(process.pid, "SIGKILL"); }, ${LOOK})`;
  new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}
