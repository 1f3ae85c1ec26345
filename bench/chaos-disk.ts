// Disk full, too many open files, a read-only cache folder: every answer right, and well again by itself.
//
//   npm run chaos -- disk [--json]
//
// The full disk is a small tmpfs where one can be mounted (as root), else a file-size limit; the open files
// are limited with `ulimit -n`; the folder is made read-only by its mode, or by a remount as root.

import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get, pooled, report, startSite, type Site } from "./cache/chaos.ts";

const base = mkdtempSync(join(tmpdir(), "offprint-disk-"));
const root = process.getuid?.() === 0;
const figures: Record<string, unknown> = {};
const checks: Record<string, boolean> = {};
const sizeOf = (id: number) => 20_000 + ((id * 7_919) % 700_000);

const eightConnections = () => new Agent({ keepAlive: true, maxSockets: 8 });

/** Asks for assets from `start` on; how many came whole. */
async function ask(site: Site, start: number, count: number, agent = eightConnections()): Promise<number> {
  let whole = 0;
  await pooled(count, 8, async (index) => {
    const got = await get(`${site.url}/${start + index}.bin`, agent);
    if (got.status === 200 && got.bytes === sizeOf(start + index)) whole++;
  });
  return whole;
}

/** Whether an asset asked for now is on disk afterwards: found by a server that has nothing in memory. */
async function isStored(directory: string, id: number): Promise<boolean> {
  const site = await startSite({ directory });
  const { cache } = await get(`${site.url}/${id}.bin`);
  await site.stop();
  return cache.includes("hit");
}

/** Entries on disk: shows that the fault was a fault. */
const stored = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (item) => item.isFile() && item.parentPath.includes("entries"),
  ).length;

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function full(): Promise<void> {
  const directory = join(base, "full");
  mkdirSync(directory);
  const mounted =
    root && spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", directory]).status === 0;
  if (!mounted) {
    figures["disk full"] = "not tried: a tmpfs cannot be mounted here";
    return;
  }
  try {
    // Something else has taken all of it but a little.
    const other = join(directory, "other");
    writeFileSync(other, Buffer.alloc(7 * 1024 * 1024));
    const site = await startSite({ directory, memoryBytes: 4_000_000 });
    const whole = await ask(site, 0, 60);
    const kept = stored(directory);
    rmSync(other);
    await wait(2_500);
    const after = await ask(site, 500, 4);
    await wait(300);
    await site.stop();
    figures["disk full"] = `${whole} of 60 served while full, ${kept} of them stored; ${after} of 4 after`;
    checks["disk full: it was"] = kept < 60;
    checks["disk full: every answer whole"] = whole === 60 && after === 4;
    checks["disk full: stores again by itself"] = await isStored(directory, 500);
  } finally {
    execFileSync("umount", ["-l", directory]);
  }
}

async function tooManyFiles(): Promise<void> {
  const directory = join(base, "files");
  const site = await startSite({ directory, memoryBytes: 4_000_000 });
  // The connections are open before, and what is opened at a first answer: there is room for no file beside them.
  const agent = eightConnections();
  await ask(site, 900, 8, agent);
  await wait(2_500);
  const open = readdirSync(`/proc/${site.child.pid}/fd`).length;
  const before = stored(directory);
  execFileSync("prlimit", [`--pid=${site.child.pid}`, `--nofile=${open}:20000`]);
  const whole = await ask(site, 0, 80, agent);
  const kept = stored(directory) - before;
  execFileSync("prlimit", [`--pid=${site.child.pid}`, "--nofile=1000:20000"]);
  await wait(2_500);
  const after = await ask(site, 500, 4);
  await wait(300);
  await site.stop();
  figures["too many open files"] =
    `${whole} of 80 served at the limit, ${kept} of them stored; ${after} of 4 after`;
  checks["too many open files: there were"] = kept < 80;
  checks["too many open files: every answer whole"] = whole === 80 && after === 4;
  checks["too many open files: stores again by itself"] = await isStored(directory, 500);
}

async function readOnly(): Promise<void> {
  const directory = join(base, "readonly");
  mkdirSync(directory);
  const mounted =
    root && spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", directory]).status === 0;
  if (root && !mounted) {
    figures["read-only folder"] = "not tried: root writes to any folder, and nothing can be mounted here";
    return;
  }
  const lock = () =>
    mounted ? execFileSync("mount", ["-o", "remount,ro", directory]) : chmodSync(directory, 0o555);
  const unlock = () =>
    mounted ? execFileSync("mount", ["-o", "remount,rw", directory]) : chmodSync(directory, 0o755);
  try {
    const site = await startSite({ directory, memoryBytes: 4_000_000 });
    await ask(site, 0, 4);
    await wait(300);
    lock();
    const whole = await ask(site, 0, 60);
    const kept = stored(directory);
    unlock();
    await wait(2_500);
    const after = await ask(site, 500, 4);
    await wait(300);
    await site.stop();
    figures["read-only folder"] =
      `${whole} of 60 served while read-only, ${kept} of them stored; ${after} of 4 after`;
    checks["read-only folder: it was"] = kept <= 4;
    checks["read-only folder: every answer whole"] = whole === 60 && after === 4;
    checks["read-only folder: stores again by itself"] = await isStored(directory, 500);
  } finally {
    if (mounted) execFileSync("umount", ["-l", directory]);
  }
}

try {
  await full();
  await tooManyFiles();
  await readOnly();
} finally {
  rmSync(base, { recursive: true, force: true });
}
report("disk", figures, checks);
