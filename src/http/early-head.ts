// Early response heads: sent before the first byte of a body that is slow to begin, such as an event stream or a
// model's answer.

import type { ServerResponse } from "node:http";

/** Sends a written head after one turn of the event loop: a body that is there by then leaves in the same write. */
export function sendHeadSoon(outgoing: ServerResponse): void {
  if (outgoing.writableEnded) return;
  setImmediate(() => {
    if (outgoing.headersSent && !outgoing.writableEnded && !outgoing.destroyed) outgoing.flushHeaders();
  });
}
