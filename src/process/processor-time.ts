// Processor time of the threads of a process, and how long they waited for it.

import { readdirSync } from "node:fs";
import { ProcFile } from "./proc-file.ts";

/** Since the look before; in milliseconds. */
export interface ProcessorTime {
  /** Processor time of all threads. */
  used: number;
  /** Time for which the most delayed thread was ready to run while others had the processor. */
  waited: number;
}

/** Tells what has been added since its last call; undefined where the system does not tell. */
export interface ProcessorMeter {
  (): ProcessorTime | undefined;
  /** To be called when the process has gone: it holds a file for each of its threads. */
  close(): void;
}

/** A thread's account, in milliseconds. */
interface Account {
  readonly file: ProcFile;
  ran: number;
  /** Waited, as the kernel tells it: only once the thread has run again. */
  waited: number;
  /** Waiting that goes on and has been told already. */
  told: number;
}

/**
 * Reads Linux' scheduler statistics (`/proc/<pid>/task/<tid>/schedstat`: nanoseconds run, nanoseconds
 * waited on a run queue), which count whatever the process is busy with.
 */
export function createProcessorMeter(pid: number): ProcessorMeter {
  const main = String(pid);
  const stat = new ProcFile(`${pid}/task/${pid}/stat`);
  const accounts = new Map<string, Account>();
  let last = performance.now();

  const forget = (thread: string, { file }: Account): void => {
    file.close();
    accounts.delete(thread);
  };
  const close = (): void => {
    stat.close();
    for (const [thread, account] of accounts) forget(thread, account);
  };
  const measure = (): ProcessorTime | undefined => {
    let threads: string[];
    try {
      threads = readdirSync(`/proc/${pid}/task`);
    } catch {
      return undefined;
    }
    const passed = performance.now() - last;
    last += passed;
    let used = 0;
    let waited = 0;
    for (const thread of threads)
      if (!accounts.has(thread))
        accounts.set(thread, {
          file: new ProcFile(`${pid}/task/${thread}/schedstat`),
          ran: 0,
          waited: 0,
          told: 0,
        });
    for (const [thread, account] of accounts) {
      const text = account.file.read();
      if (text === undefined) {
        forget(thread, account);
        continue;
      }
      const [ran = 0, queued = 0] = text.split(" ", 2).map((nanoseconds) => Number(nanoseconds) / 1e6);
      used += ran - account.ran;
      let more = Math.max(0, queued - account.waited - account.told);
      if (ran > account.ran || queued > account.waited) account.told = 0;
      else if (thread === main && isRunnable(stat)) {
        // It has not run at all, and wants to.
        account.told += passed;
        more = passed;
      }
      waited = Math.max(waited, more);
      account.ran = ran;
      account.waited = queued;
    }
    return accounts.size > 0 ? { used, waited } : undefined;
  };
  return Object.assign(measure, { close });
}

/** proc(5): the state is the first field after the name, which may have parentheses in it. */
function isRunnable(file: ProcFile): boolean {
  const stat = file.read() ?? "";
  return stat[stat.lastIndexOf(") ") + 2] === "R";
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
