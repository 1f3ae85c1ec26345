// A handler's plain value as a body and the type it has when the URL names none.

import type { Body } from "../asset.ts";

const TEXT = "text/plain; charset=utf-8";
const BYTES = "application/octet-stream";
const JSON_TYPE = "application/json";

/**
 * @param file of the route, relative to the project
 * @throws TypeError that names the file, for values that no body can be made of.
 */
export function toBody(value: unknown, file: string): { body: Body | null; type: string } {
  if (typeof value === "string") return { body: value, type: TEXT };
  if (value === null) return { body: null, type: TEXT };
  if (typeof value === "object" && !isPlain(value)) {
    if (value instanceof Uint8Array) return { body: value, type: BYTES };
    if (value instanceof ArrayBuffer) return { body: new Uint8Array(value), type: BYTES };
    if (value instanceof ReadableStream) return { body: value as ReadableStream<Uint8Array>, type: BYTES };
    if (value instanceof Blob)
      return { body: value.stream() as ReadableStream<Uint8Array>, type: value.type || BYTES };
    if (isIterable(value)) return { body: fromIterable(value), type: TEXT };
  }
  const json =
    value === undefined || typeof value === "function" || typeof value === "symbol"
      ? undefined
      : JSON.stringify(value);
  if (json !== undefined) return { body: json, type: JSON_TYPE };
  throw new TypeError(
    `${file} returned ${value === undefined ? "nothing" : `a ${typeof value}`}. Return an Asset, a Response, ` +
      `a string, bytes, a stream, an iterable, plain data for JSON, or null for 204.`,
  );
}

/** Arrays and objects without a class are data, unless they can be iterated. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Array.prototype || (prototype === Object.prototype && !isIterable(value));
}

/** Async iterables and generators; an array is data. */
function isIterable(
  value: object,
): value is AsyncIterable<string | Uint8Array> | Iterator<string | Uint8Array> {
  return Symbol.asyncIterator in value || (Symbol.iterator in value && "next" in value);
}

/** Pulls one item at a time, as the reader asks, and closes the iterator when the reader leaves. */
export function fromIterable(
  iterable: AsyncIterable<string | Uint8Array> | Iterator<string | Uint8Array>,
): ReadableStream<Uint8Array> {
  const iterator =
    Symbol.asyncIterator in iterable
      ? iterable[Symbol.asyncIterator]()
      : (iterable as Iterator<string | Uint8Array>);
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await iterator.next();
        if (done) return controller.close();
        if (typeof value === "string") controller.enqueue(encoder.encode(value));
        else if (value instanceof Uint8Array) controller.enqueue(value);
        else throw new TypeError("An iterable that is returned must give strings or Uint8Array.");
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
