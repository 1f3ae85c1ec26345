// Memory limits that hold between two samples: the runtime's for its heap, the kernel's for all data.

import { existsSync } from "node:fs";

const MIB = 1024 * 1024;

const SHELL = "/bin/sh";

/** Sets the soft and hard limit of the data segment (setrlimit(2), RLIMIT_DATA), and becomes the program. */
const LIMITED = 'ulimit -d "$1" 2>/dev/null; shift; exec "$@"';

/**
 * Bytes of private writable mappings that are allowed beside `maxRss`: what is mapped and not touched, such as
 * stacks and the allocator's arenas, is 25 to 110 MiB in the atlas' children.
 */
const UNTOUCHED = 512 * MIB;

/** A program and what comes before the module in its arguments, as for `child_process.fork`. */
interface Command {
  execPath: string;
  execArgv: string[];
}

/**
 * The runtime with a heap of at most `maxRss` bytes and, where there is a shell to set it, the kernel's limit
 * a little above: a child that allocates faster than it can be looked at ends by itself.
 *
 * @param execArgv options of the runtime; theirs come last, and so win
 */
export function limited(maxRss: number, execArgv: readonly string[]): Command {
  const { execPath } = process;
  const own = [`--max-old-space-size=${Math.ceil(maxRss / MIB)}`, ...execArgv];
  if (process.platform === "win32" || !existsSync(SHELL)) return { execPath, execArgv: own };
  const kilobytes = Math.ceil((maxRss + UNTOUCHED) / 1024);
  return { execPath: SHELL, execArgv: ["-c", LIMITED, SHELL, String(kilobytes), execPath, ...own] };
}

/** Messages of V8, C++ and Rust when an allocation has failed, before they abort. */
const WORDS =
  /JavaScript heap out of memory|process out of memory|Array buffer allocation failed|std::bad_alloc|memory allocation of \d+ bytes failed|Cannot allocate memory/;

/** True if the last lines on standard error tell of a failed allocation. */
export function diedOfMemory(lastWords: string): boolean {
  return WORDS.test(lastWords);
}
