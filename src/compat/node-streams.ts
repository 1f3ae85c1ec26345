// Node's streams and the web's, as @remix-run/node and @react-router/node turn one into the other.

import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A Node stream as a web stream: pulled as it is read, destroyed when its reader leaves. */
export function createReadableStreamFromReadable(source: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(source) as ReadableStream<Uint8Array>;
}

/** All of a stream as text. */
export async function readableStreamToString(
  stream: ReadableStream<Uint8Array>,
  encoding: BufferEncoding = "utf8",
): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString(encoding);
}

export function writeReadableStreamToWritable(
  stream: ReadableStream<Uint8Array>,
  writable: Writable,
): Promise<void> {
  return pipeline(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]), writable);
}

export function writeAsyncIterableToWritable(
  iterable: AsyncIterable<Uint8Array>,
  writable: Writable,
): Promise<void> {
  return pipeline(iterable, writable);
}
