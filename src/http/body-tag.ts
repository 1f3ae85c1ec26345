// Strong entity tags of bytes that are whole in memory (RFC 9110 §8.8.3).

import { hash } from "node:crypto";

/** Texts up to this many characters are remembered: looking one up costs a fifth of hashing it. */
const SHORT = 512;

/** Texts in each of two generations; about 1 MB in all when every text is as long as can be. */
const MOST = 1000;

let recent = new Map<string, string>();
let older = new Map<string, string>();

/** The tag of a body: equal bytes have equal tags, and others have others. */
export function bodyTag(body: string | Uint8Array): string {
  if (typeof body !== "string" || body.length > SHORT) return tagOf(body);
  let tag = recent.get(body);
  if (tag !== undefined) return tag;
  tag = older.get(body) ?? tagOf(body);
  // Two-generation eviction: a tag that was not used while one generation filled is dropped.
  if (recent.size >= MOST) [older, recent] = [recent, new Map()];
  recent.set(body, tag);
  return tag;
}

function tagOf(body: string | Uint8Array): string {
  return `"${hash("sha1", body, "base64url")}"`;
}
