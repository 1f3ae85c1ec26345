// Text that is made while it is read: pieces of any size in, chunks of one size out.

import { setImmediate } from "node:timers/promises";

/** Size of a chunk in bytes of UTF-8, roughly: large enough that chunks cost nothing. */
const CHUNK = 64 * 1024;

/**
 * A stream of UTF-8 that asks for the next piece only when its reader asks for more. Cancelling it
 * ends the source (its `return()` runs), and so does the signal.
 *
 * @example
 * streamText(["<urlset>", ...urls, "</urlset>"], context.signal);
 */
export function streamText(
  pieces: Iterable<string> | AsyncIterable<string>,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await source.return?.();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let text = "";
          while (text.length < CHUNK) {
            signal?.throwIfAborted();
            const next = await source.next();
            if (next.done) {
              ended = true;
              if (text !== "") controller.enqueue(encoder.encode(text));
              controller.close();
              return;
            }
            text += next.value;
          }
          controller.enqueue(encoder.encode(text));
          await setImmediate(); // a source that never waits would otherwise keep everyone else waiting
        } catch (error) {
          await end();
          throw error;
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
