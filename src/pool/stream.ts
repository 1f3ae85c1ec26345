// A long answer of a child as a web stream: pulled, never pushed; cut off when the child stalls.

import type { IncomingMessage } from "node:http";

/** Milliseconds without a read after which a stream is parked: its child is not working for it. */
const PARK_AFTER = 250;

export interface StreamLimits {
  /** Milliseconds that the child may take for the next bytes while they are wanted. */
  stall: number;
  /** The reader has paused (`true`), or reads again. `cut` ends the stream. */
  onPark(parked: boolean, cut: () => void): void;
  /**
   * The child has nothing more to do for it: all has come, nobody reads it any more, the child has
   * gone, or it has stalled.
   */
  ended(how: "whole" | "cancelled" | "gone" | "stall"): void;
}

class Stalled extends Error {}

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
        // A child that dies while nobody reads must not be an unhandled error.
        incoming.on("error", () => {});
      },
      async pull(controller) {
        unpark();
        let chunk: Uint8Array | null;
        try {
          chunk = await next(incoming, limits.stall);
        } catch (error) {
          incoming.destroy();
          finish(error instanceof Stalled ? "stall" : "gone");
          throw error;
        }
        if (chunk === null) {
          finish("whole");
          controller.close();
          return;
        }
        controller.enqueue(chunk);
        parkTimer = setTimeout(() => limits.onPark((parked = true), cut), PARK_AFTER);
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
 * @throws when the child goes away or stalls: the connection to the client is then reset, so that
 *   a part is never taken for the whole.
 */
async function next(incoming: IncomingMessage, stall: number): Promise<Uint8Array | null> {
  const chunk = read(incoming);
  if (chunk !== undefined) return chunk;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Stalled("The child has stalled.")), stall);
      const settle = () => {
        for (const event of ["readable", "end", "close", "error"]) incoming.off(event, settle);
        resolve();
      };
      for (const event of ["readable", "end", "close", "error"]) incoming.on(event, settle);
    });
  } finally {
    clearTimeout(timer);
  }
  return next(incoming, stall);
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
