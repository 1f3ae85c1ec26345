// createFileSessionStorage of React Router and Remix: a file for each session, where theirs are.

import { randomBytes } from "node:crypto";
import { mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createSessionStorage, type SessionIdStorageStrategy, type SessionStorage } from "./sessions.ts";

interface Kept {
  data: Record<string, unknown>;
  expires?: string;
}

/** Sessions in files below `dir`; visitors of the framework's own stay logged in. */
export function createFileSessionStorage({
  cookie,
  dir,
}: Pick<SessionIdStorageStrategy, "cookie"> & { dir: string }): SessionStorage {
  // The id comes from the client: only an id of our own form may become a file name.
  const fileOf = (id: string) =>
    /^[\da-f]{16}$/i.test(id) ? join(dir, id.slice(0, 4), id.slice(4)) : undefined;

  async function write(file: string, kept: object, flag: "w" | "wx"): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(kept), { flag });
  }

  return createSessionStorage({
    cookie,
    async createData(data, expires) {
      for (;;) {
        const id = randomBytes(8).toString("hex");
        try {
          await write(fileOf(id)!, { data, expires }, "wx");
          return id;
        } catch (error) {
          if (codeOf(error) !== "EEXIST") throw error;
        }
      }
    },
    async readData(id) {
      const file = fileOf(id);
      if (!file) return null;
      try {
        const { data, expires } = JSON.parse(await readFile(file, "utf8")) as Kept;
        if (typeof expires !== "string" || new Date(expires) > new Date()) return data;
        await unlink(file);
      } catch (error) {
        if (codeOf(error) !== "ENOENT") throw error;
      }
      return null;
    },
    async updateData(id, data, expires) {
      const file = fileOf(id);
      if (file) await write(file, { data, expires }, "w");
    },
    async deleteData(id) {
      const file = fileOf(id);
      if (!file) return;
      await unlink(file).catch((error: unknown) => {
        if (codeOf(error) !== "ENOENT") throw error;
      });
    },
  });
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
