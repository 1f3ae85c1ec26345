// One entry as one file: the body, then what is known of it, then a footer. Every byte is under a hash.

import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { Meta } from "../store.ts";

/** The body is hashed in blocks of this many bytes, so that a long one can be checked as it is read. */
export const BLOCK = 256 * 1024;

/** Version of the format, and of what the fields mean: another version's entries are not found. */
export const FORMAT = 2;

const MAGIC = 0x4f465030 + FORMAT; // "OFP2"
const FOOTER = 4 + 4 + 6 + 32;

/** The checked head of a file. */
export interface Head {
  key: string;
  meta: Meta;
  /** Digest of what made the answer; empty when it was not told. */
  build: string;
  size: number;
  digests: readonly string[];
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes);

/** A long body is hashed in turns, so that nobody else has to wait for all of it. */
async function digestsOf(body: Uint8Array): Promise<string[]> {
  const digests: string[] = [];
  for (let at = 0; at < body.byteLength; at += BLOCK) {
    if (at > 0) await setImmediate();
    digests.push(sha256(body.subarray(at, at + BLOCK)).digest("base64"));
  }
  return digests;
}

/** The parts of the file, in order. */
export async function encodeEntry(
  { key, meta, build }: Pick<Head, "key" | "meta" | "build">,
  body: Uint8Array,
): Promise<Uint8Array[]> {
  const json = Buffer.from(JSON.stringify({ key, meta, build, digests: await digestsOf(body) }));
  const footer = Buffer.alloc(FOOTER);
  footer.writeUInt32BE(MAGIC, 0);
  footer.writeUInt32BE(json.byteLength, 4);
  footer.writeUIntBE(body.byteLength, 8, 6);
  sha256(json).update(footer.subarray(0, 14)).digest().copy(footer, 14);
  return [body, json, footer];
}

function isHeadJson(value: unknown): value is Omit<Head, "size"> {
  return (
    typeof value === "object" &&
    value !== null &&
    "key" in value &&
    "meta" in value &&
    "build" in value &&
    "digests" in value &&
    Array.isArray(value.digests)
  );
}

/** The bytes of a handle from `start`; `undefined` when the file ends before `length` of them. */
export async function readExactly(
  handle: FileHandle,
  start: number,
  length: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, start + at);
    if (bytesRead === 0) return undefined;
    at += bytesRead;
  }
  return bytes;
}

/** Reads and checks everything but the body. `undefined` when the file is not whole. */
export async function readHead(handle: FileHandle, fileSize: number): Promise<Head | undefined> {
  if (fileSize < FOOTER) return undefined;
  const footer = await readExactly(handle, fileSize - FOOTER, FOOTER);
  if (!footer || footer.readUInt32BE(0) !== MAGIC) return undefined;
  const jsonSize = footer.readUInt32BE(4);
  const size = footer.readUIntBE(8, 6);
  if (size + jsonSize + FOOTER !== fileSize) return undefined;
  const json = await readExactly(handle, size, jsonSize);
  if (!json) return undefined;
  const digest = sha256(json).update(footer.subarray(0, 14)).digest();
  if (!digest.equals(footer.subarray(14))) return undefined;
  const head: unknown = JSON.parse(json.toString());
  return isHeadJson(head) ? { ...head, size } : undefined;
}

/** One block of the body, checked; `undefined` when it is not what was written. */
export async function readBlock(
  handle: FileHandle,
  head: Pick<Head, "size" | "digests">,
  block: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const start = block * BLOCK;
  const bytes = await readExactly(handle, start, Math.min(BLOCK, head.size - start));
  if (!bytes || sha256(bytes).digest("base64") !== head.digests[block]) return undefined;
  return bytes;
}
