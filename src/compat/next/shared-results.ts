// Results of cached functions that another child of the pool has made.

import { deserialize, serialize } from "node:v8";
import { sharedData, SHARED_RESULT_CHARS } from "../../data-store.ts";
import type { Life } from "./life.ts";

/** A result, and what it holds by. */
export interface SharedResult {
  value: unknown;
  made: number;
  life: Life;
  tags: Set<string>;
}

/** Reads a result that another child stored; undefined if there is none, or no shared store. */
export async function readShared(key: string): Promise<SharedResult | undefined> {
  const text = await sharedData()?.read(key);
  return text === undefined ? undefined : (deserialize(Buffer.from(text, "base64")) as SharedResult);
}

/** Gives a result to all children, unless it is too large or holds more than data, such as a function. */
export function share(key: string, { value, made, life, tags }: SharedResult): void {
  const store = sharedData();
  if (!store) return;
  let bytes: Buffer;
  try {
    bytes = serialize({ value, made, life, tags } satisfies SharedResult);
  } catch {
    return;
  }
  if ((bytes.byteLength * 4) / 3 <= SHARED_RESULT_CHARS) store.keep(key, bytes.toString("base64"));
}
