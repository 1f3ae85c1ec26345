// A long body onto the wire: piece by piece, as fast as its reader takes it, in turns with the others.

import { contained, ignore } from "../process/contain.ts";
import type { Outgoing } from "./outgoing.ts";
import { takeTurn } from "./turns.ts";

/** Bytes that are handed to the system at a time. */
export const PIECE = 64 * 1024;

/** Bytes that are not worth a turn. */
const SMALL = 16 * 1024;

/** Sends a body whose head has been written. Resolves when it is on its way or has been broken off. */
export async function sendLong(
  outgoing: Outgoing,
  body: ReadableStream<Uint8Array> | Uint8Array,
): Promise<void> {
  if (outgoing.destroyed || outgoing.req.method === "HEAD") {
    if (body instanceof ReadableStream) body.cancel().catch(ignore);
    outgoing.end();
    return;
  }
  const reader = body instanceof ReadableStream ? body.getReader() : undefined;
  let drained = () => {};
  const fault = (error: unknown) => outgoing.fault(error);
  const onDrain = contained(() => drained(), fault);
  const onClose = contained(() => {
    drained();
    reader?.cancel().catch(ignore);
  }, fault);
  outgoing.on("drain", onDrain);
  outgoing.once("close", onClose);

  const write = (piece: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      const send = contained(() => {
        if (outgoing.destroyed || outgoing.write(piece)) resolve();
        else drained = resolve;
      }, reject);
      if (piece.byteLength <= SMALL) send();
      else takeTurn(send);
    });
  const writeAll = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.byteLength && !outgoing.destroyed; at += PIECE)
      await write(bytes.subarray(at, at + PIECE));
  };

  try {
    if (body instanceof Uint8Array) await writeAll(body);
    else
      for (;;) {
        const { done, value } = await reader!.read();
        if (done) break;
        await writeAll(value);
      }
    outgoing.end();
  } catch (error) {
    // The part that has been sent must not be taken for the whole.
    outgoing.destroy();
    throw error;
  } finally {
    outgoing.off("drain", onDrain);
    outgoing.off("close", onClose);
  }
}
