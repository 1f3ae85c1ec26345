// Keeps a folder within a number of bytes and of files, even if other processes write to it.

import { readdir, stat, unlink } from "node:fs/promises";
import { basename, join } from "node:path";

export interface FolderQuotaOptions {
  /** Folder of folders of files. */
  entries: string;
  /** Files that are being written, named after their process; those left behind by a crash are removed. */
  temporary: string;
  maxBytes: number;
  maxFiles: number;
}

export interface FolderQuota {
  /** Makes room for a file of this size; false when it can never fit. */
  reserve(size: number): Promise<boolean>;
}

/** Share of the quota that is freed at once, so that not every file has to make room. */
const HEADROOM = 0.1;

/** A file unfinished for this long (milliseconds) was left behind by a crash. */
const ABANDONED = 10 * 60_000;

/** Whether the process whose id is in a temporary file's name is alive. If it runs on another machine, it loses this file. */
function isAlive(file: string): boolean {
  try {
    process.kill(Number(basename(file).split("-", 1)[0]), 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

interface Found {
  file: string;
  size: number;
  used: number;
}

async function list(folder: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const item of await readdir(folder).catch(() => [])) {
    const file = join(folder, item);
    const known = await stat(file).catch(() => undefined);
    if (known?.isFile()) found.push({ file, size: known.size, used: known.mtimeMs });
  }
  return found;
}

/**
 * Counts what this process writes and looks at the folder itself now and then: at the start, after
 * each twentieth of the quota, and before it removes anything. So several processes stay within
 * the quota together, give or take a twentieth each.
 */
export function createFolderQuota(options: FolderQuotaOptions): FolderQuota {
  const { maxBytes, maxFiles } = options;
  let bytes = 0;
  let files = 0;
  let uncounted = { bytes: Infinity, files: Infinity };
  let running: Promise<void> | undefined;

  const scan = async () => {
    for (const { file, used } of await list(options.temporary))
      if (Math.abs(Date.now() - used) > ABANDONED || !isAlive(file)) await unlink(file).catch(() => {});
    const found: Found[] = [];
    for (const folder of await readdir(options.entries).catch(() => []))
      found.push(...(await list(join(options.entries, folder))));
    bytes = found.reduce((sum, { size }) => sum + size, 0);
    files = found.length;
    if (bytes > maxBytes * (1 - HEADROOM / 2) || files > maxFiles * (1 - HEADROOM / 2)) {
      found.sort((a, b) => a.used - b.used);
      for (const { file, size } of found) {
        if (bytes <= maxBytes * (1 - HEADROOM) && files <= maxFiles * (1 - HEADROOM)) break;
        await unlink(file).catch(() => {});
        bytes -= size;
        files--;
      }
    }
    uncounted = { bytes: 0, files: 0 };
  };

  return {
    async reserve(size) {
      if (size > maxBytes * HEADROOM) return false;
      if (
        uncounted.bytes + size > maxBytes / 20 ||
        uncounted.files + 1 > maxFiles / 20 ||
        bytes + size > maxBytes ||
        files + 1 > maxFiles
      ) {
        running ??= scan().finally(() => {
          running = undefined;
        });
        await running;
      }
      bytes += size;
      files++;
      uncounted.bytes += size;
      uncounted.files++;
      return bytes <= maxBytes && files <= maxFiles;
    },
  };
}
