// Bookmarks in a database file of their own: the atlas can be written anew, these cannot.

import { randomUUID } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { createClient, type InValue, type Row } from "@libsql/client/sqlite3";
import { dataFile } from "../_atlas/data.ts";

/** How long a write waits for another process's, in milliseconds. */
const BUSY_TIMEOUT = 5_000;

export interface Bookmark {
  id: string;
  /** The country's id. */
  country: string;
  note: string;
  created: string;
  updated: string;
}

export interface Bookmarks {
  /** Newest first; those after `after`, if given. */
  list(limit: number, after?: string): Promise<Bookmark[]>;
  find(id: string): Promise<Bookmark | undefined>;
  add(value: Pick<Bookmark, "country" | "note">, now: Date): Promise<Bookmark>;
  change(
    id: string,
    value: Partial<Pick<Bookmark, "country" | "note">>,
    now: Date,
  ): Promise<Bookmark | undefined>;
  /** @returns whether it was there */
  remove(id: string): Promise<boolean>;
  /** @throws when the file is gone, damaged or locked. */
  check(): Promise<void>;
  close(): void;
}

let opened: Promise<Bookmarks> | undefined;

/** The site's bookmarks: `bookmarks.db` in the data folder, opened once a process. */
export function bookmarks(): Promise<Bookmarks> {
  opened ??= openBookmarks(dataFile("bookmarks.db")).catch((error) => {
    opened = undefined; // the next request tries again
    throw error;
  });
  return opened;
}

export async function openBookmarks(path: string): Promise<Bookmarks> {
  await mkdir(dirname(path), { recursive: true });
  const client = createClient({ url: `file:${path}`, timeout: BUSY_TIMEOUT });
  await client.execute("PRAGMA journal_mode = WAL");
  await client.execute(
    `CREATE TABLE IF NOT EXISTS bookmarks (
      number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, country TEXT NOT NULL,
      note TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL)`,
  );
  const { ino } = await stat(path);
  const run = async (sql: string, ...args: InValue[]): Promise<Bookmark[]> =>
    (await client.execute({ sql, args })).rows.map(toBookmark);
  return {
    list: (limit, after) =>
      after === undefined
        ? run("SELECT * FROM bookmarks ORDER BY number DESC LIMIT ?", limit)
        : run(
            `SELECT * FROM bookmarks WHERE number < (SELECT number FROM bookmarks WHERE id = ?)
             ORDER BY number DESC LIMIT ?`,
            after,
            limit,
          ),
    find: async (id) => (await run("SELECT * FROM bookmarks WHERE id = ?", id))[0],
    async add({ country, note }, now) {
      const time = now.toISOString();
      const [added] = await run(
        "INSERT INTO bookmarks (id, country, note, created, updated) VALUES (?, ?, ?, ?, ?) RETURNING *",
        randomUUID(),
        country,
        note,
        time,
        time,
      );
      return added!;
    },
    change: async (id, { country, note }, now) =>
      (
        await run(
          `UPDATE bookmarks SET country = coalesce(?, country), note = coalesce(?, note), updated = ?
           WHERE id = ? RETURNING *`,
          country ?? null,
          note ?? null,
          now.toISOString(),
          id,
        )
      )[0],
    remove: async (id) => (await run("DELETE FROM bookmarks WHERE id = ? RETURNING *", id)).length > 0,
    async check() {
      // Writing to a file that has been deleted would lose what is written without a word.
      if ((await stat(path)).ino !== ino) throw new Error(`${path} is not the file that was opened.`);
      await run("SELECT * FROM bookmarks LIMIT 1");
    },
    close: () => client.close(),
  };
}

function toBookmark(row: Row): Bookmark {
  const text = (name: string): string => String(row[name]);
  return {
    id: text("id"),
    country: text("country"),
    note: text("note"),
    created: text("created"),
    updated: text("updated"),
  };
}
