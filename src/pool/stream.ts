// A long answer of a child as a web stream: pulled, never pushed.

import type { IncomingMessage } from "node:http";
import { contained, ignore } from "../process/contain.ts";

/** Milliseconds without a read after which a stream is parked: its child is not working for it. */
const PARK_AFTER = 250;

export interface StreamLimits {
  /** The reader has paused (`true`), or reads again. `cut` ends the stream. */
  onPark(parked: boolean, cut: () => void): void;
  /** Some of the answer has come. */
  onProgress(): void;
  /** The child is done with it: the body is complete, its reader has gone, or the child has. */
  ended(how: "whole" | "cancelled" | "gone"): void;
}

/** The body of a child's answer. */
export function toStream(incoming: IncomingMessage, limits: StreamLimits): ReadableStream<Uint8Array> {
  let parkTimer: NodeJS.Timeout | undefined;
  let parked = false;
  let cut = () => {};

  const unpark = () => {
    clearTimeout(parkTimer);
    if (parked) limits.onPark((parked = false), cut);
  };
  const finish: StreamLimits["ended"] = (how) => {
    unpark();
    limits.ended(how);
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        cut = () => {
          const error = new Error("The reader was too slow.");
          controller.error(error);
          incoming.destroy();
          finish("cancelled");
        };
        // A child that dies while the stream is paused must not cause an unhandled error.
        incoming.on("error", ignore);
      },
      async pull(controller) {
        unpark();
        let chunk: Uint8Array | null;
        try {
          chunk = await next(incoming);
        } catch (error) {
          incoming.destroy();
          finish("gone");
          throw error;
        }
        limits.onProgress();
        if (chunk === null) {
          finish("whole");
          controller.close();
          return;
        }
        controller.enqueue(chunk);
        parkTimer = setTimeout(
          contained(() => limits.onPark((parked = true), cut), cut),
          PARK_AFTER,
        );
      },
      cancel() {
        incoming.destroy();
        finish("cancelled");
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * The next bytes, or null at the end.
 * @throws when the child goes away: the connection to the client is then reset, so that a part is
 *   never taken for the whole.
 */
async function next(incoming: IncomingMessage): Promise<Uint8Array | null> {
  for (;;) {
    const chunk = read(incoming);
    if (chunk !== undefined) return chunk;
    await new Promise<void>((resolve, reject) => {
      const settle = contained(() => {
        for (const event of ["readable", "end", "close", "error"]) incoming.off(event, settle);
        resolve();
      }, reject);
      for (const event of ["readable", "end", "close", "error"]) incoming.on(event, settle);
    });
  }
}

/** Bytes that are there, null at the end, undefined when one must wait. */
function read(incoming: IncomingMessage): Uint8Array | null | undefined {
  const chunk = incoming.read() as Buffer | null;
  if (chunk) return chunk;
  if (incoming.readableEnded) return null;
  if (incoming.errored || incoming.destroyed)
    throw incoming.errored ?? new Error("The child ended in the middle of its answer.");
  return undefined;
}
