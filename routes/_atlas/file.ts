// Finds the database file whole, or makes it whole: checked, locked, written aside, renamed.

import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Client, createClient } from "@libsql/client/sqlite3";
import { buildDatabase, sourceOfData } from "./build.ts";

/** How long to wait for another process that is writing the file, in milliseconds. */
const LOCK_TIMEOUT = 60_000;
const LOCK_RETRY = 50;

export interface DatabaseFile {
  client: Client;
  version: string;
}

/**
 * Opens the atlas's database, writing it first if it is missing, torn or of other data.
 * Any number of processes may do so at once: one writes, the others wait for it.
 *
 * @throws when the folder cannot be written, or another process holds the lock for a minute.
 */
export async function openDatabaseFile(
  path: string,
  progress: (message: string) => void,
): Promise<DatabaseFile> {
  const found = await openWhole(path);
  if (found) return found;
  await mkdir(dirname(path), { recursive: true });
  return await underLock(`${path}.lock`, async () => {
    const written = await openWhole(path); // by whoever had the lock before
    if (written) return written;
    await sweep(path);
    const aside = `${path}.${process.pid}.tmp`;
    progress(`writing ${path}`);
    await buildDatabase(aside, progress);
    await flush(aside);
    // A journal beside a torn file would be played back into the new one.
    for (const ending of ["-journal", "-wal", "-shm"]) await rm(path + ending, { force: true });
    await rename(aside, path);
    const built = await openWhole(path);
    if (!built) throw new Error(`${path} does not read back what was just written to it.`);
    return built;
  });
}

/** The file, if every page of it is well-formed and it says that it is complete and of today's data. */
async function openWhole(path: string): Promise<DatabaseFile | undefined> {
  if (!(await exists(path))) return undefined;
  let client: Client | undefined;
  try {
    client = createClient({ url: `file:${path}` });
    const [check, meta, counts] = await client.batch(
      [
        "PRAGMA quick_check(1)",
        "SELECT source, version, countries, cities FROM meta",
        "SELECT (SELECT count(*) FROM countries) AS countries, (SELECT count(*) FROM cities) AS cities",
      ],
      "read",
    );
    const marker = meta?.rows[0];
    const count = counts?.rows[0];
    if (
      check?.rows[0]?.[0] === "ok" &&
      marker?.["source"] === sourceOfData() &&
      marker["countries"] === count?.["countries"] &&
      marker["cities"] === count?.["cities"]
    )
      return { client, version: String(marker["version"]) };
  } catch {
    // Not a database, or not all of one: it is written anew.
  }
  client?.close();
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    const file = await open(path, "r");
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/**
 * A lock that the operating system gives back when its holder dies: a write transaction on a
 * database file of its own. A file with a process id in it would have to be guessed stale.
 */
async function underLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const client = createClient({ url: `file:${path}` });
  try {
    for (let waited = 0; ; waited += LOCK_RETRY) {
      try {
        const lock = await client.transaction("write");
        try {
          return await work();
        } finally {
          lock.close();
        }
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (waited >= LOCK_TIMEOUT)
          throw new Error(`Another process has been writing the atlas for a minute (lock: ${path}).`, {
            cause: error,
          });
        await setTimeout(LOCK_RETRY);
      }
    }
  } finally {
    client.close();
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");

/** What writers that died have left. Called with the lock held, so none of them lives. */
async function sweep(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder))
    if (name.startsWith(`${basename(path)}.`) && name.includes(".tmp"))
      await rm(join(folder, name), { force: true });
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
