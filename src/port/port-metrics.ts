// What a port tells of each answer, and where it gets the numbers that `/metrics` shows.

import type { Sent } from "./outgoing.ts";

/** What `createMetrics()` gives, as far as a port knows it. */
export interface PortMetrics {
  /** An answer has been sent or broken off. */
  request(method: string, sent: Sent, seconds: number): void;
  /** The numbers in Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
}
