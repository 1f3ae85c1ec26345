// Closing a connection whose client is still sending: a close with bytes unread is a reset, and takes the answer along
// (RFC 9112 §9.6).

import { contained } from "../process/contain.ts";
import type { Outgoing } from "./outgoing.ts";

/** Milliseconds for which what a refused client still sends is read and thrown away. */
const LINGER = 2_000;

/**
 * Has Node's close of the connection, after an answer that came before the end of its request, wait for that end: our
 * side says that it has finished, reads on for two seconds at most, and closes then.
 */
export function lingerAfter(outgoing: Outgoing): void {
  const { req: incoming, wire } = outgoing;
  const fault = (error: unknown) => outgoing.fault(error);
  incoming.mayDiscard = Infinity;
  const destroySoon = wire.destroySoon.bind(wire);
  wire.destroySoon = contained(() => {
    wire.end();
    const timer = setTimeout(
      contained(() => void wire.destroy(), fault),
      LINGER,
    );
    wire.once(
      "close",
      contained(() => clearTimeout(timer), fault),
    );
    incoming.once("end", contained(destroySoon, fault));
    incoming.discard();
  }, fault);
}
