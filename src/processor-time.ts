// What the threads of a process got of the processor, and how long they waited for it.

import { readdirSync, readFileSync } from "node:fs";

/** Since the look before; in milliseconds. */
export interface ProcessorTime {
  /** Processor time of all threads. */
  used: number;
  /** Time for which the most delayed thread was ready to run while others had the processor. */
  waited: number;
}

/**
 * Reads Linux' scheduler statistics (`/proc/<pid>/task/<tid>/schedstat`: nanoseconds run, nanoseconds
 * waited on a run queue), which count whatever the process is busy with.
 *
 * @returns a function that tells what has been added since its last call; undefined where the system
 *   does not tell
 */
export function createProcessorMeter(pid: number | "self"): () => ProcessorTime | undefined {
  let before = new Map<string, [number, number]>();
  return () => {
    let threads: string[];
    try {
      threads = readdirSync(`/proc/${pid}/task`);
    } catch {
      return undefined;
    }
    const now = new Map<string, [number, number]>();
    let used = 0;
    let waited = 0;
    for (const thread of threads) {
      const seen = readThread(pid, thread);
      if (!seen) continue;
      const [ran, queued] = before.get(thread) ?? [0, 0];
      used += seen[0] - ran;
      waited = Math.max(waited, seen[1] - queued);
      now.set(thread, seen);
    }
    before = now;
    return now.size > 0 ? { used, waited } : undefined;
  };
}

/** Milliseconds run and waited; undefined when the thread has gone, or the kernel keeps no such account. */
function readThread(pid: number | "self", thread: string): [number, number] | undefined {
  try {
    const [ran, queued] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ");
    return [Number(ran) / 1e6, Number(queued) / 1e6];
  } catch {
    return undefined;
  }
}

/** Milliseconds between two looks at this process's own threads. */
const LOOK = 1_000;

const meter = createProcessorMeter("self");
let lost = 0;
let last = -Infinity;

/**
 * Milliseconds for which this process was ready to run while others had the processor, as of the last
 * second; always 0 where the system does not tell.
 */
export function lostTime(): number {
  const now = performance.now();
  if (now - last < LOOK) return lost;
  lost += Math.min(meter()?.waited ?? 0, last === -Infinity ? 0 : now - last);
  last = now;
  return lost;
}
