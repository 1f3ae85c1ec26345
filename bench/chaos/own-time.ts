// The time of a request less what other programs took of it: on a machine that is shared, a limit in
// milliseconds says more of the neighbours than of the server (Linux; elsewhere nothing is taken off).

import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Milliseconds of a clock tick in /proc/stat (USER_HZ is 100 on all of Linux' common platforms). */
const TICK = 10;

/** Nanoseconds run and nanoseconds waited on a run queue, as the scheduler has counted them for one thread. */
function schedstat(pid: number, thread: number | string): [ran: number, waited: number] {
  try {
    const [ran, waited] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1").split(" ");
    return [Number(ran), Number(waited)];
  } catch {
    return [0, 0];
  }
}

/** Milliseconds of processor time of all threads. */
export function processorTime(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + schedstat(pid, thread)[0] / 1e6, 0);
  } catch {
    return 0;
  }
}

/** Milliseconds for which the main thread was ready to run while others had the processor. */
const waited = (pid: number) => schedstat(pid, pid)[1] / 1e6;

/** One request's time, in milliseconds. */
export interface Timed {
  ms: number;
  /** For so much of it the process that asked was ready to run and did not. */
  askerWaited: number;
  /** The same of the server's main thread. */
  serverWaited: number;
}

/** Begins to time a request to the server of that process id. Returns what ends it. */
export function timeRequest(server: number): () => Timed {
  const before = { at: performance.now(), asker: waited(process.pid), server: waited(server) };
  return () => ({
    ms: performance.now() - before.at,
    askerWaited: waited(process.pid) - before.asker,
    serverWaited: waited(server) - before.server,
  });
}

/** Share of all processors that others have, from which requests are judged by their own time. */
const SHARED = 0.1;

/** How times are to be judged that were taken while others had their share of the machine. */
export interface Judge {
  /** Share of all processors that others had. */
  others: number;
  by: "own time" | "the clock";
  /**
   * Milliseconds: of own time, less the longer of the two waits, since both may have waited at once. A wait that had
   * begun before is taken off whole, so it is never less than nothing.
   */
  times(timed: readonly Timed[]): number[];
}

/** Begins to measure what goes to other processes than these. */
export function watchOthers(ours: () => readonly number[]): () => Judge {
  const used = () => ours().reduce((sum, pid) => sum + processorTime(pid), 0);
  const before = { at: performance.now(), busy: busyTime(), used: used() };
  return () => {
    const taken = Math.max(0, busyTime() - before.busy - (used() - before.used));
    const others = taken / ((performance.now() - before.at) * availableParallelism());
    const time =
      others > SHARED
        ? ({ ms, askerWaited, serverWaited }: Timed) => Math.max(0, ms - Math.max(askerWaited, serverWaited))
        : ({ ms }: Timed) => ms;
    return {
      others,
      by: others > SHARED ? "own time" : "the clock",
      times: (timed) => timed.map(time),
    };
  };
}

/** Milliseconds for which processors had work, all together (proc(5): user, nice, system, idle, iowait, irq, softirq, steal). */
function busyTime(): number {
  try {
    const [user, nice, system, , , irq, softirq, steal] = readFileSync("/proc/stat", "latin1")
      .split("\n")[0]!
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return (user! + nice! + system! + irq! + softirq! + steal!) * TICK;
  } catch {
    return 0;
  }
}
