// The port's report of each answer, and its source of the numbers for `/metrics`.

import type { Sent } from "./outgoing.ts";

/** The part of `createMetrics()` that a port knows. */
export interface PortMetrics {
  /** An answer has been sent or broken off. */
  request(method: string, sent: Sent, seconds: number): void;
  /** The numbers in Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
}
