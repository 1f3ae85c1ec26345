// A purge log in a file: appended to by every process that shares a folder, read on by each of them.

import {
  appendFileSync,
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Purge, PurgeIndex, type PurgeLog } from "./purge-log.ts";

/** How long a purge made by another process may go unseen, in milliseconds. */
export const PURGE_CHECK_INTERVAL = 50;

/** Past this size (bytes) the next file is begun; what was stored before it must then be validated. */
export const MAX_PURGE_FILE = 4 * 1024 * 1024;

/** Purges kept to be written once the disk takes them; more are one purge of everything. */
export const MAX_UNWRITTEN = 1_000;

/** Positions in the file `purges-N.log` start at N × this. */
const STRIDE = 1_000_000_000;

const name = (number: number) => `purges-${number}.log`;

/** One that says more than is known here is another version's, and not understood. */
function isPurge(value: unknown): value is Purge {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).every((name) => name === "tag" || name === "path" || name === "mode") &&
    "mode" in value &&
    (value.mode === "stale" || value.mode === "validate" || value.mode === "gone") &&
    (!("tag" in value) || typeof value.tag === "string") &&
    (!("path" in value) || typeof value.path === "string")
  );
}

/** The first line of each file after the first: how much the files before it took away, at most. */
const isFloor = (value: unknown): value is { floor: "validate" | "gone" } =>
  typeof value === "object" &&
  value !== null &&
  "floor" in value &&
  (value.floor === "validate" || value.floor === "gone");

/** One byte a character, so that a line read in two pieces is never cut inside one. */
const toAscii = (json: string) =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The highest numbered log in a folder; 0 when there is none. */
function newest(directory: string): number {
  let found = 0;
  for (const file of readdirSync(directory)) {
    const number = Number(/^purges-(\d+)\.log$/.exec(file)?.[1] ?? 0);
    if (number > found) found = number;
  }
  return found;
}

/**
 * Opens the purge log of a folder. Positions are line numbers, so they mean the same in each
 * process and after a restart. A purge that cannot be written holds in this process, and is written
 * with the next one that can be.
 *
 * @param elapsed a clock that never goes back, in milliseconds
 * @param options with `strict`, a purge that cannot be written throws
 */
export function openPurgeFile(
  directory: string,
  elapsed: () => number = () => performance.now(),
  options: { strict?: boolean } = {},
): PurgeLog {
  const index = new PurgeIndex();
  let number = 1;
  let offset = 0;
  let lines = 0;
  let partial = "";
  let unwritten: Purge[] = [];
  let looked = -Infinity;

  const read = (file: string) => {
    const size = statSync(file).size;
    if (size <= offset) return;
    const descriptor = openSync(file, "r");
    try {
      const bytes = Buffer.alloc(size - offset);
      offset += readSync(descriptor, bytes, 0, bytes.length, offset);
      const text = partial + bytes.toString();
      const found = text.split("\n");
      partial = found.pop() ?? "";
      for (const line of found) take(line);
    } finally {
      closeSync(descriptor);
    }
  };

  const take = (line: string) => {
    lines++;
    // Torn by a crash, or written by another version: unknown what it purged, so everything before it.
    const all = () => index.raiseFloor(number * STRIDE + lines, "gone");
    try {
      const purge: unknown = JSON.parse(line);
      if (lines === 1 && number > 1 && !isFloor(purge)) raiseUnknownFloor();
      if (isFloor(purge)) index.raiseFloor(number * STRIDE, purge.floor);
      else if (isPurge(purge)) index.record(number * STRIDE + lines, purge);
      else all();
    } catch {
      all();
    }
  };

  /** The purges in earlier files are lost: all that is older counts as purged. */
  const raiseUnknownFloor = () => index.raiseFloor(number * STRIDE, "gone");

  const begin = (next: number) => {
    number = next;
    offset = 0;
    lines = 0;
    partial = "";
  };

  /** Reads on; `now` skips the interval. */
  const sync = (now: boolean) => {
    const time = elapsed();
    if (!now && time - looked < PURGE_CHECK_INTERVAL) return;
    looked = time;
    try {
      read(join(directory, name(number)));
      if (offset > MAX_PURGE_FILE) {
        const next = newest(directory);
        if (next > number) {
          begin(next);
          index.raiseFloor(number * STRIDE, index.strongest);
          read(join(directory, name(number)));
        }
      }
    } catch {
      // No file yet, or a folder that cannot be read: what is known still holds.
    }
  };

  try {
    mkdirSync(directory, { recursive: true });
    begin(Math.max(1, newest(directory)));
  } catch {
    begin(1);
  }
  sync(true);
  if (number > 1 && lines === 0) raiseUnknownFloor();

  /**
   * Begins the next file, if this one is long. It is there with its floor or not at all: one without would
   * forget what the files before it purged. Where the disk is full, the old file goes on.
   */
  const rotate = () => {
    if (offset <= MAX_PURGE_FILE) return;
    const unfinished = join(directory, `.purges-${process.pid}.tmp`);
    try {
      const next = Math.max(number + 1, newest(directory));
      writeFileSync(unfinished, `${JSON.stringify({ floor: index.strongest })}\n`);
      try {
        linkSync(unfinished, join(directory, name(next)));
      } catch (error) {
        // Another process was faster.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      begin(next);
      sync(true);
      // Those who read two files back have long moved on.
      if (number > 2) rmSync(join(directory, name(number - 2)), { force: true });
    } catch {
      // The disk is full, or has no hard links.
    } finally {
      rmSync(unfinished, { force: true });
    }
  };

  const add = (purge: Purge) => {
    sync(true);
    rotate();
    try {
      const line = [...unwritten, purge].map((each) => `${toAscii(JSON.stringify(each))}\n`).join("");
      let written: number;
      do {
        written = number;
        appendFileSync(join(directory, name(number)), line);
        sync(true);
        // Another process may have begun the next file meanwhile, and not look here again.
      } while (written !== number);
      unwritten = [];
    } catch (error) {
      if (options.strict) throw error;
      unwritten.push(purge);
      // Between two lines of the file: after all that was read, before anything that will be.
      index.record(number * STRIDE + lines + Math.min(0.9, unwritten.length * 1e-4), purge);
      if (unwritten.length > MAX_UNWRITTEN) unwritten = [{ mode: index.strongest }];
    }
  };

  return {
    position() {
      sync(false);
      return Math.max(index.latest, number * STRIDE + lines);
    },
    add,
    since(position, path, tags) {
      sync(false);
      return index.since(position, path, tags);
    },
    close() {},
  };
}
