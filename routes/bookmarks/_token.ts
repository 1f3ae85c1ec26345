// The token that bookmarks are guarded with: the environment's, or one made at the first start.

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { dataFile } from "../_atlas/data.ts";

let known: Promise<string> | undefined;

/** Whether a request's `Authorization` is the token, compared in constant time. */
export async function isAuthorized(authorization: string | null): Promise<boolean> {
  known ??= readToken().catch((error) => {
    known = undefined;
    throw error;
  });
  const [, sent] = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? "") ?? [];
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(await known), digest(sent ?? "")) && sent !== undefined;
}

/** Several processes may start at once: the first to write the file decides for all. */
async function readToken(): Promise<string> {
  const { ATLAS_TOKEN } = process.env;
  if (ATLAS_TOKEN) return ATLAS_TOKEN;
  const file = dataFile("token");
  await mkdir(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  await writeFile(mine, randomBytes(24).toString("base64url"), { mode: 0o600 });
  try {
    await link(mine, file); // whole or not at all, and never over another process's
    process.stderr.write(`atlas: the bookmarks' token is in ${file} (or set ATLAS_TOKEN)\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(mine);
  }
  const token = (await readFile(file, "utf8")).trim();
  if (token === "") throw new Error(`${file} is empty. Delete it, or set ATLAS_TOKEN.`);
  return token;
}
