// A store in a folder: one file an entry, written whole or not at all, checked when read, shared by processes.

import { createHash, randomUUID } from "node:crypto";
import { existsSync, unlinkSync } from "node:fs";
import { mkdir, open, rename, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { BLOCK, encodeEntry, FORMAT, type Head, readBlock, readHead } from "./entry-file.ts";
import { createFolderQuota } from "./folder-quota.ts";
import { MemoryEntry } from "./memory.ts";
import { BEFORE_ALL } from "../purges/purge-log.ts";
import { openPurgeFile } from "../purges/purge-file.ts";
import type { Content, Entry, Meta, Store } from "../store.ts";

/** Options of `disk()`. */
export interface DiskOptions {
  /** The folder; made when missing. Give it to nothing else. */
  directory: string;
  /** Bytes for all files together. Default 1 GiB. */
  maxBytes?: number;
  /** Number of files. Default 50,000. */
  maxFiles?: number;
  /** Bytes for one entry; larger ones are not kept. Default 64 MiB. */
  maxEntryBytes?: number;
  /**
   * Digest of what makes answers, such as `app.build`. What another build has stored, before this one or beside it,
   * is asked about before it is used, however fresh it is. Default: answers do not depend on it.
   */
  build?: string;
}

/** Bytes that may wait to be written; what comes on top is not stored (a slow disk must not fill memory). */
export const MAX_UNWRITTEN_BYTES = 64 * 1024 * 1024;

/** After a failed write (disk full, no more files, read-only) none is tried for this long, in ms. */
export const WRITE_PAUSE = 2_000;

/** Entries up to this size are read whole; longer ones block by block, while they are sent. */
const WHOLE = BLOCK;

/** Files are marked as used at most this often, in milliseconds. */
const TOUCH_INTERVAL = 60_000;

/** A long body that stays on disk. */
class FileEntry implements Entry {
  readonly meta: Meta;
  readonly size: number;
  readonly #file: string;
  readonly #digests: readonly string[];

  constructor(file: string, head: Pick<Head, "meta" | "size" | "digests">) {
    this.meta = head.meta;
    this.size = head.size;
    this.#file = file;
    this.#digests = head.digests;
  }

  with(meta: Meta): FileEntry {
    return new FileEntry(this.#file, { meta, size: this.size, digests: this.#digests });
  }

  /** The first block is checked before the answer begins; a later one that is wrong ends it with an error. */
  async read(start: number, end: number): Promise<Content | undefined> {
    try {
      const handle = await open(this.#file, "r");
      const head = { size: this.size, digests: this.#digests };
      let block = Math.floor(start / BLOCK);
      const last = Math.max(block, Math.ceil(end / BLOCK) - 1);
      const first = await readBlock(handle, head, block).catch(() => undefined);
      if (!first) {
        await handle.close();
        return undefined;
      }
      let next: Buffer<ArrayBuffer> | undefined = first;
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const bytes: Buffer<ArrayBuffer> | undefined = next ?? (await readBlock(handle, head, block));
            next = undefined;
            if (!bytes) {
              await handle.close();
              throw new Error("A stored body is not what was written.");
            }
            const from = block * BLOCK;
            controller.enqueue(bytes.subarray(Math.max(0, start - from), Math.min(bytes.length, end - from)));
            if (block++ === last) {
              controller.close();
              await handle.close();
            }
          },
          cancel: () => handle.close(),
        },
        { highWaterMark: 0 },
      );
    } catch {
      return undefined;
    }
  }
}

/**
 * Keeps answers in a folder that several processes may share and that outlives them.
 *
 * A file is written beside its place and renamed into it, so a reader finds a whole entry or none,
 * whenever a process dies. Every byte is checked against its hash before it is served. When the
 * disk is full or cannot be written, entries are not stored and nothing else changes; writing is
 * tried again two seconds later.
 *
 * @example
 * cache(app.fetch, { store: layered(memory(), disk({ directory: ".offprint/cache" })) })
 */
export function disk(options: DiskOptions): Store {
  const { directory } = options;
  const maxEntryBytes = options.maxEntryBytes ?? 64 * 1024 * 1024;
  const entries = join(directory, "entries");
  const temporary = join(directory, "tmp");
  const quota = createFolderQuota({
    entries,
    temporary,
    maxBytes: options.maxBytes ?? 1024 ** 3,
    maxFiles: options.maxFiles ?? 50_000,
  });
  const { build = "" } = options;
  const writing = new Set<Promise<void>>();
  let unwritten = 0;
  let pausedUntil = -Infinity;

  const fileOf = (key: string) => {
    // Versions of the format have places of their own: neither deletes what the other one understands.
    const hash = createHash("sha256").update(`${FORMAT}\n${key}`).digest("hex");
    return { folder: join(entries, hash.slice(0, 2)), file: join(entries, hash.slice(0, 2), hash.slice(2)) };
  };

  const read = async (key: string, file: string): Promise<Entry | undefined> => {
    try {
      const handle = await open(file, "r");
      try {
        const stat = await handle.stat();
        const head = await readHead(handle, stat.size).catch(() => undefined);
        let entry: Entry | undefined;
        if (head?.key === key) {
          const meta = head.build === build ? head.meta : { ...head.meta, position: BEFORE_ALL };
          if (head.size > WHOLE) entry = new FileEntry(file, { ...head, meta });
          else {
            const body = head.size === 0 ? Buffer.alloc(0) : await readBlock(handle, head, 0);
            if (body) entry = new MemoryEntry(meta, body);
          }
        }
        if (!entry) await unlink(file);
        else if (Date.now() - stat.mtimeMs > TOUCH_INTERVAL)
          utimes(file, new Date(), new Date()).catch(() => {});
        return entry;
      } finally {
        await handle.close();
      }
    } catch {
      return undefined;
    }
  };

  const write = async (key: string, meta: Meta, body: Uint8Array): Promise<void> => {
    const parts = await encodeEntry({ key, meta, build }, body);
    const size = parts.reduce((sum, part) => sum + part.byteLength, 0);
    const { folder, file } = fileOf(key);
    const made = join(temporary, `${process.pid}-${randomUUID()}`);
    try {
      if (!(await quota.reserve(size))) return;
      await mkdir(temporary, { recursive: true });
      await mkdir(folder, { recursive: true });
      const handle = await open(made, "wx");
      try {
        await handle.writev(parts);
        if ((await handle.stat()).size !== size) throw new Error("The disk took only a part.");
      } finally {
        await handle.close();
      }
      await rename(made, file);
    } catch {
      pausedUntil = performance.now() + WRITE_PAUSE;
      await unlink(made).catch(() => {});
    }
  };

  return {
    get(key) {
      const { file } = fileOf(key);
      // Most look-ups miss, and the kernel answers them from its directory cache: an asynchronous call costs twenty
      // times as much and waits for a thread.
      return existsSync(file) ? read(key, file) : undefined;
    },
    put(key, meta, body) {
      if (body.byteLength > maxEntryBytes || unwritten + body.byteLength > MAX_UNWRITTEN_BYTES) return;
      if (performance.now() < pausedUntil) return;
      unwritten += body.byteLength;
      const written = write(key, meta, body).finally(() => {
        unwritten -= body.byteLength;
        writing.delete(written);
      });
      writing.add(written);
      return written;
    },
    // Not written to disk: after a restart one validation has the same result.
    freshen() {},
    delete(key) {
      try {
        unlinkSync(fileOf(key).file);
      } catch {
        // Missing, or not deletable: its hash or a purge then keeps it from being served.
      }
    },
    purges: openPurgeFile(directory),
    async close() {
      await Promise.all(writing);
    },
  };
}
