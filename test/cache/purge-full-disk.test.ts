// Purges while the disk is full: what was purged stays purged, also after a restart.

import type * as FileSystem from "node:fs";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MAX_PURGE_FILE, MAX_UNWRITTEN, openPurgeFile } from "../../src/cache/purges/purge-file.ts";

const disk = vi.hoisted(() => ({ full: false }));

vi.mock("node:fs", async (load) => {
  const fs = await load<typeof FileSystem>();
  /** A full disk still makes files: empty ones. */
  const refuse = (path: string): never => {
    if (!fs.existsSync(path)) fs.closeSync(fs.openSync(path, "a"));
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  };
  return {
    ...fs,
    appendFileSync: (path: string, data: string) =>
      disk.full ? refuse(path) : fs.appendFileSync(path, data),
    writeFileSync: (path: string, data: string) => (disk.full ? refuse(path) : fs.writeFileSync(path, data)),
  };
});

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "offprint-full-"))));
afterEach(() => {
  disk.full = false;
  rmSync(directory, { recursive: true, force: true });
});

const at = (number: number) => join(directory, `purges-${number}.log`);
const long = (log: ReturnType<typeof openPurgeFile>) => {
  for (let i = 0; i * 1_000 < MAX_PURGE_FILE + 5_000; i++)
    log.add({ tag: `${"x".repeat(1_000)}${i % 10}`, mode: "validate" });
};

describe("a purge while the disk is full", () => {
  it("holds at once, and is written with the next one", () => {
    const log = openPurgeFile(directory);
    log.add({ tag: "first", mode: "validate" });
    const stored = log.position();
    disk.full = true;
    log.add({ tag: "second", mode: "gone" });
    expect(log.since(stored, "/", ["second"])).toBe("gone");
    disk.full = false;
    expect(openPurgeFile(directory).since(stored, "/", ["second"])).toBeUndefined();
    log.add({ tag: "third", mode: "stale" });
    const again = openPurgeFile(directory);
    expect(again.since(stored, "/", ["second"])).toBe("gone");
    expect(again.since(stored, "/", ["third"])).toBe("stale");
  });

  it("is one of everything where there are too many to keep", () => {
    const log = openPurgeFile(directory);
    log.add({ tag: "first", mode: "validate" });
    const stored = log.position();
    disk.full = true;
    for (let i = 0; i < 3 * MAX_UNWRITTEN; i++) log.add({ path: `/${i}`, mode: "validate" });
    disk.full = false;
    log.add({ tag: "last", mode: "stale" });
    expect(openPurgeFile(directory).since(stored, "/5", [])).toBe("validate");
    expect(readFileSync(at(1), "utf8").split("\n").length).toBeLessThan(MAX_UNWRITTEN + 10);
  });

  it("does not lose what the log before it says where the log is to be rotated", () => {
    const log = openPurgeFile(directory);
    const stored = log.position();
    log.add({ tag: "secret", mode: "gone" });
    long(log);
    // The next purge begins the second file.
    rmSync(at(2), { force: true });
    const full = openPurgeFile(directory);
    disk.full = true;
    full.add({ tag: "while", mode: "validate" });
    expect(full.since(stored, "/", ["secret"])).toBe("gone");
    // Another process starts before the disk is well, and one after.
    expect(openPurgeFile(directory).since(stored, "/", ["secret"])).toBe("gone");
    disk.full = false;
    full.add({ tag: "after", mode: "validate" });
    const again = openPurgeFile(directory);
    expect(again.since(stored, "/", ["secret"])).toBe("gone");
    expect(again.since(stored, "/", ["while"])).toBeTruthy();
    expect(again.since(stored, "/", ["after"])).toBeTruthy();
  });

  it("takes a log that was begun without its floor for one that purged everything", () => {
    writeFileSync(at(1), '{"tag":"secret","mode":"gone"}\n');
    const stored = openPurgeFile(directory).position() - 1;
    writeFileSync(at(2), "");
    expect(openPurgeFile(directory).since(stored, "/", [])).toBe("gone");
    writeFileSync(at(2), '{"tag":"other","mode":"stale"}\n');
    const log = openPurgeFile(directory);
    expect(log.since(stored, "/", [])).toBe("gone");
    expect(log.since(log.position(), "/", [])).toBeUndefined();
  });

  it("leaves no unfinished file behind", () => {
    const log = openPurgeFile(directory);
    long(log);
    expect(existsSync(at(2))).toBe(true);
    expect(readFileSync(at(2), "utf8")).toMatch(/^\{"floor":"validate"\}\n/);
    expect(existsSync(join(directory, `.purges-${process.pid}.tmp`))).toBe(false);
  });
});
