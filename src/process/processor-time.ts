// What the threads of a process got of the processor, and how long they waited for it.

import { readdirSync, readFileSync } from "node:fs";

/** Since the look before; in milliseconds. */
export interface ProcessorTime {
  /** Processor time of all threads. */
  used: number;
  /** Time for which the most delayed thread was ready to run while others had the processor. */
  waited: number;
}

/** A thread's account, in milliseconds. */
interface Account {
  ran: number;
  /** Waited, as the kernel tells it: only once the thread has run again. */
  waited: number;
  /** Waiting that goes on and has been told already. */
  told: number;
}

/**
 * Reads Linux' scheduler statistics (`/proc/<pid>/task/<tid>/schedstat`: nanoseconds run, nanoseconds
 * waited on a run queue), which count whatever the process is busy with.
 *
 * @returns a function that tells what has been added since its last call; undefined where the system
 *   does not tell
 */
export function createProcessorMeter(pid: number): () => ProcessorTime | undefined {
  const main = String(pid);
  let before = new Map<string, Account>();
  let last = performance.now();
  return () => {
    let threads: string[];
    try {
      threads = readdirSync(`/proc/${pid}/task`);
    } catch {
      return undefined;
    }
    const passed = performance.now() - last;
    last += passed;
    const accounts = new Map<string, Account>();
    let used = 0;
    let waited = 0;
    for (const thread of threads) {
      const now = readThread(pid, thread);
      if (!now) continue;
      const { ran, waited: known, told } = before.get(thread) ?? { ran: 0, waited: 0, told: 0 };
      used += now.ran - ran;
      let more = Math.max(0, now.waited - known - told);
      if (now.ran > ran || now.waited > known) now.told = 0;
      else if (thread === main && isRunnable(pid)) {
        // It has not run at all, and wants to.
        now.told = told + passed;
        more = passed;
      } else now.told = told;
      waited = Math.max(waited, more);
      accounts.set(thread, now);
    }
    before = accounts;
    return accounts.size > 0 ? { used, waited } : undefined;
  };
}

/** proc(5): the state is the first field after the name, which may have parentheses in it. */
function isRunnable(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, "latin1");
    return stat[stat.lastIndexOf(") ") + 2] === "R";
  } catch {
    return false;
  }
}

/** Undefined when the thread has gone, or the kernel keeps no such account. */
function readThread(pid: number, thread: string): Account | undefined {
  try {
    const [ran, queued] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ");
    return { ran: Number(ran) / 1e6, waited: Number(queued) / 1e6, told: 0 };
  } catch {
    return undefined;
  }
}

/** Milliseconds between two looks at this process's own threads. */
const LOOK = 1_000;

const meter = createProcessorMeter(process.pid);
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
