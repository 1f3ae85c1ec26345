// One digest for one value: the canonical form of what an asset depends on.

import { createHash } from "node:crypto";

/** Deepest nesting of a key, above that of JSON in a body, which may be a part of it. A deeper one is a cycle or a mistake. */
const MAX_DEPTH = 600;

/**
 * Thrown for data that has no canonical form, such as a function or a stream: says where it was found and
 * what to do.
 */
export class FingerprintError extends TypeError {
  override name = "FingerprintError";
}

/**
 * A digest of data: equal data gives equal digests on every machine, whatever the order in which
 * an object's properties were written. Takes JSON-like data, `undefined`, `bigint`, dates, URLs,
 * maps, sets, buffers, and objects with `toJSON`.
 *
 * @returns 22 characters of base64url (132 bits of SHA-256).
 * @throws FingerprintError for functions, symbols, promises, streams, iterators, cycles and
 *   instances of classes without `toJSON`, naming the place.
 *
 * @example
 * fingerprint({ a: 1, b: 2 }) === fingerprint({ b: 2, a: 1 }); // true
 */
export function fingerprint(value: unknown): string {
  const parts: string[] = [];
  write(value, parts, "key", 0);
  return createHash("sha256").update(parts.join("")).digest("base64url").slice(0, 22);
}

function write(value: unknown, out: string[], path: string, depth: number): void {
  switch (typeof value) {
    case "string":
      out.push("s", String(value.length), ":", value);
      return;
    case "number":
      out.push(Object.is(value, -0) ? "d-0;" : `d${value};`);
      return;
    case "boolean":
      out.push(value ? "t" : "f");
      return;
    case "undefined":
      out.push("u");
      return;
    case "bigint":
      out.push(`i${value};`);
      return;
    case "object":
      if (value === null) out.push("n");
      else writeObject(value, out, path, depth);
      return;
    default:
      throw cannot(path, `a ${typeof value}`);
  }
}

function writeObject(value: object, out: string[], path: string, depth: number): void {
  if (depth > MAX_DEPTH) throw cannot(path, "a cycle, or data nested too deeply");
  if (Array.isArray(value)) {
    out.push(`[${value.length}:`);
    for (let i = 0; i < value.length; i++) write(value[i], out, `${path}[${i}]`, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && writeInstance(value, out, path, depth)) return;
  const record = value as Record<string, unknown>;
  const names = Object.keys(record).sort();
  out.push(`{${names.length}:`);
  for (const name of names) {
    out.push(`${name.length}:${name}`);
    write(record[name], out, `${path}.${name}`, depth + 1);
  }
}

/** Writes an instance that has a canonical form; false for one that may be read as plain data. */
function writeInstance(value: object, out: string[], path: string, depth: number): boolean {
  if (value instanceof Date) out.push(`D${value.getTime()};`);
  else if (value instanceof URL) write(value.href, out, path, depth);
  else if (ArrayBuffer.isView(value))
    out.push(`b${digest(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))}`);
  else if (value instanceof ArrayBuffer) out.push(`b${digest(new Uint8Array(value))}`);
  else if (value instanceof Map) {
    out.push(`m${value.size}:`);
    for (const [key, item] of value) {
      write(key, out, `${path}.keys()`, depth + 1);
      write(item, out, `${path}.get(${String(key)})`, depth + 1);
    }
  } else if (value instanceof Set) {
    out.push(`S${value.size}:`);
    for (const item of value) write(item, out, `${path}.values()`, depth + 1);
  } else if ("toJSON" in value && typeof value.toJSON === "function") {
    write(value.toJSON(), out, path, depth + 1);
  } else if (
    Symbol.asyncIterator in value ||
    Symbol.iterator in value ||
    "then" in value ||
    "getReader" in value
  ) {
    throw cannot(path, "a stream, an iterator or a promise");
  } else if (isRecord(value)) return false;
  else throw cannot(path, `an instance of ${value.constructor?.name || "a class"}`);
  return true;
}

/** Database rows and objects of other realms count as plain data if their prototype has no methods. */
function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object;
  const parent: unknown = Object.getPrototypeOf(prototype);
  if (parent === null)
    return "hasOwnProperty" in prototype || Object.getOwnPropertyNames(prototype).length <= 1;
  return (
    parent === Object.prototype &&
    Object.getOwnPropertyNames(prototype).every((name) => name === "constructor")
  );
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url");
}

function cannot(path: string, what: string): FingerprintError {
  return new FingerprintError(
    `${path} is ${what}, which has no canonical form, so no ETag can be made of it. ` +
      `Give plain data, or the option \`version\` (an updatedAt or a revision) in its place.`,
  );
}
