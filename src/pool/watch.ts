// How much memory a child really holds, whatever it is busy with: asked of the system, not of the child.

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Milliseconds between two looks where the system answers from /proc. */
const PROC_INTERVAL = 50;

/** Milliseconds between two looks where a program must be asked. */
const PS_INTERVAL = 500;

/** A process that is looked at. */
export interface Watched {
  readonly pid: number;
  /** Told its resident memory, in bytes. */
  onRss(bytes: number): void;
}

/**
 * Looks at the resident memory of processes until stopped: every 50 ms where there is /proc, every
 * 500 ms by `ps` elsewhere, and not at all on Windows.
 *
 * @param list those to look at, asked anew each time
 * @returns the function that stops it
 */
export function watchRss(list: () => Iterable<Watched>): () => void {
  if (process.platform === "win32") return () => {};
  const [look, interval] = existsSync("/proc/self/status")
    ? ([lookInProc, PROC_INTERVAL] as const)
    : ([lookByPs, PS_INTERVAL] as const);
  const timer = setInterval(() => look([...list()]), interval);
  timer.unref();
  return () => clearInterval(timer);
}

/** Bytes of resident memory by /proc, or undefined when the process has gone. */
export function rssOf(pid: number): number | undefined {
  try {
    // In kB whatever the page size is, unlike `statm`.
    const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    return match ? Number(match[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

function lookInProc(list: Watched[]): void {
  for (const watched of list) {
    const bytes = rssOf(watched.pid);
    if (bytes !== undefined) watched.onRss(bytes);
  }
}

function lookByPs(list: Watched[]): void {
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
