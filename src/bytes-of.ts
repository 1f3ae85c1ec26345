// How much memory a value takes, about: what caches of values that only an author knows are bounded by.

/** Bytes of an object, of a slot in one, and of a primitive that has no length. */
const OBJECT = 32;
const SLOT = 16;

/**
 * Bytes of a value and of all that it refers to, each object once. About: two for each UTF-16 unit, whatever the runtime
 * needs. Functions, and what is private to a class, count for nothing.
 *
 * @example
 * bytesOf({ name: "x".repeat(1_000) }); // 2,052
 */
export function bytesOf(value: unknown): number {
  const seen = new Set<object>();
  const open: unknown[] = [value];
  let bytes = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string") bytes += 2 * next.length;
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    bytes += OBJECT;
    if (ArrayBuffer.isView(next) || next instanceof ArrayBuffer) bytes += next.byteLength;
    else if (next instanceof Map || next instanceof Set)
      for (const [key, each] of next.entries()) {
        bytes += 2 * SLOT;
        open.push(key, each);
      }
    else
      for (const key of Object.keys(next)) {
        bytes += SLOT + (Array.isArray(next) ? 0 : key.length);
        const property = Object.getOwnPropertyDescriptor(next, key);
        if (property && "value" in property) open.push(property.value);
      }
  }
  return bytes;
}
