// The head of an answer leaves at once, also where its body keeps silent at first: an event stream that
// waits for its first event, a model that thinks.

import type { ServerResponse } from "node:http";

/** Sends a written head after one turn of the event loop: a body that is there by then leaves in the same write. */
export function sendHeadSoon(outgoing: ServerResponse): void {
  if (outgoing.writableEnded) return;
  setImmediate(() => {
    if (outgoing.headersSent && !outgoing.writableEnded && !outgoing.destroyed) outgoing.flushHeaders();
  });
}
