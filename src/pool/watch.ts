// Samples the children: often while they work, seldom while idle. Resident memory is read from the system, since a
// blocked child could not answer.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import type { ProcFile } from "../process/proc-file.ts";

/** Milliseconds between two samples of the memory of children at work, where it is read from /proc. */
const PROC_INTERVAL = 50;

/** The same where a program must be asked. */
const PS_INTERVAL = 500;

/** Milliseconds between two samples of the other vital signs of children at work. */
const VITALS_INTERVAL = 250;

/**
 * Milliseconds between two samples while the child is idle, and between two looks at the other vital signs of one
 * that is starved: each takes 0.2 ms of the parent, which it has little of then.
 */
const REST_INTERVAL = 1_000;

/** A process that is sampled. */
export interface Watched {
  readonly pid: number;
  /** Its `/proc/<pid>/status`. */
  readonly status: ProcFile;
  /** It works, or may do so at any moment. */
  readonly atWork: boolean;
  /** It is starved: its memory grows no faster than it runs, so it is sampled less often. */
  readonly starved: boolean;
  /** Told its resident memory, in bytes. */
  onRss(bytes: number): void;
  /** The time to look at its other vital signs. */
  onSample(): void;
}

export interface Watch {
  /** The child has got work. */
  wake(): void;
  stop(): void;
}

/**
 * Looks at processes until stopped: at their memory every 50 ms where there is /proc, every 500 ms by `ps`
 * elsewhere, and not at all on Windows; once a second while none is at work.
 *
 * @param those to look at, asked anew each time
 */
export function watch(those: () => readonly Watched[]): Watch {
  const [weigh, interval] = waysOf(process.platform);
  let timer: NodeJS.Timeout | undefined;
  let resting = false;
  let stopped = false;
  let looked = -Infinity;
  let lookedAtAll = -Infinity;

  const look = (): void => {
    const list = those();
    const atWork = list.filter((watched) => watched.atWork);
    const now = performance.now();
    const due = resting || now - looked >= VITALS_INTERVAL;
    const looking = resting ? list : atWork;
    weigh(due ? looking : looking.filter(({ starved }) => !starved));
    if (due) {
      looked = now;
      const all = now - lookedAtAll >= REST_INTERVAL;
      if (all) lookedAtAll = now;
      for (const watched of looking) if (all || !watched.starved) watched.onSample();
    }
    resting = atWork.length === 0;
    schedule();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, resting ? REST_INTERVAL : interval).unref();
  };
  schedule();
  return {
    wake() {
      if (!resting) return;
      resting = false;
      schedule();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function waysOf(platform: NodeJS.Platform): [weigh: (list: readonly Watched[]) => void, interval: number] {
  if (platform === "win32") return [() => {}, VITALS_INTERVAL];
  return existsSync("/proc/self/status") ? [weighByProc, PROC_INTERVAL] : [weighByPs, PS_INTERVAL];
}

function weighByProc(list: readonly Watched[]): void {
  for (const watched of list) {
    // In kB whatever the page size is, unlike `statm`.
    const match = /^VmRSS:\s+(\d+) kB$/m.exec(watched.status.read() ?? "");
    if (match) watched.onRss(Number(match[1]) * 1024);
  }
}

function weighByPs(list: readonly Watched[]): void {
  if (list.length === 0) return;
  const args = ["-o", "pid=,rss=", "-p", list.map(({ pid }) => pid).join(",")];
  execFile("ps", args, (error, stdout) => {
    if (error) return;
    for (const line of stdout.trim().split("\n")) {
      const [pid, kilobytes] = line.trim().split(/\s+/).map(Number);
      list.find((watched) => watched.pid === pid)?.onRss((kilobytes ?? 0) * 1024);
    }
  });
}
