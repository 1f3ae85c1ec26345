// Notices that npm or `sh -c` around a command has gone: at a signal they end, and leave it running without a word.

import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** Milliseconds between two looks. */
const LOOK = 500;

/** A process as the kernel tells of it. */
interface Told {
  parent: number;
  group: number;
}

/** A process and the one that waits for it. */
type Link = readonly [child: number, parent: number];

/**
 * Calls back once when a program that only stands around this one, and waits for its end, has gone: a shell with a
 * command (`sh -c`), npm, npx, pnpm, yarn. What was meant to outlive its parent is left alone: what leads a group of
 * its own (a job of a terminal, `setsid`, a service), what a shell started in the background, and what has
 * nobody, or something else, for its parent.
 */
export function onParentGone(gone: () => void): void {
  const links = linksAbove();
  if (links.length === 0) return;
  const timer = setInterval(() => {
    if (links.every(([child, parent]) => parentOf(child) === parent)) return;
    clearInterval(timer);
    gone();
  }, LOOK).unref();
}

function linksAbove(): Link[] {
  const { pid, ppid, env } = process;
  if (process.platform !== "linux") return env.npm_command !== undefined && ppid > 1 ? [[pid, ppid]] : [];
  const links: Link[] = [];
  let child = pid;
  let told = read(pid);
  if (told?.group === pid) return [];
  while (told && told.parent > 1 && isWrapper(argumentsOf(told.parent))) {
    links.push([child, told.parent]);
    child = told.parent;
    told = read(child);
  }
  return links;
}

/** A single `&` that is no part of a redirection: what is before it goes on by itself. */
const BACKGROUND = /(?<![&>])&(?![&>\d])/;

const MANAGER = /^(?:npm|npx|pnpm|pnpx|yarn|yarnpkg)(?:-cli)?(?:\.c?js)?$/;

/** Whether a command line is of a program that runs another one and waits for it. */
export function isWrapper([program = "", first = "", second = ""]: readonly string[]): boolean {
  const name = basename(program);
  if (/^-?(?:ba|da|a|k|z)?sh$/.test(name)) return /^-\w*c$/.test(first) && !BACKGROUND.test(second);
  // npm writes what it does over its command line, as one text.
  return MANAGER.test(basename(program.split(" ")[0]!)) || (name === "node" && MANAGER.test(basename(first)));
}

function parentOf(pid: number): number | undefined {
  return pid === process.pid ? process.ppid : read(pid)?.parent;
}

function read(pid: number): Told | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name before it is in parentheses, and may hold any others.
    const [, parent, group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
