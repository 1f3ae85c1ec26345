// Bytes that are made while they are read: pieces of any size in, chunks of at least one size out.

import { setImmediate } from "node:timers/promises";

/** Bytes of a chunk at least, but for the last. */
const CHUNK = 64 * 1024;

/**
 * A stream that asks for the next piece only when its reader asks for more. Cancelling it ends the source (its
 * `return()` runs), and so does the signal.
 *
 * @example
 * streamBytes(writeZip(parts), context.signal);
 */
export function streamBytes(
  pieces: AsyncGenerator<Uint8Array, void>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk: Uint8Array[] = [];
        try {
          for (let size = 0; size < CHUNK;) {
            signal.throwIfAborted();
            const { value, done } = await pieces.next();
            if (done) {
              if (size > 0) controller.enqueue(Buffer.concat(chunk));
              controller.close();
              return;
            }
            chunk.push(value);
            size += value.length;
          }
          controller.enqueue(chunk.length === 1 ? chunk[0]! : Buffer.concat(chunk));
          await setImmediate(); // a source that never waits would otherwise keep everyone else waiting
        } catch (error) {
          await pieces.return();
          throw error;
        }
      },
      cancel: async () => void (await pieces.return()),
    },
    { highWaterMark: 0 },
  );
}
