// An answer on its way, with what is told of it when it has left.

import { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { ignore } from "../process/contain.ts";
import type { CountedMessage } from "./message.ts";

/** Headers of an answer that the log and the metrics are about. */
export interface Sent {
  status: number;
  cacheStatus?: string;
  serverTiming?: string;
  type?: string;
}

export class Outgoing extends ServerResponse<CountedMessage> {
  /** The connection. Node's own reference goes when the answer has left, or when a handler ends the request. */
  readonly wire: Socket = this.req.socket;
  /** When it was asked for: `performance.now()`. */
  from = 0;
  id = "";
  path = "";
  ip: string | undefined = undefined;
  /** Bytes that its connection had carried before it. */
  before = 0;
  sent: Sent | undefined = undefined;
  /** Told of errors of our own: must not throw. */
  report: (error: unknown) => void = ignore;

  /** Reports an uncaught error and closes the connection. */
  fault(error: unknown): void {
    this.report(error);
    this.wire.destroy();
  }
}
